import { Hono } from "hono";
import { performEffects } from "../../../src/actions/document-effects";
import { requestCall } from "../../../src/actions/request-call";
import { sendFollowUps } from "../../../src/actions/send-follow-ups";
import { appendAudit, auditTrailOf, countAudit } from "../../../src/audit/store";
import { mayTryCode } from "../../../src/callbacks/bookings";
import { classifyVisit } from "../../../src/callbacks/visit";
import { campaignOf } from "../../../src/calls/store";
import { applyEvent } from "../../../src/documents/apply";
import { isExpired } from "../../../src/documents/decision";
import { kindOf } from "../../../src/documents/document";
import { signRefusal } from "../../../src/documents/link";
import { readFile } from "../../../src/documents/print";
import { signDocument } from "../../../src/documents/sign";
import { checkBody, declineBody, questionBody, signBody } from "../../../src/documents/signature";
import type { Refusal } from "../../../src/documents/state";
import { type Document, findDocument } from "../../../src/documents/store";
import { CHECK_FAILURES_MAX } from "../../../src/documents/visit";
import { id } from "../../../src/ids";
import { zonesOfPerson } from "../../../src/prospects/calling-zones";
import { parsePhone } from "../../../src/prospects/phone";
import type { ProspectView } from "../../../src/prospects/prospect";
import { addEmail, findProspect } from "../../../src/prospects/store";
import { iso } from "../../../src/time";
import type { App, AppEnv } from "../../compose";
import { pdf } from "../../http/pdf-answer";
import { problem } from "../../http/problem";
import { isForm, readBody } from "../../http/read-body";
import { afterwards, visitorOf } from "../../http/visitor";
import type { CallingHours } from "../../pages/calling-hours";
import { DocumentPage } from "../../pages/document";
import { onPageError } from "../../pages/error-page";
import { PAGE_HEADERS } from "../../pages/layout";
import { NoDocument } from "../../pages/no-document";
import { VerifyPage } from "../../pages/verify";
import {
  grantAccess,
  HOUR_SECONDS,
  hasAccess,
  last4Check,
  linkedDocument,
  openDocument,
  type SharedContext,
} from "./document-access";
import { hoursOf, plannedFor } from "./hours";
import { operations } from "./shared-document-operations";

