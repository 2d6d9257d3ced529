import { recall } from "../src/context/recall";
import type { SearchHit } from "../src/corpus/corpus";
import type { Caller } from "../src/tools/tool";
import type { App } from "./compose";

/** What helps to answer a caller's question. Of whom we are not sure, only the agency's own knowledge. */
export const recallForCaller = (
  app: App,
  caller: Pick<Caller, "verified" | "prospectId"> | undefined,
  question: string,
): Promise<SearchHit[]> => {
  const prospectId = caller?.verified ? (caller.prospectId ?? undefined) : undefined;
  return recall(app, { prospectId, utterance: question });
};
