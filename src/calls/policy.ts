import { nextOpen, partOfDay } from "../compliance/calling-hours";
import { derivedId } from "../ids";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../time";
import type { CallRequest } from "./events";
import type { Outcome } from "./outcome";

/** How long to wait after the first, second and third network failure. There is no fifth attempt. */
export const RETRY_MS = [2 * MINUTE_MS, 10 * MINUTE_MS, 30 * MINUTE_MS];

/** The provider lists calls late: three empty answers, a minute apart, prove that none was made. */
export const LOOK_UPS_MAX = 3;
export const LOOK_UP_MS = MINUTE_MS;
/** A little less, since an answer takes its time. */
export const LOOK_UP_APART_MS = LOOK_UP_MS - 15 * SECOND_MS;
/** How many look-ups may stay without an answer at all before we give up, and never redial. */
export const LOOK_UPS_UNANSWERED_MAX = 60;

/** Longest time from a dial to an answered line. */
export const CONNECT_MS = 10 * MINUTE_MS;
/** Longest call; the assistant is told the same. */
export const CALL_SECONDS_MAX = 600;
export const CALL_MS = CALL_SECONDS_MAX * SECOND_MS + 5 * MINUTE_MS;
/** At a deadline the provider is asked, and again until 2, 5 and 15 minutes later: the gaps. */
export const ASK_GAPS_MS = [2 * MINUTE_MS, 3 * MINUTE_MS, 10 * MINUTE_MS];
/** How long the answer to the last question may take. */
export const ANSWER_MS = MINUTE_MS;
/** A dial that cannot leave us, because the gate gives no answer, is given up after this. */
export const QUEUED_MS = DAY_MS;

/** Lines come free when calls end; each next wait is longer, and it is no attempt. */
export const LINES_BUSY_MS = [5 * SECOND_MS, 15 * SECOND_MS, 30 * SECOND_MS, MINUTE_MS];
export const LINES_BUSY_MAX = 500;

/** Who did not answer is called again, hours later and in another part of the day. */
export const CADENCE = { tries: 3, waitMs: 4 * HOUR_MS, withinMs: 3 * DAY_MS };

/** A phone that screens has told its owner who called: they are given a day, and one more try. */
const SCREENED = { tries: 2, waitMs: DAY_MS, withinMs: 3 * DAY_MS };

/** Who asked to be called and does not answer is tried once more, soon. */
const CALLBACK = { tries: 2, waitMs: 10 * MINUTE_MS };
const ASKED_FOR: CallRequest["origin"][] = ["callback", "call_now"];

/** Whether the person asked for this call: then we owe it, and its end without them is a promise broken. */
export const isPromised = ({ origin }: CallRequest): boolean => ASKED_FOR.includes(origin);

function nextCallback(request: CallRequest, now: number): CallRequest | undefined {
  if (request.tryNumber >= CALLBACK.tries) return undefined;
  const notBefore = nextOpen(request.zones, now + CALLBACK.waitMs);
  const callId = derivedId("callback", request.callId);
  const again = { callId, previousCallId: request.callId, tryNumber: request.tryNumber + 1 };
  return { ...request, ...again, notBefore };
}

/** The next call of the cadence, or nothing when it is over. */
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