/** A document's page for its person. The token is all that opens it, for 30 days. */
export const shared = new Hono<AppEnv>()
  .get("/:token", operations.showDocumentPage, async (c) => {
    const document = await openDocument(c);
    if (document instanceof Response) return document;
    recordVisit(c, document, "visited");
    const app = c.get("app");
    const page = (
      <DocumentPage
        agency={app.agency()}
        path={`/q/${c.req.param("token")}`}
        document={document}
        hours={await callingHours(c, document)}
        expired={isExpired(document.validUntil, app.now())}
        done={c.req.query("done")}
        plannedFor={plannedFor(c)}
      />
    );
    return c.html(page, 200, PAGE_HEADERS);
  })
  .get("/:token/file", operations.getSharedDocumentFile, async (c) => {
    const document = await openDocument(c);
    if (document instanceof Response) return document;
    const app = c.get("app");
    const kind = c.req.query("kind") === "signed" ? "signed" : "document";
    const file = await readFile(document, kind, app.files);
    if (!file) return problem(404, "not_found", "No such PDF");
    if (!file.ok) return problem(409, "changed", "The PDF doesn't match the one on record");
    recordVisit(c, document, "downloaded");
    return pdf(file.value, `${kindOf(document)}${kind === "signed" ? "-signed" : ""}.pdf`);
  })
  .post("/:token/check", operations.checkRecipient, async (c) => {
    const document = await linkedDocument(c);
    if (document instanceof Response) return document;
    const body = await readBody(c, checkBody);
    if (body instanceof Response) return isForm(c) ? last4Check(c, "digits") : body;
    const app = c.get("app");
    const failures = (await countAudit(app.db, document.id, "check_failed")).ofKind;
    const closed = failures >= CHECK_FAILURES_MAX;
    const key = app.hashOf(`document:${document.id}`);
    if (closed || !(await mayTryCode(app.db, app.newId(), key, app.now()))) {
      const headers = { "retry-after": HOUR_SECONDS };
      if (isForm(c)) return last4Check(c, "many");
      return problem(429, "rate_limited", "Too many attempts; try again in an hour", { headers });
    }
    const person = document.prospectId
      ? await findProspect(app.db, document.prospectId)
      : undefined;
    if (!person?.phone_number.endsWith(body.last4)) {
      await checkFailed(app, document);
      if (isForm(c)) return last4Check(c, "wrong");
      return problem(422, "not_yours", "These digits don't match the phone number on record");
    }
    await checkPassed(app, document, person);
    grantAccess(c, document);
    return isForm(c) ? back(c, "checked") : c.json({ status: "checked" });
  })
  .post("/:token/sign", operations.signDocument, async (c) => {
    const document = await openDocument(c);
    if (document instanceof Response) return document;
    const app = c.get("app");
    const verified = hasAccess(c, document);
    const refusal = signRefusal(document, verified, app.now());
    if (refusal) return refused(c, refusal, document);
    const body = await readBody(c, signBody);
    if (body instanceof Response) return isForm(c) ? back(c, "sign") : body;
    const ip = c.req.header("cf-connecting-ip") ?? null;
    const userAgent = c.req.header("user-agent") ?? null;
    const done = await signDocument(document, { ...body, verified, ip, userAgent }, app);
    if (!done.ok) throw new Error(done.error.detail);
    if ("refusal" in done.value) return moved(c, done.value.document ?? document);
    const { document: signed, effects } = done.value;
    const file = signed.files.find(({ kind }) => kind === "signed");
    // What follows is made up for by the cron, should it fail here.
    afterwards(c, "document.signed-not-followed", async () => {
      await performEffects(signed, effects, app);
      await sendFollowUps(app);
    });
    if (isForm(c)) return back(c, "signed");
    return c.json({ status: "signed", signed_at: signed.signature?.at, sha256: file?.sha256 });
  })
  .post("/:token/decline", operations.declineDocument, async (c) => {
    const document = await openDocument(c);
    if (document instanceof Response) return document;
    const body = await readBody(c, declineBody);
    if (body instanceof Response) return body;
    const app = c.get("app");
    const event = { type: "declined" as const, verified: hasAccess(c, document), ...body };
    const declined = await applyEvent(app.db, document.id, event, app.now());
    if ("refusal" in declined) return moved(c, declined.document ?? document);
    return isForm(c) ? back(c, "declined") : c.json({ status: "declined" });
  })
  .post("/:token/question", operations.askQuestion, async (c) => {
    const document = await openDocument(c);
    if (document instanceof Response) return document;
    const body = await readBody(c, questionBody);
    if (body instanceof Response) return isForm(c) ? back(c, "question") : body;
    const app = c.get("app");
    const { ofKind: questions } = await countAudit(app.db, document.id, "question");
    const key = app.newId().slice(0, 8);
    const verified = hasAccess(c, document);
    const event = { type: "asked" as const, verified, question: body.question, questions, key };
    const asked = await applyEvent(app.db, document.id, event, app.now());
    if ("refusal" in asked) return refused(c, asked.refusal, asked.document ?? document);
    await performEffects(asked.document, asked.effects, app);
    return isForm(c) ? back(c, "asked") : c.json({ status: "asked" });
  })
  .post("/:token/call-now", operations.callAboutDocument, async (c) => {
    const document = await openDocument(c);
    if (document instanceof Response) return document;
    const placed = await callNow(c, document);
    if (!placed || placed.blocked) {
      if (isForm(c)) return back(c, "blocked");
      const reason_code = placed?.blocked?.reasonCode ?? "invalid_number";
      return problem(422, "contact_blocked", "This person can't be called", { reason_code });
    }
    const { state } = placed.snapshot;
    const due = state.phase === "waiting" ? state.due : undefined;
    if (isForm(c)) return due ? back(c, `planned&at=${due}`) : back(c, "called");
    return c.json({ call_id: state.request.callId, ...(due && { not_before: iso(due) }) }, 202);
  })
  .onError(onPageError);

