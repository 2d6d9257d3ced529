import { voicemailOf, voicemailView } from "../src/callbacks/links";
import { listItemOf, timelineOf, transcriptOf } from "../src/calls/snapshot";
import { keyOfCall, postCallOf } from "../src/calls/store";
import { decisionsOf } from "../src/compliance/store";
import { documentView } from "../src/documents/document";
import { type Document, documentsOf } from "../src/documents/store";
import { emailsOf } from "../src/email/store";
import type { FormChoice } from "../src/extraction/form-choice";
import { extractionOf } from "../src/extraction/store";
import { followUpsOf } from "../src/follow-ups/store";
import { meetingRunId } from "../src/meetings/meeting";
import { runsOf } from "../src/task-runs/store";
import { meetingConfirmation } from "../src/webforms/run";
import { type FormRun, findRun } from "../src/webforms/store";
import { callObject } from "./call/stub";
import type { App } from "./compose";

/** A call from its object, which knows best how it stands, and from the tables, which know the rest. */
export async function showCall(app: App, env: Env, callId: string) {
  const callKey = await keyOfCall(app.db, callId);
  if (!callKey) return undefined;
  const [snapshot, after, tasks, decisions, voicemail, emails, made, papers, meeting, followUps] =
    await Promise.all([
      callObject(env, callKey).call(callId),
      postCallOf(app.db, callId),
      runsOf(app.db, callId),
      decisionsOf(app.db, callId),
      voicemailOf(app.db, callId),
      emailsOf(app.db, callId),
      extractionOf(app.db, callId),
      documentsOf(app.db, callId),
      findRun(app.db, meetingRunId(callId)),
      followUpsOf(app.db, callId),
    ]);
  if (!snapshot) return undefined;
  const line = listItemOf(snapshot);
  return {
    ...line,
    script_version: snapshot.scriptVersion,
    timeline: timelineOf(snapshot),
    transcript: transcriptOf(snapshot),
    summary: after?.summary ?? null,
    sentiment: after?.sentiment ?? null,
    intent: after?.intent ?? null,
    quality_score: after?.qualityScore ?? null,
    recording_url: after?.recordingKey ? `/call/${callId}/recording` : null,
    speech: snapshot.speech,
    extraction: made ? { fields: made.fields, missing: made.missing } : null,
    forms: (made?.forms ?? []).map((form) => formView(form, { papers, emails, meeting })),
    follow_ups: followUps,
    documents: papers.map(documentView),
    voicemail: voicemail && !voicemail.asked ? voicemailView(voicemail) : null,
    emails,
    tasks,
    decisions,
    links: {
      self: `/call/${callId}`,
      ...(voicemail && { callback: app.links.callback(callId, voicemail.attempt).url }),
    },
  };
}

type Known = {
  papers: Document[];
  emails: Awaited<ReturnType<typeof emailsOf>>;
  meeting: FormRun | undefined;
};

/** A form that a call asked for, and how far it has come. */
function formView({ form, why }: FormChoice, { papers, emails, meeting }: Known) {
  const proof = form === "WEB_MEETING_FORM" && meeting ? meetingConfirmation(meeting) : undefined;
  const mailed =
    form === "CTA_EMAIL_FORM" &&
    emails.some(({ kind, sent_at }) => kind === "asked_link" && sent_at !== null);
  const paper = papers.find((one) => one.form === form);
  const status = proof?.status ?? paper?.status ?? (mailed ? "delivered" : "needs_human");
  return { form, why, status, ...(proof && { proof }) };
}
