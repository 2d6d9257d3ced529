import { voicemailOf, voicemailView } from "../callbacks/links";
import type { Calls } from "../calls/calls";
import { listItemOf, timelineOf, transcriptOf } from "../calls/snapshot";
import { keyOfCall, postCallOf } from "../calls/store";
import { listDecisions } from "../compliance/store";
import type { Db } from "../db/client";
import type { FormChoice } from "../db/extraction";
import { documentView } from "../documents/document";
import { type Document, documentsOf } from "../documents/store";
import { emailsOf } from "../email/store";
import { extractionOf } from "../extraction/store";
import { followUpsOf } from "../follow-ups/store";
import type { Links } from "../links/links";
import { meetingRunId } from "../meetings/meeting";
import { runsOf } from "../task-runs/store";
import { meetingConfirmation } from "../webforms/run";
import { type FormRun, findRun } from "../webforms/store";

type ShowCallDeps = { db: Db; calls: Calls; links: Links };

/** A call from its object, which knows best how it stands, and from the tables, which know the rest. */
export async function showCall(callId: string, { db, calls, links }: ShowCallDeps) {
  const callKey = await keyOfCall(db, callId);
  if (!callKey) return undefined;
  const [
    snapshot,
    after,
    tasks,
    decisions,
    voicemail,
    emails,
    made,
    documents,
    meeting,
    followUps,
  ] = await Promise.all([
    calls.find({ callKey, callId }),
    postCallOf(db, callId),
    runsOf(db, callId),
    listDecisions(db, callId),
    voicemailOf(db, callId),
    emailsOf(db, callId),
    extractionOf(db, callId),
    documentsOf(db, callId),
    findRun(db, meetingRunId(callId)),
    followUpsOf(db, callId),
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
    forms: (made?.forms ?? []).map((form) => formView(form, { documents, emails, meeting })),
    follow_ups: followUps,
    documents: documents.map(documentView),
    voicemail: voicemail && !voicemail.requested ? voicemailView(voicemail) : null,
    emails,
    tasks,
    decisions,
    links: {
      self: `/call/${callId}`,
      ...(voicemail && { callback: links.callback(callId, voicemail.attempt).url }),
    },
  };
}

type Known = {
  documents: Document[];
  emails: Awaited<ReturnType<typeof emailsOf>>;
  meeting: FormRun | undefined;
};

/** A form that a call asked for, and how far it has come. */
function formView({ form, why }: FormChoice, { documents, emails, meeting }: Known) {
  const proof = form === "WEB_MEETING_FORM" && meeting ? meetingConfirmation(meeting) : undefined;
  const mailed =
    form === "CTA_EMAIL_FORM" &&
    emails.some(({ kind, sent_at }) => kind === "asked_link" && sent_at !== null);
  const document = documents.find((one) => one.form === form);
  const status = proof?.status ?? document?.status ?? (mailed ? "delivered" : "needs_human");
  return { form, why, status, ...(proof && { proof }) };
}
