import { performEffects } from "../actions/document-effects";
import { mailCallbackLink } from "../actions/mail-callback-link";
import { hashesOf } from "../audit/store";
import { campaignOf, conversationOf } from "../calls/store";
import { findCampaign } from "../campaigns/store";
import { applyEvent, fillDocument } from "../documents/apply";
import { ratingOf, validUntil, valuesFrom } from "../documents/document";
import { printDocument } from "../documents/print";
import type { AutomaticRelease, DocumentEffect, DocumentEvent } from "../documents/state";
import { type Document, documentsOf } from "../documents/store";
import { extractionOf } from "../extraction/store";
import { derivedId } from "../ids";
import type { ProspectView } from "../prospects/prospect";
import { findProspect } from "../prospects/store";
import { tableFor } from "../rating/store";
import { fail, ok, type Result } from "../result";
import { openWorkItem } from "../work-items/store";
import type { Task, TaskDeps } from "./task";

/**
 * Fills the documents that a caller asked for. A licensed agent releases each of them before it is
 * sent, unless the campaign is set to release automatically.
 */
export const fillDocuments: Task = async (callId, deps) => {
  const { db, now, sampleRates } = deps;
  const extraction = await extractionOf(db, callId);
  if (!extraction) return fail("the call was not looked at yet", true);
  const { forms, prospectId } = extraction;
  const person = prospectId ? await findProspect(db, prospectId) : undefined;
  const call = await conversationOf(db, callId);
  const values = valuesFrom(extraction, person, call?.proven ?? false);
  const coverage = values.coverage_type?.value;
  const table = coverage ? await tableFor(db, String(coverage), now(), sampleRates) : undefined;
  const content = { values, rating: ratingOf(values, table), validUntil: validUntil(table, now()) };
  const owner = { callId, prospectId, companyId: person?.company?.id ?? null };
  let toDeliver = false;
  for (const { form } of forms) {
    if (form === "WEB_MEETING_FORM") continue;
    if (form === "CTA_EMAIL_FORM") {
      const result = await answerByEmail(callId, person, deps);
      if (!result.ok) return result;
      continue;
    }
    const id = derivedId("document", callId, form);
    const filled = await fillDocument(db, { id, form, ...owner, ...content }, now());
    if ("refusal" in filled) return fail(filled.refusal.title, true);
    let { effects } = filled;
    if (includes(effects, "print")) {
      const drafted = await draft(filled.document, deps);
      if (!drafted.ok) return drafted;
      effects = drafted.value;
    }
    toDeliver ||= includes(effects, "deliver");
  }
  const documents = await documentsOf(db, callId);
  const documentIds = documents.map(({ id }) => id);
  const printed = documents.flatMap(({ files }) => files.map(({ sha256 }) => sha256));
  const audit = { ...hashesOf(content, printed), kept: documentIds };
  return ok({ ...(toDeliver && { next: ["deliver"] }), audit });
};

const includes = (effects: DocumentEffect[], what: DocumentEffect["do"]): boolean =>
  effects.some((effect) => effect.do === what);

/**
 * Prints the draft, requests its release and returns the effects that follow. A document that
 * cannot be printed goes to a person, who corrects it before it is sent.
 */
async function draft(document: Document, deps: TaskDeps): Promise<Result<DocumentEffect[]>> {
  const { db, now } = deps;
  const printed = await printDocument(document, deps);
  if (!printed.ok && printed.error.retry) return printed;
  const event: DocumentEvent = printed.ok
    ? { type: "drafted", seen: printed.value.file.sha256, ...(await automaticOf(document, deps)) }
    : { type: "drafted", seen: null, problem: printed.error.detail };
  const drafted = await applyEvent(db, document.id, event, now());
  if ("refusal" in drafted) return fail(drafted.refusal.title, true);
  await performEffects(drafted.document, drafted.effects, deps);
  return ok(drafted.effects);
}

/** What an automatic release needs, if the call's campaign allows one. */
async function automaticOf(
  { callId }: Document,
  { db, agencyLicenses, agency }: TaskDeps,
): Promise<{ automatic?: AutomaticRelease }> {
  const campaignId = await campaignOf(db, callId);
  const campaign = campaignId ? await findCampaign(db, campaignId) : undefined;
  if (campaign?.settings?.release !== "automatic") return {};
  return { automatic: { licenses: agencyLicenses, agencyName: agency().companyName } };
}

/**
 * Emails a callback link to a person who wants to hear from us again, or asks a person to call
 * them.
 */
async function answerByEmail(
  callId: string,
  person: ProspectView | undefined,
  deps: TaskDeps,
): Promise<Result<undefined>> {
  const { db, now } = deps;
  if (person?.email) {
    const may = await deps.mayMailRequested(person);
    if (!may.ok) return may;
    const call = { callId, campaignId: await campaignOf(db, callId) };
    const reachable = { ...person, email: person.email };
    const sent = may.value === "yes" && (await mailCallbackLink(call, "followUp", reachable, deps));
    if (sent && (sent.ok || sent.error.retry)) return sent;
  }
  const about = { callId, prospectId: person?.id ?? null, detail: { form: "CTA_EMAIL_FORM" } };
  await openWorkItem(db, { kind: "follow_up_request", ...about }, now());
  return ok(undefined);
}
