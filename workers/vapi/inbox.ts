import { type Attempt, attemptId } from "../../src/calls/events";
import { findByProvider } from "../../src/calls/store";
import { saveFailure } from "../../src/failures/store";
import { quarantineKey } from "../../src/files/files";
import { fingerprint } from "../../src/ids";
import { fail, ok, type Result } from "../../src/result";
import { redact } from "../../src/telephony/redact";
import {
  attemptOf,
  eventId,
  hintOf,
  updateOf,
  type VapiMessage,
} from "../../src/telephony/vapi-messages";
import type { App } from "../compose";

/** Types that need no answer and that we have no use for. What is not here and not used is new to us. */
const CHATTER =
  /^(assistant\.|conversation-update|speech-update|hang|user-interrupted|model-output|voice-input|transfer-update|language-change|call\.|chat\.|session\.|campaign\.|status-update|transcript|phone-call-control)/;

/**
 * Receives a message: its event is committed in its call's object when this returns. `body` is the
 * whole request, of which the message is a part.
 */
export async function receiveMessage(
  message: VapiMessage,
  body: unknown,
  app: App,
): Promise<Result<undefined>> {
  const hint = hintOf(message);
  const speaking = hint && attemptOf(message);
  if (speaking) await app.calls.live(speaking).hint(hint);
  const update = updateOf(message);
  if (!update && CHATTER.test(message.type)) return ok(undefined);
  if (!update) return fail(`a type of message that we do not know: ${message.type}`, false);
  const attempt = await attemptFor(message, app);
  if (!attempt) return fail(`a ${message.type} that names no call of ours`, false);
  const providerCallId = message.call?.id;
  const id = eventId(message, providerCallId ?? attemptId(attempt));
  const controlUrl = message.call?.monitor?.controlUrl;
  const { traceparent } = app;
  const event = { ...attempt, id, providerCallId, controlUrl, traceparent, ...update };
  const report = update.type === "reported" ? await packed(body) : undefined;
  const done = await app.calls.receive(event, report);
  return done === "unknown"
    ? fail(`a ${message.type} of a call that we never made`, false)
    : ok(undefined);
}

/** The attempt that a message is about: by our tags, else by the call's id or name in the database. */
export const attemptFor = async (message: VapiMessage, app: App): Promise<Attempt | undefined> =>
  attemptOf(message) ?? (await lookUp(message, app));

/** For messages without our tags: one question to the database, outside of the usual way. */
async function lookUp({ call }: VapiMessage, app: App): Promise<Attempt | undefined> {
  if (!call) return undefined;
  const name = call.customer?.externalId ?? call.name;
  const [, callId, number] = /^(.{1,36})-(\d{1,3})$/.exec(name ?? "") ?? [];
  const found = await findByProvider(app.db, { providerCallId: call.id, callId });
  return found && { ...found, attempt: number ? Number(number) : found.attempt };
}

/** A report as it is stored: without secrets, gzipped. */
async function packed(body: unknown): Promise<Uint8Array> {
  const text = JSON.stringify(redact(body));
  const zipped = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(zipped).arrayBuffer());
}

/** Longer bodies become files. */
const ROW_MAX = 20_000;

/** Stores what is authentic and unusable, so that a person can look and try again. */
export async function quarantine(text: string, cause: string, app: App): Promise<void> {
  const id = `webhook-${fingerprint(text)}`;
  const json = redactedJson(text);
  const key = json !== undefined && json.length > ROW_MAX ? quarantineKey(id) : undefined;
  if (key && json) await app.files.put(key, json, "application/json");
  const body = json !== undefined && !key ? JSON.parse(json) : undefined;
  const detail = { bytes: text.length, ...(key && { key }), ...(body !== undefined && { body }) };
  app.log.error("vapi.quarantined", { id, cause });
  await saveFailure(app.db, { id, kind: "webhook", cause, detail }, app.now());
}

/** The body without secrets, as JSON; nothing if it is none. */
function redactedJson(text: string): string | undefined {
  try {
    return JSON.stringify(redact(JSON.parse(text)));
  } catch {
    return undefined;
  }
}
