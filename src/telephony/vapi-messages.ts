import { z } from "zod";
import {
  type Attempt,
  type CallUpdate,
  type Report,
  reportId,
  type Turn,
  WEB_KEY,
} from "../calls/events";
import { cleanText } from "../clean-text";
import { fingerprint } from "../ids";
import { isMoment } from "../time";
import { endReason } from "./ended-reason";

/**
 * Reads a field leniently: one that we cannot read counts as absent, so no message is lost over it.
 */
const lenient = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullish().transform(orUndefined).catch(undefined);
const orUndefined = <T>(value: T) => value ?? undefined;
const text = lenient(z.string().transform(cleanText));
/** Seconds or money. A number that no call can have counts as absent. */
const number = lenient(z.number().min(0).max(1_000_000));
const moment = lenient(
  z
    .union([z.number(), z.iso.datetime({ offset: true }).transform((iso) => Date.parse(iso))])
    .transform(Math.trunc)
    .refine(isMoment),
);
/** The form of our own keys. Any other is refused, since addressing an object creates it. */
const CALL_KEY =
  /^va:inbound:web$|^va:(call:outbound|inbound):[A-Za-z0-9_-]{1,36}:[A-Za-z0-9_-]{1,64}$/;
const attempt = lenient(
  z
    .object({
      call_key: z.string().regex(CALL_KEY),
      call_id: z.string(),
      attempt: z.number().int().positive(),
    })
    .transform((ours) => ({ callKey: ours.call_key, callId: ours.call_id, attempt: ours.attempt })),
);
const tag = z.object({ metadata: attempt });
const tagged = lenient(tag);
const turn = lenient(z.object({ role: text, message: text, content: text, time: moment }));
const turns = lenient(z.array(turn));
const transfers = lenient(z.array(lenient(z.object({ status: text }))));
const artifact = lenient(z.object({ messages: turns, transcript: text, transfers }));
const call = z.object({
  id: z.string().min(1).max(200).transform(cleanText),
  monitor: lenient(z.object({ controlUrl: text })),
  type: text,
  name: text,
  status: text,
  endedReason: text,
  startedAt: text,
  endedAt: text,
  cost: number,
  artifact,
  messages: turns,
  transcript: text,
  metadata: attempt,
  customer: lenient(z.object({ externalId: text, number: text })),
  assistantOverrides: tagged,
  assistant: tagged,
});

/**
 * VAPI's webhook messages, as far as we read them. The state is in the message, not in its call.
 */
export const vapiMessage = z.object({
  type: z.string().min(1).max(200).transform(cleanText),
  timestamp: moment,
  status: text,
  endedReason: text,
  role: text,
  transcript: text,
  transcriptType: text,
  startedAt: text,
  durationSeconds: number,
  cost: number,
  artifact,
  messages: turns,
  assistant: tagged,
  call: lenient(call),
});
export type VapiMessage = z.infer<typeof vapiMessage>;
const envelope = z.object({ message: vapiMessage });

/** VAPI's answer to `GET /call/{id}`, read as leniently as its messages. */
export const vapiCall = call;
export type VapiCall = z.infer<typeof call>;

/** The message in a webhook's body; undefined if we cannot read it. */
export function readMessage(body: unknown): VapiMessage | undefined {
  const parsed = envelope.safeParse(body);
  return parsed.success ? parsed.data.message : undefined;
}

/**
 * The attempt that a message's tags name. A browser's call gets the provider's id added to its key.
 */
export function attemptOf({ call, assistant }: VapiMessage): Attempt | undefined {
  const tags = [call?.assistantOverrides, call?.assistant, assistant, call];
  const found = tags.find((one) => one?.metadata)?.metadata;
  if (found?.callKey !== WEB_KEY) return found;
  return call && { ...found, callKey: `${WEB_KEY}:${call.id}` };
}

/** Translates a message into an update of a call; undefined if it means nothing to us. */
export function updateOf(message: VapiMessage): CallUpdate | undefined {
  const { type, status, role, transcript } = message;
  if (type === "status-update") {
    if (status === "ringing") return { type: "ringing" };
    if (status === "in-progress" || status === "forwarding") return { type: "answered" };
    if (status === "ended") return { type: "ended", reason: endReason(message.endedReason) };
    return undefined;
  }
  if (type === "end-of-call-report") return { type: "reported", report: reportOf(message) };
  const final = type !== "transcript" || message.transcriptType === "final";
  if (!type.startsWith("transcript") || type.includes("partial") || !final || !transcript)
    return undefined;
  const turn: Turn = { role: roleOf(role), text: transcript, at: message.timestamp ?? 0 };
  return { type: "spoke", turn };
}

