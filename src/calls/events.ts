import type { CALL_DIRECTIONS, CALL_ORIGINS } from "../db/calls";
import { fingerprint } from "../ids";
import type { EndReason } from "./end-reason";

/** One dial of one call. The provider gets it as tags, and returns it with every message. */
export type Attempt = { callKey: string; callId: string; attempt: number };

/** Our name for an attempt at the provider, at most 40 characters: a UUID and two digits fit. */
export const attemptId = ({ callId, attempt }: Omit<Attempt, "callKey">): string =>
  `${callId}-${attempt}`;

/**
 * The key of the object that holds all calls to a prospect in a campaign. Ids only, no personal
 * data.
 */
export const outboundKey = (campaignId: string, prospectId: string): string =>
  `va:call:outbound:${campaignId}:${prospectId}`;

export type Origin = (typeof CALL_ORIGINS)[number];
export type Direction = (typeof CALL_DIRECTIONS)[number];

/** The key of an inbound call's own object, by the line that was dialed. */
export const inboundKey = (lineId: string, providerCallId: string): string =>
  `va:inbound:${lineId}:${providerCallId}`;

/** The key of browser calls. The provider's id is added to it once it is known. */
export const WEB_KEY = "va:inbound:web";

/** A request for a call. It does not change during the call's life. */
export type CallRequest = {
  callKey: string;
  callId: string;
  /** Null for an unknown caller. */
  campaignId: string | null;
  prospectId: string | null;
  direction: Direction;
  /** E.164: the number to dial, or the caller's number if they call us. */
  to: string;
  origin: Origin;
  /** The provider's id, for a call that we did not dial. */
  providerCallId?: string | undefined;
  previousCallId?: string | undefined;
  /** Product time before which nobody may be dialed. */
  notBefore?: number | undefined;
  /** The IANA zones of address and number. It must be calling time in all of them. */
  zones: string[];
  /** The version of the script, if it is known before the dial. */
  scriptVersion?: string | undefined;
  /** The id of the callback link that led to this call. */
  answers?: string | undefined;
  /** The promise that this call keeps, in words for the assistant. */
  promise?: string | undefined;
  /** The number of this try in its cadence, from 1, and when the first one began. */
  tryNumber: number;
  firstTryAt: number;
  /** The trace of the request that started it (W3C); all work for the call continues it. */
  traceparent?: string | undefined;
};

/** The speaker of a turn; `user` is the person. */
export type Role = "assistant" | "user";
/**
 * One turn of speech. `at` is the provider's time in ms; it orders turns and decides nothing else.
 */
export type Turn = { role: Role; text: string; at: number };

/** The provider's report of how a call went. */
export type Report = {
  reason: EndReason;
  turns: Turn[];
  /** The provider says that the line was up at some point. */
  connected: boolean;
  durationMs?: number | undefined;
  costMicros?: number | undefined;
  /** A licensed agent was called for a transfer and did not answer. */
  missedTransfer?: boolean | undefined;
};

/** Why the gate denied a dial. `until` is when to ask again; without it, the denial is final. */
export type Denial = { reasonCode: string; until?: number | undefined; optedOut: boolean };

/** Everything that can happen to a call. Adapters translate their provider's messages into this. */
export type CallUpdate =
  | { type: "requested"; request: CallRequest }
  /** The state's `due` time has come. */
  | { type: "due" }
  /** The request to dial is about to be sent. From now on, a phone may ring. */
  | { type: "sent" }
  | { type: "accepted"; hasVoicemail: boolean }
  | { type: "refused"; because: "number" | "setup"; detail: string }
  /** The provider has no free line. This does not count as an attempt. */
  | { type: "linesBusy"; waitMs: number }
  | { type: "dialUnknown"; detail: string }
  | { type: "denied"; denial: Denial }
  | { type: "found" }
  | { type: "notFound" }
  /** We asked the provider, and it knows of no end yet or did not answer. */
  | { type: "noEndYet" }
  | { type: "ringing" | "answered" }
  | { type: "spoke"; turn: Turn }
  | { type: "ended"; reason: EndReason }
  | { type: "reported"; report: Report }
  | { type: "cancelled" }
  /** The transcript showed an opt-out or a wrong number. This outranks how the call ended. */
  | { type: "reclassified"; as: "opted_out" | "wrong_number" };

/** An event of a call. It counts once, by its `id`, and only for the attempt that it names. */
export type CallEvent = Attempt & {
  id: string;
  /** The provider's id of the dial. */
  providerCallId?: string | undefined;
  /** The provider's address for controlling this dial. */
  controlUrl?: string | undefined;
  /** The trace of the request that brought it (W3C). */
  traceparent?: string | undefined;
} & CallUpdate;

/** The event id of a report. It is the same whether the report was sent to us or we fetched it. */
export const reportId = (providerCallId: string, { reason, turns }: Report): string =>
  `${providerCallId}:report:${fingerprint(
    reason.provider,
    turns.map((turn) => turn.text),
  )}`;
