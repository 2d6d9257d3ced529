import { recall } from "../src/context/recall";
import type { Found } from "../src/corpus/corpus";
import type { Caller } from "../src/tools/tool";
import type { App } from "./compose";

/** What helps to answer a caller's question. Of whom we are not sure, only the agency's own knowledge. */
export const recallFor = (
  app: App,
  caller: Pick<Caller, "verified" | "prospectId"> | undefined,
  question: string,
): Promise<Found[]> => {
  const prospectId = caller?.verified ? (caller.prospectId ?? undefined) : undefined;
  return recall(app, { prospectId, utterance: question });
};
