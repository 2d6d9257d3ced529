import { nextOpen, partOfDay } from "../compliance/calling-hours";
import { derivedId } from "../ids";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../time";
import type { CallRequest } from "./events";
import type { Outcome } from "./outcome";

/** The wait after the first, second and third network failure. There is no fifth attempt. */
export const RETRY_MS = [2 * MINUTE_MS, 10 * MINUTE_MS, 30 * MINUTE_MS];

/**
 * The provider lists calls late. Three empty answers, a minute apart, prove that there is no call.
 */
export const LOOK_UPS_MAX = 3;
/** The time between two look-ups. */
export const LOOK_UP_MS = MINUTE_MS;
/** A little less than that, since an answer takes time. */
export const LOOK_UP_APART_MS = LOOK_UP_MS - 15 * SECOND_MS;
/** After this many look-ups without any answer, the call is lost. It is never dialed again. */
export const LOOK_UPS_UNANSWERED_MAX = 60;

/** The longest time from a dial to an answered line. */
export const CONNECT_MS = 10 * MINUTE_MS;
/** The longest call. The provider enforces the same limit. */
export const CALL_SECONDS_MAX = 600;
/** When to ask the provider about a call that should be over. */
export const CALL_MS = CALL_SECONDS_MAX * SECOND_MS + 5 * MINUTE_MS;
/** At a deadline we ask the provider, then again 2, 5 and 15 minutes later. These are the gaps. */
export const ASK_GAPS_MS = [2 * MINUTE_MS, 3 * MINUTE_MS, 10 * MINUTE_MS];
/** How long the answer to the last of these questions may take. */
export const ANSWER_MS = MINUTE_MS;
/** A dial that gets no answer from the gate fails after this time. */
export const QUEUED_MS = DAY_MS;

/** Each wait for a free line is longer than the last. None of them counts as an attempt. */
export const LINES_BUSY_MS = [5 * SECOND_MS, 15 * SECOND_MS, 30 * SECOND_MS, MINUTE_MS];
/** After this many waits for a line, the call fails. */
export const LINES_BUSY_MAX = 500;

/** A person who did not answer is called again hours later, in another part of the day. */
export const CADENCE = { tries: 3, waitMs: 4 * HOUR_MS, withinMs: 3 * DAY_MS };

/** A phone that screens calls told its owner who called. We wait a day, then try once more. */
const SCREENED = { tries: 2, waitMs: DAY_MS, withinMs: 3 * DAY_MS };

/** A person who asked for a call and does not answer is tried once more, soon. */
const CALLBACK = { tries: 2, waitMs: 10 * MINUTE_MS };
const REQUESTED_ORIGINS: CallRequest["origin"][] = ["callback", "call_now"];

/** Whether the person asked for this call, so that a failure to reach them breaks a promise. */
export const isPromised = ({ origin }: CallRequest): boolean => REQUESTED_ORIGINS.includes(origin);

function nextCallback(request: CallRequest, now: number): CallRequest | undefined {
  if (request.tryNumber >= CALLBACK.tries) return undefined;
  const notBefore = nextOpen(request.zones, now + CALLBACK.waitMs);
  const callId = derivedId("callback", request.callId);
  const again = { callId, previousCallId: request.callId, tryNumber: request.tryNumber + 1 };
  return { ...request, ...again, notBefore };
}

/** The next call of the cadence after an outcome; undefined when the cadence is over. */
export function nextTry(
  request: CallRequest,
  now: number,
  after: Outcome,
): CallRequest | undefined {
  if (isPromised(request)) return nextCallback(request, now);
  const cadence = after === "screened" ? SCREENED : CADENCE;
  const tryNumber = request.tryNumber + 1;
  if (tryNumber > cadence.tries) return undefined;
  const [zone] = request.zones;
  let at = nextOpen(request.zones, now + cadence.waitMs);
  for (let step = 0; at && zone && step < 24; step++) {
    if (partOfDay(zone, at) !== partOfDay(zone, now)) break;
    at = nextOpen(request.zones, at + HOUR_MS / 2);
  }
  if (!at || at > request.firstTryAt + cadence.withinMs) return undefined;
  return {
    ...request,
    callId: derivedId("cadence", request.callId),
    origin: "cadence",
    previousCallId: request.callId,
    notBefore: at,
    tryNumber,
  };
}
