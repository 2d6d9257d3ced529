import { Hono } from "hono";
import { afterSigning } from "../../../src/actions/after-signing";
import { kindOf } from "../../../src/actions/deliver-document";
import { requestCall } from "../../../src/actions/request-call";
import { appendAudit, appendAuditOnce, auditTrailOf, countAudit } from "../../../src/audit/store";
import { mayTryCode } from "../../../src/callbacks/bookings";
import { classifyVisit } from "../../../src/callbacks/visit";
import { campaignOf } from "../../../src/calls/store";
import { isOpen } from "../../../src/compliance/calling-hours";
import { isOver } from "../../../src/documents/decision";
import { isUnverifiedAddress } from "../../../src/documents/document";
import { readFile } from "../../../src/documents/print";
import { signDocument } from "../../../src/documents/sign";
import { checkBody, declineBody, questionBody, signBody } from "../../../src/documents/signature";
import { type Document, findDocument, OPEN, setOpenStatus } from "../../../src/documents/store";
import { id } from "../../../src/ids";
import { zonesOfPerson } from "../../../src/prospects/calling-zones";
import { parsePhone } from "../../../src/prospects/phone";
import type { ProspectView } from "../../../src/prospects/prospect";
import { addEmail, findProspect } from "../../../src/prospects/store";
import { iso } from "../../../src/time";
import { openWorkItem } from "../../../src/work-items/store";
import type { App, AppEnv } from "../../compose";
import { sendFollowUps } from "../../crons/follow-ups";
import { pdf } from "../../http/pdf-answer";
import { notFound, problem } from "../../http/problem";
import { isForm, readBody } from "../../http/read-body";
import { afterwards, visitorOf } from "../../http/visitor";
import { NoDocument, SharedPage } from "../../pages/document";
import { forPeople } from "../../pages/error-page";
import { PAGE_HEADERS } from "../../pages/layout";
import { VerifyPage } from "../../pages/verify";
import {
  checkPage,
  grantAccess,
  HOUR_SECONDS,
  linkedDocument,
  openDocument,
  type SharedContext,
} from "./document-access";
import { operations } from "./shared-document-operations";

/** What a machine that reloads a page may write into a document's history. */
const VISITS_MAX = 200;
/** After so many of a document's person, a call is quicker. */
const QUESTIONS_MAX = 20;

