import { appendAuditOnce, hashesOf } from "../audit/store";
import { conversationOf } from "../calls/store";
import { extract as look } from "../extraction/extract";
import { chooseForms, isHotLead } from "../extraction/form-choice";
import { confirmedEmail } from "../extraction/read-back";
import { saveExtraction } from "../extraction/store";
import { addEmail } from "../prospects/store";
import { fail, ok } from "../result";
import type { Task } from "./task";

/** What was said, as far as the words prove it, and the papers that follow from it. */
export const extract: Task = async (callId, deps) => {
  const { db, language, now, zoneOf, reclassify } = deps;
  const call = await conversationOf(db, callId);
  if (!call) return fail("the call is not there yet", true);
  const { prospectId, createdAt } = call;
  // "Next Tuesday" is meant where they are, and from the day of the call.
  const setting = { zone: await zoneOf(prospectId), at: createdAt };
  const turns = call.transcript;
  const made = await look(language, turns, setting);
  if (!made.ok) return made;
  // A second pair of eyes: whoever asked to be left alone is, whatever else was made of it.
  if (made.value.fields.opt_out) await reclassify(call.callKey, callId, "opted_out");
  const email = call.proven ? confirmedEmail(made.value, turns) : undefined;
  if (prospectId && email) await addEmail(db, prospectId, email, deps.hashOf, now());
  const forms = chooseForms(made.value);
  await saveExtraction(db, { callId, prospectId, ...made.value, forms }, now());
  const next = new Set(
    forms.map(({ form }) => (form === "WEB_MEETING_FORM" ? "fill_web_form" : "fill_document")),
  );
  if (isHotLead(made.value.fields.interested?.value, forms)) {
    const detail = { prospect_id: prospectId, forms: forms.map(({ form }) => form) };
    await appendAuditOnce(db, callId, { kind: "hot_lead", detail }, now());
  }
  const proof = hashesOf(turns, { fields: made.value.fields, forms });
  return ok({ next: [...next], proof });
};
