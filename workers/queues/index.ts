import type { App } from "../compose";
import { consumeCorpus } from "./corpus";
import { consumeDeadLetters } from "./dead-letters";
import { consumePostCall } from "./post-call";

/** Which consumer a queue has. */
export function consume(batch: MessageBatch, app: App): Promise<void> {
  if (batch.queue === "dead-letters") return consumeDeadLetters(batch, app);
  if (batch.queue === "corpus") return consumeCorpus(batch, app);
  return consumePostCall(batch, app);
}