/** A document's page for its person. The token is all that opens it, for 30 days. */
export const shared = new Hono<AppEnv>()
  .get("/:token", operations.showDocumentPage, async (c) => {
    const paper = await openDocument(c);
    if (paper instanceof Response) return paper;
    note(c, paper, "visited");
    const app = c.get("app");
    const view = { agency: app.agency(), path: `/q/${c.req.param("token")}`, paper };
    const mayCall = await mayCallNow(c, paper);
    const over = isOver(paper.validUntil, app.now());
    const page = <SharedPage {...view} over={over} mayCall={mayCall} done={c.req.query("done")} />;
    return c.html(page, 200, PAGE_HEADERS);
  })
  .get("/:token/file", operations.getSharedDocumentFile, async (c) => {
    const paper = await openDocument(c);
    if (paper instanceof Response) return paper;
    const app = c.get("app");
    const kind = c.req.query("kind") === "signed" ? "signed" : "document";
    const kept = await readFile(paper, kind, app.files);
    if (!kept) return notFound("There is no such PDF");
    if (!kept.ok) return problem(409, "changed", "The PDF is not the one that was kept");
    note(c, paper, "downloaded");
    return pdf(kept.value, `${kindOf(paper)}${kind === "signed" ? "-signed" : ""}.pdf`);
  })
  .post("/:token/check", operations.checkRecipient, async (c) => {
    const paper = await linkedDocument(c);
    if (paper instanceof Response) return paper;
    const body = await readBody(c, checkBody);
    if (body instanceof Response) return isForm(c) ? checkPage(c, paper, "digits") : body;
    const app = c.get("app");
    const closed = (await countAudit(app.db, paper.id, "check_failed")).ofKind >= MISSES_MAX;
    const key = app.hashOf(`document:${paper.id}`);
    if (closed || !(await mayTryCode(app.db, app.newId(), key, app.now()))) {
      const headers = { "retry-after": HOUR_SECONDS };
      if (isForm(c)) return checkPage(c, paper, "many");
      return problem(429, "rate_limited", "Too many tries; wait an hour", { headers });
    }
    const person = paper.prospectId ? await findProspect(app.db, paper.prospectId) : undefined;
    if (!person?.phone_number.endsWith(body.last4)) {
      await missed(app, paper);
      if (isForm(c)) return checkPage(c, paper, "wrong");
      return problem(
        422,
        "not_yours",
        "These are not the last four digits of the number that we have",
      );
    }
    await passed(app, paper, person);
    grantAccess(c, paper);
    return isForm(c) ? back(c, "checked") : c.json({ status: "checked" });
  })
  .post("/:token/sign", operations.signDocument, async (c) => {
    const paper = await openDocument(c);
    if (paper instanceof Response) return paper;
    if (!OPEN.includes(paper.status)) return moved(c, paper);
    if (isOver(paper.validUntil, c.get("app").now()))
      return isForm(c) ? back(c, "over") : problem(410, "gone", "The estimate is no longer valid");
    const body = await readBody(c, signBody);
    if (body instanceof Response) return isForm(c) ? back(c, "sign") : body;
    const app = c.get("app");
    const ip = c.req.header("cf-connecting-ip") ?? null;
    const userAgent = c.req.header("user-agent") ?? null;
    const signed = await signDocument(paper, { ...body, ip, userAgent }, app);
    if (!signed.ok) throw new Error(signed.error.detail);
    if (signed.value === "moved") return moved(c, (await findDocument(app.db, paper.id)) ?? paper);
    const { signature } = signed.value;
    const [file] = signed.value.files.filter(({ kind }) => kind === "signed");
    // What follows is made up for by the cron, should it fail here.
    afterwards(c, "document.signed-not-followed", async () => {
      await afterSigning(signed.value as Document, app);
      await sendFollowUps(app);
    });
    if (isForm(c)) return back(c, "signed");
    return c.json({ status: "signed", signed_at: signature?.at, sha256: file?.sha256 });
  })
  .post("/:token/decline", operations.declineDocument, async (c) => {
    const paper = await openDocument(c);
    if (paper instanceof Response) return paper;
    const body = await readBody(c, declineBody);
    if (body instanceof Response) return body;
    const app = c.get("app");
    const at = app.now();
    const proof = { kind: "declined", detail: body } as const;
    if (!(await setOpenStatus(app.db, paper.id, "declined", at, proof))) return moved(c, paper);
    return isForm(c) ? back(c, "declined") : c.json({ status: "declined" });
  })
  .post("/:token/question", operations.askQuestion, async (c) => {
    const paper = await openDocument(c);
    if (paper instanceof Response) return paper;
    const body = await readBody(c, questionBody);
    if (body instanceof Response) return isForm(c) ? back(c, "question") : body;
    const app = c.get("app");
    const at = app.now();
    if ((await countAudit(app.db, paper.id, "question")).ofKind >= QUESTIONS_MAX)
      return isForm(c) ? back(c, "question") : problem(429, "too_many", "Call us about it, please");
    await appendAudit(app.db, paper.id, { kind: "question", detail: body }, at);
    await openWorkItem(
      app.db,
      {
        kind: `question_${app.newId().slice(0, 8)}`,
        callId: paper.callId,
        title: `A question about a ${kindOf(paper)}`,
        prospectId: paper.prospectId,
        detail: { document_id: paper.id, ...body },
      },
      at,
    );
    return isForm(c) ? back(c, "asked") : c.json({ status: "asked" });
  })
  .post("/:token/call-now", operations.callAboutDocument, async (c) => {
    const paper = await openDocument(c);
    if (paper instanceof Response) return paper;
    const placed = await callNow(c, paper);
    if (!placed || placed.blocked) {
      if (isForm(c)) return back(c, "blocked");
      const reason_code = placed?.blocked?.reasonCode ?? "invalid_number";
      return problem(422, "contact_blocked", "This person may not be called", { reason_code });
    }
    const { state } = placed.snapshot;
    const due = state.phase === "waiting" ? state.due : undefined;
    if (isForm(c)) return back(c, due ? "planned" : "called");
    return c.json({ call_id: state.request.callId, ...(due && { not_before: iso(due) }) }, 202);
  })
  .onError(forPeople);

