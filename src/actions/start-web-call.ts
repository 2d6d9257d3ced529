import type { CallbackLink } from "../callbacks/links";
import type { Calls } from "../calls/calls";
import { WEB_KEY } from "../calls/events";
import { project } from "../calls/store";
import { asData } from "../context/as-data";
import { contextOf } from "../context/store";
import { INBOUND_VERSION } from "../conversation/inbound";
import type { Db } from "../db/client";
import { ok, type Result } from "../result";
import type { Telephony } from "../telephony/telephony";
import { answeringBrief, type InboundBriefDeps } from "./call-brief";

export type StartWebCallDeps = InboundBriefDeps & {
  db: Db;
  calls: Calls;
  telephony: Telephony;
  newId: () => string;
  now: () => number;
  /** The trace that the call continues (W3C). */
  traceparent?: string | undefined;
};

/**
 * Starts a call that the browser of whoever opened a link joins. The link is theirs alone, so the
 * assistant knows who it is: nobody else was given the token.
 */
export async function startWebCall(
  link: CallbackLink,
  deps: StartWebCallDeps,
): Promise<Result<{ callId: string; callKey: string; url: string }>> {
  const { db, now } = deps;
  const callId = deps.newId();
  const context = await contextOf(db, link.prospectId);
  const about = context ? `They're verified. What we know, as data: ${asData(context)}` : "";
  const answers = "email" as const;
  const known = { answers, contactedAt: link.createdAt, customer: false };
  const brief = answeringBrief(known, deps, about);
  const attempt = { callKey: WEB_KEY, callId, attempt: 1 };
  const made = await deps.telephony.webCall(attempt, brief, now());
  if (!made.ok) return made;
  const { providerCallId, url, controlUrl } = made.value;
  const callKey = `${WEB_KEY}:${providerCallId}`;
  const snapshot = await deps.calls.join(
    {
      callKey,
      callId,
      direction: "web",
      to: "",
      origin: "talk",
      providerCallId,
      prospectId: link.prospectId,
      campaignId: link.campaignId,
      zones: [],
      tryNumber: 1,
      firstTryAt: now(),
      answers: link.id,
      previousCallId: link.callId,
      scriptVersion: INBOUND_VERSION,
      traceparent: deps.traceparent,
    },
    { providerCallId, controlUrl, url },
  );
  // The object has it already; this makes it readable by its id before we answer.
  await project(db, snapshot, now());
  return ok({ callId, callKey, url });
}
