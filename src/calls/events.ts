import type { CALL_DIRECTIONS, CALL_ORIGINS } from "../db/calls";
import { fingerprint } from "../ids";
import type { EndReason } from "./outcome";

/** One dial of one call. It travels to the provider and comes back with all that is told of it. */
export type Attempt = { callKey: string; callId: string; attempt: number };

/** Our name for an attempt at the provider, who takes 40 characters: a UUID and two digits fit. */
export const attemptId = ({ callId, attempt }: Omit<Attempt, "callKey">): string =>
  `${callId}-${attempt}`;

/** One outbound object holds all calls of a prospect in a campaign. Ids only, never a person's data. */
export const outboundKey = (campaignId: string, prospectId: string): string =>
  `va:call:outbound:${campaignId}:${prospectId}`;

export type Origin = (typeof CALL_ORIGINS)[number];
export type Direction = (typeof CALL_DIRECTIONS)[number];

/** A call that comes in has an object of its own: by the line that was dialed, or `web`. */
export const inboundKey = (lineId: string, providerCallId: string): string =>
  `va:inbound:${lineId}:${providerCallId}`;

/** Where browser calls are kept; until the provider has named one, its key ends here. */
export const WEB_KEY = "va:inbound:web";

/** What a call is asked for with. It does not change during the call's life. */
export type CallRequest = {
  callKey: string;
  callId: string;
  /** Unknown for a stranger who calls. */
  campaignId: string | null;
  prospectId: string | null;
  direction: Direction;
  /** E.164; of who calls, if they call us. */
  to: string;
  origin: Origin;
  /** The provider's id of a call that it, not we, began. */
  providerCallId?: string | undefined;
  previousCallId?: string | undefined;
  /** Product time before which nobody may be dialed. */
  notBefore?: number | undefined;
  /** The zones in which it must be calling time, all of them: the address's and the number's. */
  zones: string[];
  /** What is said, where it does not depend on the dial. */
  scriptVersion?: string | undefined;
  /** The voicemail or link that brought them to us. */
  answers?: string | undefined;
  /** What we promised that this call keeps, in words for the agent. */
  promise?: string | undefined;
  /** Which try of the cadence this is, from 1, and when the first one began. */
  tryNumber: number;
  firstTryAt: number;
  /** The trace of the request that started it (W3C); all work for the call continues it. */
  traceparent?: string | undefined;
};

export type Role = "assistant" | "user";
/** One thing said. `at` is the provider's time of it, in ms; it orders turns and decides nothing. */
export type Turn = { role: Role; text: string; at: number };

/** What a report tells of how a call went, whoever asked for it. */
export type Report = {
  reason: EndReason;
  turns: Turn[];
  /** The provider says that the line was up at some time. */
  connected: boolean;
  durationMs?: number | undefined;
  costMicros?: number | undefined;
  /** A colleague was rung for them, and did not pick up. */
  missedTransfer?: boolean | undefined;
};

/** Why the gate did not let a dial pass: `until` is when it may be asked again, or never. */
export type Denial = { reasonCode: string; until?: number | undefined; optedOut: boolean };

/** All that can happen to a call, in our words. Adapters translate into this and nothing else. */
export type CallUpdate =
  | { type: "requested"; request: CallRequest }
  /** The time for which the state asked has come. */
  | { type: "due" }
  /** The request to dial is about to leave us: from now on somebody's phone may ring. */
  | { type: "sent" }
  | { type: "accepted"; hasVoicemail: boolean }
  | { type: "refused"; because: "number" | "setup"; detail: string }
  /** The provider has no line free. This is not an attempt to reach anyone. */
  | { type: "linesBusy"; waitMs: number }
  | { type: "dialUnknown"; detail: string }
  | { type: "denied"; denial: Denial }
  | { type: "found" }
  | { type: "notFound" }
  /** The provider was asked and knows of no end yet, or gave no answer. */
  | { type: "noEndYet" }
  | { type: "ringing" | "answered" }
  | { type: "spoke"; turn: Turn }
  | { type: "ended"; reason: EndReason }
  | { type: "reported"; report: Report }
  | { type: "cancelled" }
  /** What the words of the call asked of us, read afterwards. It outranks how the call ended. */
  | { type: "reclassified"; as: "opted_out" | "wrong_number" };

/** An event counts once, by its `id`, and only for the attempt that it names. */
export type CallEvent = Attempt & {
  id: string;
  /** The provider's id of the dial that this is about. */
  providerCallId?: string | undefined;
  /** Where the provider says that this dial can be controlled. */
  controlUrl?: string | undefined;
  /** The trace of the request that brought it (W3C). */
  traceparent?: string | undefined;
} & CallUpdate;

/** The same report is the same event, whether it was sent to us or asked for. */
export const reportId = (providerCallId: string, { reason, turns }: Report): string =>
  `${providerCallId}:report:${fingerprint(
    reason.provider,
    turns.map((turn) => turn.text),
  )}`;
