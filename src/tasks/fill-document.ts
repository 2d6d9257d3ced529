import { mailCallbackLink } from "../actions/mail-callback-link";
import { hashesOf } from "../audit/store";
import { campaignOf, conversationOf } from "../calls/store";
import { findCampaign } from "../campaigns/store";
import { automaticRelease } from "../documents/automatic-release";
import { ratingOf, validUntil, valuesFrom } from "../documents/document";
import { printDocument } from "../documents/print";
import { type Document, decide, documentsOf, fillDocument, findDocument } from "../documents/store";
import { extractionOf } from "../extraction/store";
import { derivedId } from "../ids";
import type { ProspectView } from "../prospects/prospect";
import { findProspect } from "../prospects/store";
import { tableFor } from "../rating/store";
import { fail, ok, type Result } from "../result";
import { iso } from "../time";
import { openWorkItem } from "../work-items/store";
import type { Task, TaskDeps } from "./task";

const KINDS = { PDF_QUOTE_FORM: "quote", PDF_PROPOSAL_FORM: "proposal" } as const;

/**
 * Puts together the papers that a call asked for. None leaves before a licensed person releases it,
 * unless the agency has said so for the campaign.
 */
export const fillDocuments: Task = async (callId, deps) => {
  const { db, now, sampleRates } = deps;
  const made = await extractionOf(db, callId);
  if (!made) return fail("the call was not looked at yet", true);
  const person = made.prospectId ? await findProspect(db, made.prospectId) : undefined;
  const call = await conversationOf(db, callId);
  const values = valuesFrom(made, person, call?.proven ?? false);
  const line = values.coverage_type?.value;
  const table = line ? await tableFor(db, String(line), now(), sampleRates) : undefined;
  const content = { values, rating: ratingOf(values, table), validUntil: validUntil(table, now()) };
  const whose = { prospectId: made.prospectId, companyId: person?.company?.id ?? null };
  let left = false;
  for (const { form } of made.forms) {
    if (form === "WEB_MEETING_FORM") continue;
    if (form === "CTA_EMAIL_FORM") {
      const done = await answerByEmail(callId, person, deps);
      if (!done.ok) return done;
      continue;
    }
    const id = derivedId("document", callId, form);
    await fillDocument(db, { id, callId, form, ...whose, ...content }, now());
    const paper = await findDocument(db, id);
    // Released, and whatever was to send it may have been lost.
    if (paper?.status === "filled") left = true;
    if (paper?.status !== "awaiting_release") continue;
    const printed = await printDocument(paper, deps);
    if (!printed.ok && printed.error.retry) return printed;
    // What cannot be printed as it is, a person puts right: nothing of it leaves before.
    if (!printed.ok) await askForRelease(paper, KINDS[form], deps, printed.error.detail);
    else if (await leftByItself(paper, deps)) left = true;
    else await askForRelease(paper, KINDS[form], deps);
  }
  const papers = await documentsOf(db, callId);
  const kept = papers.map(({ id }) => id);
  const printed = papers.flatMap(({ files }) => files.map(({ sha256 }) => sha256));
  const proof = { ...hashesOf(content, printed), kept };
  return ok({ ...(left && { next: ["deliver"] }), proof });
};

async function askForRelease(
  paper: Document,
  kind: "quote" | "proposal",
  deps: TaskDeps,
  problem?: string,
) {
  const { id, callId, prospectId } = paper;
  // Printing takes a moment, in which somebody may have decided already.
  if ((await findDocument(deps.db, id))?.status !== "awaiting_release") return;
  const title = `A ${kind} waits for its release${problem ? `, and has to be changed first: ${problem}` : ""}`;
  const item = { kind: `release_${kind}`, title: title.slice(0, 300), callId };
  const detail = { document_id: id };
  await openWorkItem(deps.db, { ...item, prospectId, detail }, deps.now());
}

/** Releases a paper where the campaign's setting and everything about it allow that. */
async function leftByItself(paper: Document, deps: TaskDeps): Promise<boolean> {
  const { db, now, agencyLicenses, agency } = deps;
  const campaignId = await campaignOf(db, paper.callId);
  const campaign = campaignId ? await findCampaign(db, campaignId) : undefined;
  if (campaign?.settings?.release !== "automatic") return false;
  const release = automaticRelease(paper, agencyLicenses, agency().companyName);
  if (!release) return false;
  const at = now();
  const decision = { ...release, at: iso(at) };
  const { action: kind, ...detail } = decision;
  const made = { status: "filled" as const, decision };
  // What was changed since it was printed waits for a person, as any change does.
  return !!(await decide(db, paper.id, ["awaiting_release"], made, at, { kind, detail }, paper));
}

/** Who wants to hear again gets the way back by email, where mail reaches them; else a person calls. */
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
    const sent = may.value === "yes" && (await mailCallbackLink(call, "again", reachable, deps));
    if (sent && (sent.ok || sent.error.retry)) return sent;
  }
  const item = { kind: "follow_up_request", title: "Somebody wants to hear from us again" };
  const about = { callId, prospectId: person?.id ?? null, detail: { form: "CTA_EMAIL_FORM" } };
  await openWorkItem(db, { ...item, ...about }, now());
  return ok(undefined);
}
