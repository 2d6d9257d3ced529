import { campaignOf } from "../calls/store";
import { ratingOf, validUntil, valuesFrom } from "../documents/paper";
import { printPaper } from "../documents/print";
import { fillDocument, findDocument } from "../documents/store";
import { extractionOf } from "../extraction/store";
import { derivedId } from "../ids";
import type { ProspectView } from "../prospects/prospect";
import { findProspect } from "../prospects/store";
import { tableFor } from "../quotes/table-store";
import { fail, ok, type Result } from "../result";
import { mailAskedLink } from "../voicemails/asked-link";
import { openWorkItem } from "../work-items/store";
import type { Task, TaskDeps } from "./task";

const KINDS = { PDF_QUOTE_FORM: "quote", PDF_PROPOSAL_FORM: "proposal" } as const;

/** Puts together the papers that a call asked for. None leaves before a licensed person releases it. */
export const fillDocuments: Task = async (callId, deps) => {
  const { db, now, sampleRates } = deps;
  const made = await extractionOf(db, callId);
  if (!made) return fail("the call was not looked at yet", true);
  const person = made.prospectId ? await findProspect(db, made.prospectId) : undefined;
  const values = valuesFrom(made, person);
  const line = values.coverage_type?.value;
  const table = line ? await tableFor(db, String(line), now(), sampleRates) : undefined;
  const content = { values, rating: ratingOf(values, table), validUntil: validUntil(table, now()) };
  const whose = { prospectId: made.prospectId, companyId: person?.company?.id ?? null };
  const at = new Date(now());
  for (const { form } of made.forms) {
    if (form === "WEB_MEETING_FORM") continue;
    if (form === "CTA_EMAIL_FORM") {
      const done = await answerByEmail(callId, person, deps);
      if (!done.ok) return done;
      continue;
    }
    const kind = KINDS[form];
    const id = derivedId("document", callId, form);
    await fillDocument(db, { id, callId, form, ...whose, ...content }, at);
    const paper = await findDocument(db, id);
    const printed = paper?.status === "awaiting_release" ? await printPaper(paper, deps) : ok(null);
    if (!printed.ok) return printed;
    const item = { kind: `release_${kind}`, title: `A ${kind} waits for its release`, callId };
    await openWorkItem(db, { ...item, ...whose, detail: { document_id: id } }, at);
  }
  return ok(undefined);
};

/** Who wants to hear again gets the way back by email, where mail reaches them; else a person calls. */
async function answerByEmail(
  callId: string,
  person: ProspectView | undefined,
  deps: TaskDeps,
): Promise<Result<undefined>> {
  const { db, now } = deps;
  if (person?.email) {
    const may = await deps.mayAnswer(person);
    if (!may.ok) return may;
    const call = { callId, campaignId: await campaignOf(db, callId) };
    const sent =
      may.value === "yes" && (await mailAskedLink(call, { ...person, email: person.email }, deps));
    if (sent && (sent.ok || sent.error.retry)) return sent;
  }
  const item = { kind: "follow_up_request", title: "Somebody wants to hear from us again" };
  const about = { callId, prospectId: person?.id ?? null, detail: { form: "CTA_EMAIL_FORM" } };
  await openWorkItem(db, { ...item, ...about }, new Date(now()));
  return ok(undefined);
}
