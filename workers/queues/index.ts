import { type App, scoped } from "../compose";
import { consumeCorpus } from "./corpus";
import { consumeDeadLetters } from "./dead-letters";
import { consumePostCall } from "./post-call";

/** Hands a batch to its queue's consumer. */
export function consume(batch: MessageBatch, app: App): Promise<void> {
  const logged = scoped(app, { queue: batch.queue });
  if (batch.queue === "dead-letters") return consumeDeadLetters(batch, logged);
  if (batch.queue === "corpus") return consumeCorpus(batch, logged);
  return consumePostCall(batch, logged);
}
