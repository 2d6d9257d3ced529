import { z } from "zod";
import { saveFailure } from "../../src/failures/store";
import { fingerprint } from "../../src/ids";
import { describeError } from "../../src/result";
import { job } from "../../src/tasks";
import type { App } from "../compose";

/** A message that a consumer gave up on, and why. */
export type DeadLetter = { body: unknown; cause: string };
const letter = z.object({ body: z.unknown(), cause: z.string() });

const RETRY_SECONDS = 60;

/** Stores what failed for good where people look. While the database is away, it waits here. */
export async function consumeDeadLetters(batch: MessageBatch, app: App): Promise<void> {
  await Promise.all(
    batch.messages.map((message) =>
      store(message.body, app)
        .then(() => message.ack())
        .catch((error) => {
          const fields = { message_id: message.id, error: describeError(error) };
          app.log.error("dead-letter.not-stored", fields);
          message.retry({ delaySeconds: RETRY_SECONDS });
        }),
    ),
  );
}

async function store(message: unknown, app: App): Promise<void> {
  const parsed = letter.safeParse(message);
  const { body, cause } = parsed.success
    ? parsed.data
    : { body: message, cause: "given up by the platform" };
  const task = job.safeParse(body).data;
  const id = task ? `${task.task}-${fingerprint(task.callId)}` : `letter-${fingerprint(body)}`;
  const detail = task ? { task: task.task, call_id: task.callId } : { body };
  await saveFailure(app.db, { id: id.slice(0, 36), kind: "task", cause, detail }, app.now());
}
