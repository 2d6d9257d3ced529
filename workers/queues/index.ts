import type { App } from "../compose";
import { consumeDeadLetters } from "./dead-letters";
import { consumePostCall } from "./post-call";

/** Which consumer a queue has. */
export function consume(batch: MessageBatch, app: App): Promise<void> {
  return batch.queue === "dead-letters"
    ? consumeDeadLetters(batch, app)
    : consumePostCall(batch, app);
}