/** Whether a document is as it was: its hashes and nothing that says whose it is. */
export const verify = new Hono<AppEnv>().get("/:id", operations.verifyDocument, async (c) => {
  const app = c.get("app");
  const known = id.safeParse(c.req.param("id"));
  const paper = known.success ? await findDocument(app.db, known.data) : undefined;
  const people = /html/.test(c.req.header("accept") ?? "");
  // What was never sent is nobody's business, not even that it is there.
  if (!paper?.shareHash)
    return people
      ? c.html(<NoDocument agency={app.agency()} why="unknown" />, 404, PAGE_HEADERS)
      : notFound("There is no such document");
  const { intact, head } = await auditTrailOf(app.db, paper.id);
  const { id: documentId, status } = paper;
  const files = paper.files.map(({ kind, sha256, bytes, at }) => ({ kind, sha256, bytes, at }));
  if (!people) return c.json({ document_id: documentId, status, files, history: { intact, head } });
  const view = { documentId, status, files, intact };
  return c.html(<VerifyPage agency={app.agency()} view={view} />, 200, PAGE_HEADERS);
});

const back = (c: SharedContext, done: string) =>
  c.redirect(`/q/${c.req.param("token")}?done=${done}`, 303);
const moved = (c: SharedContext, { status }: Document) =>
  isForm(c) ? back(c, status) : problem(409, "conflict", `The document is ${status} by now`);

/** A wrong try is on record; after so many somebody guesses, and the link opens for nobody any more. */
const MISSES_MAX = 12;
async function missed(app: App, paper: Document): Promise<void> {
  const at = app.now();
  await appendAudit(app.db, paper.id, { kind: "check_failed", detail: {} }, at);
  if ((await countAudit(app.db, paper.id, "check_failed")).ofKind < MISSES_MAX) return;
  const { callId, prospectId } = paper;
  const title = `Nobody could show that a ${kindOf(paper)} is theirs: call them`;
  const item = { kind: `check_failed_${kindOf(paper)}`, title, callId, prospectId };
  await openWorkItem(app.db, { ...item, detail: { document_id: paper.id } }, at);
}

/** The address is theirs: from now on it is on record. */
async function passed(app: App, paper: Document, { id: prospectId }: ProspectView): Promise<void> {
  const at = app.now();
  await appendAuditOnce(app.db, paper.id, { kind: "checked", detail: {} }, at);
  const email = paper.values.email?.value;
  if (isUnverifiedAddress(paper.values) && typeof email === "string")
    await addEmail(app.db, prospectId, email, app.hashOf, at);
}

function note(c: SharedContext, paper: Document, kind: "visited" | "downloaded"): void {
  const app = c.get("app");
  afterwards(c, "document.visit-not-noted", async () => {
    const { total, lastAt: emailedAt } = await countAudit(app.db, paper.id, "mailed");
    if (total >= VISITS_MAX) return;
    const verdict = classifyVisit({ ...visitorOf(c), emailedAt, now: app.now() });
    await appendAudit(app.db, paper.id, { kind, detail: { ...verdict } }, app.now());
  });
}

async function personOf(c: SharedContext, paper: Document) {
  const app = c.get("app");
  const person = paper.prospectId ? await findProspect(app.db, paper.prospectId) : undefined;
  const phone = person && parsePhone(person.phone_number, app.testNumbers());
  return person && phone && typeof phone !== "string" ? { person, phone } : undefined;
}

async function mayCallNow(c: SharedContext, paper: Document): Promise<boolean> {
  const app = c.get("app");
  const found = await personOf(c, paper);
  if (!found) return false;
  return isOpen(
    zonesOfPerson(app.testNumbers(), found.person, found.person.phone_number),
    app.now(),
  );
}

async function callNow(c: SharedContext, paper: Document) {
  const app = c.get("app");
  const found = await personOf(c, paper);
  const campaignId = await campaignOf(app.db, paper.callId);
  if (!found || !campaignId) return undefined;
  const promise = `They have their ${kindOf(paper)} open and asked to be called about it now.`;
  const asked = { campaignId, previousCallId: paper.callId, origin: "call_now", promise } as const;
  return await requestCall({ ...found, ...asked }, app);
}
