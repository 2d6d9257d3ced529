import { createHash } from "node:crypto";
import { takeMailEvent } from "../../src/actions/take-mail-event";
import { cleanText } from "../../src/clean-text";
import { readEmailEvent } from "../../src/email/postmark-messages";
import { saveFailure } from "../../src/failures/store";
import type { App } from "../compose";
import { parseJson } from "../http/parse-json";

const KEPT_MAX_BYTES = 20_000;

/** Receives a message: its event is stored when this returns. `unknown`: it is no message that we know. */
export async function receiveEmailEvent(
  body: Uint8Array | string,
  app: App,
): Promise<"new" | "known" | "unknown"> {
  const event = readEmailEvent(parseJson(body));
  return event ? await takeMailEvent(event, app) : "unknown";
}

/** Stores what is authentic and unusable, so that a person can look and try again. */
export async function quarantine(bytes: Uint8Array, app: App): Promise<void> {
  const id = createHash("sha256").update(bytes).digest("hex");
  const body = cleanText(new TextDecoder().decode(bytes.subarray(0, KEPT_MAX_BYTES)));
  const cause = "postmark: this is no message that we know";
  app.log.error("postmark.quarantined", { id });
  await saveFailure(app.db, { id, kind: "mail_webhook", cause, detail: { body } }, app.now());
}