/** The partial words of a person who is still speaking, for an early search; else undefined. */
export function hintOf({
  type,
  transcriptType,
  role,
  transcript,
}: VapiMessage): string | undefined {
  const partial = transcriptType === "partial" || type.includes("partial");
  return type.startsWith("transcript") && partial && roleOf(role) === "user"
    ? transcript
    : undefined;
}

function reportOf(message: VapiMessage): Report {
  const { durationSeconds, cost, endedReason } = message;
  return {
    reason: endReason(endedReason),
    turns: turnsFrom(message.artifact?.messages ?? message.messages, message),
    connected: Boolean(message.startedAt),
    ...(missedTransfer(endedReason, message.artifact) && { missedTransfer: true }),
    ...(durationSeconds !== undefined && { durationMs: Math.round(durationSeconds * 1_000) }),
    ...(cost !== undefined && { costMicros: Math.round(cost * 1_000_000) }),
  };
}

/** The report of a call that has ended; undefined if it has not. */
export function reportOfCall(call: VapiCall): Report | undefined {
  if (call.status !== "ended" && !call.endedReason) return undefined;
  const { startedAt, endedAt, cost } = call;
  const durationMs = startedAt && endedAt ? Date.parse(endedAt) - Date.parse(startedAt) : undefined;
  return {
    reason: endReason(call.endedReason),
    turns: turnsFrom(call.artifact?.messages ?? call.messages, call),
    connected: Boolean(startedAt),
    ...(durationMs !== undefined && durationMs >= 0 && { durationMs }),
    ...(cost !== undefined && { costMicros: Math.round(cost * 1_000_000) }),
  };
}

const NOT_PICKED_UP = /^(no-answer|busy|voicemail|failed)$/;
/** Whether a transfer failed. "Forwarded" only means that it was tried, so its status decides. */
function missedTransfer(reason: string | undefined, artifact: VapiMessage["artifact"]): boolean {
  if (/^call\.forwarding\.(operator-busy|no-answer)$/.test(reason ?? "")) return true;
  const last = artifact?.transfers?.at(-1)?.status;
  return last !== undefined && NOT_PICKED_UP.test(last);
}

type Maybe = string | undefined;
type TranscriptSource = { artifact?: { transcript?: Maybe } | undefined; transcript?: Maybe };
/** The turns of a call; without any, the lines of its transcript. */
function turnsFrom(
  messages: VapiMessage["messages"],
  { artifact, transcript }: TranscriptSource,
): Turn[] {
  const turns = turnsOf(messages);
  if (turns.length > 0) return turns;
  const lines = (artifact?.transcript ?? transcript ?? "").split("\n");
  return lines.flatMap((line) => {
    const [, who, text] = /^(AI|Assistant|User):\s*(\S.*)$/i.exec(line) ?? [];
    return who && text ? [{ role: roleOf(who.toLowerCase()), text, at: 0 }] : [];
  });
}

const SPEAKERS = ["bot", "assistant", "user"];
const roleOf = (role: string | undefined) => (role === "user" ? "user" : "assistant");

function turnsOf(messages: VapiMessage["messages"]): Turn[] {
  return (messages ?? []).flatMap((one) => {
    const text = (one?.message ?? one?.content ?? "").trim();
    if (!one?.role || !SPEAKERS.includes(one.role) || !text) return [];
    return [{ role: roleOf(one.role), text, at: one.time ?? 0 }];
  });
}

/**
 * Identifies a message, since VAPI has no message ids and may send a message twice. Uses what sets
 * it apart from others of the same call, and nothing that changes when it is sent again.
 */
export function eventId(message: VapiMessage, callId: string): string {
  const { type, timestamp, status, endedReason, role, transcript } = message;
  const id = `${callId}:${type}`;
  if (type === "status-update") return `${id}:${status ?? ""}:${endedReason ?? ""}`;
  if (type === "end-of-call-report") return reportId(callId, reportOf(message));
  if (type.startsWith("transcript"))
    return `${id}:${role}:${timestamp ?? ""}:${fingerprint(transcript)}`;
  return `${id}:${timestamp ?? fingerprint(message)}`;
}