/** Whether a document is unchanged: its hashes, and nothing that says whose it is. */
export const verify = new Hono<AppEnv>().get("/:id", operations.verifyDocument, async (c) => {
  const app = c.get("app");
  const known = id.safeParse(c.req.param("id"));
  const document = known.success ? await findDocument(app.db, known.data) : undefined;
  const people = /html/.test(c.req.header("accept") ?? "");
  // What was never sent is nobody's business, not even that it is there.
  if (!document?.shareHash)
    return people
      ? c.html(<NoDocument agency={app.agency()} why="unknown" />, 404, PAGE_HEADERS)
      : problem(404, "not_found", "No such document");
  const { intact, head } = await auditTrailOf(app.db, document.id);
  const { id: documentId, status } = document;
  const files = document.files.map(({ kind, sha256, bytes, at }) => ({ kind, sha256, bytes, at }));
  if (!people) return c.json({ document_id: documentId, status, files, history: { intact, head } });
  const view = { documentId, status, files, intact };
  return c.html(<VerifyPage agency={app.agency()} view={view} />, 200, PAGE_HEADERS);
});

const back = (c: SharedContext, done: string) =>
  c.redirect(`/q/${c.req.param("token")}?done=${done}`, 303);
const moved = (c: SharedContext, { status }: Document) =>
  isForm(c) ? back(c, status) : problem(409, "conflict", `The document is already ${status}`);

function refused(c: SharedContext, { code, title }: Refusal, document: Document) {
  switch (code) {
    case "expired_quote":
      return isForm(c) ? back(c, "over") : problem(410, "gone", title);
    case "too_many":
      return isForm(c) ? back(c, "questions") : problem(429, "too_many", title);
    default:
      return moved(c, document);
  }
}

/** A wrong try is on record before it is counted: of several at once none is missed. */
async function checkFailed(app: App, { id }: Document): Promise<void> {
  await appendAudit(app.db, id, { kind: "check_failed", detail: {} }, app.now());
  const { ofKind: failures } = await countAudit(app.db, id, "check_failed");
  const failed = await applyEvent(app.db, id, { type: "checkFailed", failures }, app.now());
  if ("effects" in failed) await performEffects(failed.document, failed.effects, app);
}

/** The address is theirs: from now on it is on record. */
async function checkPassed(app: App, { id }: Document, person: ProspectView): Promise<void> {
  const at = app.now();
  const checked = await applyEvent(app.db, id, { type: "checked" }, at);
  if ("refusal" in checked) return;
  for (const effect of checked.effects)
    if (effect.do === "recordEmail")
      await addEmail(app.db, person.id, effect.email, app.hashOf, at);
}

function recordVisit(c: SharedContext, document: Document, type: "visited" | "downloaded"): void {
  const { id } = document;
  const verified = hasAccess(c, document);
  const app = c.get("app");
  afterwards(c, "document.visit-not-noted", async () => {
    const { total: entries, lastAt: emailedAt } = await countAudit(app.db, id, "mailed");
    const verdict = classifyVisit({ ...visitorOf(c), emailedAt, now: app.now() });
    await applyEvent(app.db, id, { type, verified, verdict, entries }, app.now());
  });
}

async function personOf(c: SharedContext, document: Document) {
  const app = c.get("app");
  const person = document.prospectId ? await findProspect(app.db, document.prospectId) : undefined;
  const phone = person && parsePhone(person.phone_number, app.testNumbers());
  return person && phone && typeof phone !== "string" ? { person, phone } : undefined;
}

async function callingHours(
  c: SharedContext,
  document: Document,
): Promise<CallingHours | undefined> {
  const app = c.get("app");
  const found = await personOf(c, document);
  if (!found) return undefined;
  const { person, phone } = found;
  const zones = zonesOfPerson(app.testNumbers(), person, person.phone_number);
  return hoursOf(app, zones, phone.e164);
}

async function callNow(c: SharedContext, document: Document) {
  const app = c.get("app");
  const found = await personOf(c, document);
  const campaignId = await campaignOf(app.db, document.callId);
  if (!found || !campaignId) return undefined;
  return await requestCall(
    {
      ...found,
      campaignId,
      previousCallId: document.callId,
      origin: "call_now",
      promise: `They're looking at their ${kindOf(document)} and asked to be called about it now.`,
    },
    app,
  );
}
