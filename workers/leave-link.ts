import { markLinkEmailed, saveCallbackLink } from "../src/callbacks/links";
import { attemptId } from "../src/calls/events";
import type { Effect } from "../src/calls/state";
import { refreshContext } from "../src/context/store";
import { personFor } from "../src/conversation/speak";
import { callbackLinkEmail } from "../src/email/callback-link";
import { sendOnce } from "../src/email/store";
import { derivedId } from "../src/ids";
import { findProspect } from "../src/prospects/store";
import { ok, type Result } from "../src/result";
import type { CallRecord } from "./call/records";
import type { App } from "./compose";
import { mayEmail } from "./gate";

type LeaveLink = Extract<Effect, { do: "leaveLink" }>;

/** The way back for whom we did not reach: kept first, then mailed where that is allowed. */
export async function leaveCallbackLink(
  { attempt, delivered, at }: LeaveLink,
  { state, voicemail }: CallRecord,
  app: App,
): Promise<Result<undefined>> {
  const { callId, prospectId, campaignId } = state.request;
  if (!prospectId || !campaignId) return ok(undefined);
  const { url, tokenHash, codeHash } = app.links.callback(callId, attempt);
  const message = { text: voicemail?.text ?? null, textVersion: voicemail?.version ?? null };
  const left = { callId, attempt, prospectId, campaignId, tokenHash, codeHash, delivered };
  const kept = await saveCallbackLink(app.db, { ...left, ...message }, at);
  const person = await findProspect(app.db, prospectId);
  if (!person) return ok(undefined);
  const id = derivedId("callback-link", attemptId({ callId, attempt }));
  const to = await mayEmail(app, person, { campaignId, callId, emailId: id });
  if (!to) return ok(undefined);
  const unsubscribe = app.links.unsubscribe(prospectId, id);
  const words = callbackLinkEmail(
    app.agency(),
    personFor(person),
    { callback: url, unsubscribe },
    "missed",
  );
  const sent = await sendOnce(
    { id, to, ...words, stream: "broadcast", unsubscribeUrl: unsubscribe },
    { kind: "callback_link", prospectId, campaignId, callId },
    app,
  );
  if (sent.ok) await markLinkEmailed(app.db, kept.id, new Date(app.now()));
  if (sent.ok) await refreshContext(app.db, prospectId, new Date(app.now()));
  return sent;
}
