import { appendAuditOnce, hashesOf } from "../audit/store";
import { conversationOf } from "../calls/store";
import { extract as look } from "../extraction/extract";
import { chooseForms, isHotLead } from "../extraction/form-choice";
import { confirmedEmail } from "../extraction/read-back";
import { saveExtraction } from "../extraction/store";
import { addEmail } from "../prospects/store";
import { fail, ok } from "../result";
import type { Task } from "./task";

/** Extracts the facts that the transcript proves, and chooses the forms that follow from them. */
export const extract: Task = async (callId, deps) => {
  const { db, language, now, zoneOf, reclassify } = deps;
  const call = await conversationOf(db, callId);
  if (!call) return fail("the call is not there yet", true);
  const { prospectId, createdAt } = call;
  // "Next Tuesday" counts from the day of the call, in the person's own time zone.
  const setting = { zone: await zoneOf(prospectId), at: createdAt };
  const turns = call.transcript;
  const extraction = await look(language, turns, setting);
  if (!extraction.ok) return extraction;
  // A second check: an opt-out in the transcript is applied, however the call was classified.
  if (extraction.value.fields.opt_out) await reclassify(call.callKey, callId, "opted_out");
  const email = call.proven ? confirmedEmail(extraction.value, turns) : undefined;
  if (prospectId && email) await addEmail(db, prospectId, email, deps.hashOf, now());
  const forms = chooseForms(extraction.value);
  await saveExtraction(db, { callId, prospectId, ...extraction.value, forms }, now());
  const next = new Set(
    forms.map(({ form }) => (form === "WEB_MEETING_FORM" ? "fill_web_form" : "fill_document")),
  );
  if (isHotLead(extraction.value.fields.interested?.value, forms)) {
    const detail = { prospect_id: prospectId, forms: forms.map(({ form }) => form) };
    await appendAuditOnce(db, callId, { kind: "hot_lead", detail }, now());
  }
  const audit = hashesOf(turns, { fields: extraction.value.fields, forms });
  return ok({ next: [...next], audit });
};
