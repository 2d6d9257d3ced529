import { z } from "zod";
import { saveFailure } from "../../src/failures/store";
import { fingerprint } from "../../src/ids";
import { describeError } from "../../src/result";
import { job } from "../../src/tasks";
import type { App } from "../compose";

/** What a consumer gave up, and why. */
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

async function store(sent: unknown, app: App): Promise<void> {
  const parsed = letter.safeParse(sent);
  const { body, cause } = parsed.success
    ? parsed.data
    : { body: sent, cause: "given up by the platform" };
  const known = job.safeParse(body);
  const id = known.success
    ? `${known.data.task}-${fingerprint(known.data.callId)}`
    : `letter-${fingerprint(body)}`;
  const detail = known.success ? { task: known.data.task, call_id: known.data.callId } : { body };
  await saveFailure(app.db, { id: id.slice(0, 36), kind: "task", cause, detail }, app.now());
}
