/** The stages of the roadmap: planned monthly cost, and from how many calls a day they apply. */
const STAGES = [
  { name: "MVP", from: 0, costUsd: [200, 300] },
  { name: "Scaling", from: 100, costUsd: [500, 1_000] },
  { name: "Production scale", from: 1_000, costUsd: [1_500, 2_000] },
] as const;

/** Which of the roadmap's steps are already in use. */
export type Capabilities = {
  /** The vectors of texts and questions are cached. */
  cache: boolean;
  pinecone: boolean;
  /** Embeddings come from the agency's own endpoint, such as a GPU. */
  ownEmbeddings: boolean;
  /** Reads go to a replica, and tasks run near the database. */
  regions: boolean;
};

const TRIGGERS: { from: number; adds: string; key: keyof Capabilities; todo: string }[] = [
  {
    from: 500,
    adds: "embedding cache",
    key: "cache",
    todo: "Nothing: each text is embedded once, and the embeddings of questions are cached.",
  },
  {
    from: 1_000,
    adds: "Pinecone",
    key: "pinecone",
    todo:
      "Set PINECONE_HOST and PINECONE_API_KEY, then POST /api/corpus/migration { phase: backfill } " +
      "and continue one phase at a time.",
  },
  {
    from: 5_000,
    adds: "GPU embeddings",
    key: "ownEmbeddings",
    todo:
      "Serve bge-large on a GPU (docs/embeddings.md), set EMBEDDINGS_PROVIDER=openai and " +
      "EMBEDDINGS_BASE_URL; everything is embedded again automatically.",
  },
  {
    from: 10_000,
    adds: "more regions",
    key: "regions",
    todo:
      "Add a read replica (DATABASE_READ_URL) and deploy the environment near-database beside the " +
      "Worker.",
  },
];

/** `callsADay` is the mean of the last seven days; `embeddings` counts stored vectors. */
export type Load = { callsToday: number; callsADay: number; embeddings: number };

/** Where an agency stands on the roadmap, which step is overdue and which comes next. */
export function roadmap({ callsToday, callsADay, embeddings }: Load, inPlace: Capabilities) {
  const stage = STAGES.findLast(({ from }) => callsADay >= from) ?? STAGES[0];
  const triggers = TRIGGERS.map(({ key, ...trigger }) => ({
    at_calls_a_day: trigger.from,
    adds: trigger.adds,
    what_to_do: trigger.todo,
    reached: callsADay >= trigger.from,
    in_place: inPlace[key],
  }));
  const due = triggers.find(({ reached, in_place }) => reached && !in_place);
  const next = triggers.find(({ reached }) => !reached);
  return {
    calls_today: callsToday,
    calls_a_day: callsADay,
    embeddings,
    stage: stage.name,
    cost_a_month_usd: { from: stage.costUsd[0], to: stage.costUsd[1] },
    triggers,
    due: due ?? null,
    next: next ?? null,
  };
}
