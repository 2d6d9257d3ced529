import type { Caller } from "../calls/caller";
import type { Corpus, SearchHit } from "../corpus/corpus";
import type { Embedder } from "../language/embedder";

/** "Inject top-10 results into system prompt" (the user's document). */
const TOP = 10;

export type RecallDeps = { corpus: Corpus; embedder: Embedder };
export type RecallQuestion = {
  prospectId?: string | undefined;
  utterance: string;
};

/**
 * What helps to answer: who they are in short, the best of what is about the person, their company and
 * the agency, then the newest of it. One embedding and one question to the database. Where the model for embeddings is
 * away, words alone find. Other people's calls are never among it.
 */
export async function recall(
  { corpus, embedder }: RecallDeps,
  asked: RecallQuestion,
): Promise<SearchHit[]> {
  const { prospectId, utterance } = asked;
  const text = utterance.trim();
  const embedded = text ? await embedder.embed([text], "query") : undefined;
  const vector = embedded?.ok ? embedded.value[0] : undefined;
  const about = prospectId ? { prospectId, withCompany: true, withAgency: true } : ONLY_AGENCY;
  const { found, known } = await corpus.gather({
    text,
    vector,
    mode: "hybrid",
    ...about,
    limit: TOP,
  });
  const isRecord = ({ source }: SearchHit) => source.type === "record";
  return [...known.filter(isRecord), ...found, ...known.filter((one) => !isRecord(one))];
}

/** What helps to answer a caller. A caller who is not verified hears the agency's own knowledge only. */
export const recallForCaller = (
  deps: RecallDeps,
  caller: Pick<Caller, "verified" | "prospectId"> | null | undefined,
  question: string,
): Promise<SearchHit[]> => {
  const prospectId = caller?.verified ? (caller.prospectId ?? undefined) : undefined;
  return recall(deps, { prospectId, utterance: question });
};

/** Of a stranger nothing is known; the agency's own knowledge is anybody's. */
const ONLY_AGENCY = { withAgency: true };
