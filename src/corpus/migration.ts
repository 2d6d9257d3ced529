import { z } from "zod";

/** The way of the vectors to Pinecone. Postgres stays the truth all along, so there is always a way back. */
export const PHASES = ["pgvector", "backfill", "dual-write", "shadow-read", "pinecone"] as const;
export type Phase = (typeof PHASES)[number];

/** Body of `POST /api/corpus/migration`. */
export const phaseBody = z
  .strictObject({ phase: z.enum(PHASES) })
  .meta({ id: "MigrationPhase", examples: [{ phase: "backfill" }] });

/** Answer of `GET` and `POST /api/corpus/migration`. */
export const migrationView = z
  .object({
    phase: z.enum(PHASES),
    phases: z.array(z.enum(PHASES)),
    next_phase: z.enum(PHASES).nullable(),
    blocked_by: z
      .array(z.string())
      .meta({ description: "What must happen before the next phase." }),
    progress: z.object({
      embedded: z.number().int(),
      without_vector: z.number().int(),
      synced: z.number().int(),
      pending: z.number().int(),
      refused: z.number().int(),
      last_error: z.string().nullable(),
    }),
    shadow: z.object({ reads: z.number().int(), overlap_at_10: z.number().nullable() }),
  })
  .meta({
    id: "Migration",
    examples: [
      {
        phase: "backfill",
        phases: [...PHASES],
        next_phase: "dual-write",
        blocked_by: ["120 vectors are still to be told"],
        progress: {
          embedded: 5400,
          without_vector: 0,
          synced: 5280,
          pending: 120,
          refused: 0,
          last_error: null,
        },
        shadow: { reads: 0, overlap_at_10: null },
      },
    ],
  });

/** What is looked at before a phase may begin. */
export type MigrationStatus = {
  phase: Phase;
  /** Pieces with a vector. */
  embedded: number;
  /** Pieces without one yet. */
  unembedded: number;
  /** Of them, those that the second store has taken. */
  synced: number;
  /** What it must still be told, erasures among it. */
  pending: number;
  /** What it has refused again and again. */
  refused: number;
  lastError: string | null;
  shadow: { reads: number; overlapAt10: number | null };
};
/** Ids by a full comparison of both stores. */
export type Difference = { missing: number; left: number };

/** So few looks prove nothing. */
const READS_MIN = 10;
/** "overlap@10 ≥ 0.9" */
const OVERLAP_MIN = 0.9;

/** Why a phase may not begin now; nothing if it may. Back is always open, forward one step at a time. */
export function closedGate(to: Phase, now: MigrationStatus, ids?: Difference): string[] {
  const [from, next] = [PHASES.indexOf(now.phase), PHASES.indexOf(to)];
  if (next <= from) return [];
  if (next > from + 1) return [`the next phase is ${PHASES[from + 1]}`];
  const why: string[] = [];
  if (to === "dual-write" || to === "shadow-read" || to === "pinecone") {
    if (now.unembedded > 0) why.push(`${now.unembedded} pieces have no vector yet`);
    if (now.pending > 0) why.push(`${now.pending} vectors are still to be told`);
    if (now.refused > 0) why.push(`${now.refused} vectors were refused`);
    if (now.synced < now.embedded) why.push(`${now.embedded - now.synced} vectors were never told`);
  }
  if ((to === "shadow-read" || to === "pinecone") && ids) {
    if (ids.missing > 0) why.push(`${ids.missing} ids are missing there`);
    if (ids.left > 0) why.push(`${ids.left} ids are there that were erased here`);
  }
  if (to === "pinecone") {
    const { reads, overlapAt10 } = now.shadow;
    if (reads < READS_MIN) why.push(`${reads} of ${READS_MIN} shadow reads are made`);
    else if ((overlapAt10 ?? 0) < OVERLAP_MIN)
      why.push(`overlap@10 is ${overlapAt10}, and must be ${OVERLAP_MIN}`);
  }
  return why;
}

/** How many of two ranks' first are the same, as a share of the first rank. */
export function overlap(truth: string[], other: string[]): number {
  if (truth.length === 0) return 1;
  const there = new Set(other);
  return truth.filter((id) => there.has(id)).length / truth.length;
}
