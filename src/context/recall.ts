import type { Caller } from "../calls/caller";
import type { Corpus, SearchHit } from "../corpus/corpus";
import type { Embedder } from "../language/embedder";

/** The requirement is to put the ten best results into the system prompt. */
const TOP = 10;

/** What `recall` searches with. */
export type RecallDeps = { corpus: Corpus; embedder: Embedder };
/** The utterance to answer, and the verified prospect whose facts may be used, if any. */
export type RecallQuestion = {
  prospectId?: string | undefined;
  utterance: string;
};

/**
 * Finds context for an answer: a short record of the person, the best hits about them, their
 * company and the agency, then the newest ones. Takes one embedding and one query. If the embedding
 * model is down, it searches by words alone. Other people's calls are never included.
 */
export async function recall(
  { corpus, embedder }: RecallDeps,
  question: RecallQuestion,
): Promise<SearchHit[]> {
  const { prospectId, utterance } = question;
  const text = utterance.trim();
  const embedding = text ? await embedder.embed([text], "query") : undefined;
  const vector = embedding?.ok ? embedding.value[0] : undefined;
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

/** As `recall`, for a caller. A caller who is not verified gets the agency's own knowledge only. */
export const recallForCaller = (
  deps: RecallDeps,
  caller: Pick<Caller, "verified" | "prospectId"> | null | undefined,
  question: string,
): Promise<SearchHit[]> => {
  const prospectId = caller?.verified ? (caller.prospectId ?? undefined) : undefined;
  return recall(deps, { prospectId, utterance: question });
};

/** The agency's own knowledge is for everyone. */
const ONLY_AGENCY = { withAgency: true };
