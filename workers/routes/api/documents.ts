import { Hono } from "hono";
import { z } from "zod";
import { performEffects } from "../../../src/actions/document-effects";
import { documentHistory } from "../../../src/audit/contract";
import { auditTrailOf } from "../../../src/audit/store";
import type { Values } from "../../../src/db/documents";
import { applyEvent, ask } from "../../../src/documents/apply";
import { documentAnswer, documentPatch } from "../../../src/documents/contract";
import { rejectBody, releaseBody, revokeBody } from "../../../src/documents/decision";
import { documentView, kindOf, ratingOf, validUntil } from "../../../src/documents/document";
import { printDocument, readFile } from "../../../src/documents/print";
import { renderDocument } from "../../../src/documents/render";
import type { DocumentEvent, Refusal, RefusalCode } from "../../../src/documents/state";
import { FORM_STATUSES } from "../../../src/documents/status";
import { type Document, findDocument, listDocuments, saveStep } from "../../../src/documents/store";
import { id } from "../../../src/ids";
import { findLicensedAgent } from "../../../src/licensed-agents/store";
import { tableFor } from "../../../src/rating/store";
import { describeError } from "../../../src/result";
import { askForRun } from "../../../src/task-runs/store";
import type { App, AppEnv } from "../../compose";
import { atLeast } from "../../http/auth";
import { describeOperations, media } from "../../http/operation";
import { page, pageOf, timePageQuery } from "../../http/pagination";
import { pdf } from "../../http/pdf-answer";
import { notFound, problem, validJson, validParam, validQuery } from "../../http/problem";

const list = timePageQuery.extend({ status: z.enum(FORM_STATUSES).optional() });
/** Query of `GET /api/documents/{id}/file`. */
export const fileQuery = z.strictObject({
  kind: z.enum(["document", "signed"]).default("document"),
});
const withId = validParam(z.object({ id }));

const operations = describeOperations("Documents", {
  listDocuments: { summary: "List documents", answers: { 200: pageOf(documentAnswer) } },
  getDocument: {
    summary: "Get a document",
    description: "Its values with their sources, and the premium with its calculation.",
    answers: { 200: documentAnswer },
    problems: ["not_found"],
  },
  updateDocument: {
    summary: "Update a document",
    description: "While it awaits its release; it is rated again.",
    answers: { 200: documentAnswer },
    problems: ["not_found", "conflict", "changed", "not_printable"],
  },
  getDocumentFile: {
    summary: "Get a document's PDF",
    answers: { 200: media("application/pdf", "The PDF.", "%PDF-1.7 …") },
    problems: ["not_found", "changed"],
  },
  getDocumentHistory: {
    summary: "Get a document's audit trail",
    answers: { 200: documentHistory },
    problems: ["not_found"],
  },
  releaseDocument: {
    summary: "Release a document (licensed agents only)",
    description: "It is sent once an agent licensed in the state of the business releases it.",
    answers: { 200: documentAnswer },
    problems: [
      "not_found",
      "conflict",
      "changed",
      "not_licensed",
      "sample_rates",
      "expired_quote",
      "not_printed",
    ],
  },
  rejectDocument: {
    summary: "Reject a document",
    answers: { 200: documentAnswer },
    problems: ["not_found", "conflict"],
  },
  resendDocument: {
    summary: "Resend a document",
    description: "To the email address on record now: after a bounce, say.",
    answers: { 202: documentAnswer },
    problems: ["not_found", "conflict", "expired_quote"],
  },
  revokeDocument: {
    summary: "Revoke a document",
    answers: { 200: documentAnswer },
    problems: ["not_found", "conflict"],
  },
});

/** Quotes and proposals: what stands in them, and the licensed person who lets them leave. */
export const documents = new Hono<AppEnv>()
  .get("/", operations.listDocuments, validQuery(list), async (c) => {
    const { limit, cursor, status } = c.req.valid("query");
    const rows = (await listDocuments(c.get("app").db, limit + 1, status, cursor)).map(
      documentView,
    );
    return c.json(page(rows, limit, (last) => `${last.created_at}_${last.document_id}`));
  })
  .get("/:id", operations.getDocument, withId, async (c) => {
    const { id } = c.req.valid("param");
    const found = await findDocument(c.get("app").db, id);
    return found ? c.json(documentView(found)) : notFound(`There is no document ${id}`);
  })
  .patch(
    "/:id",
    operations.updateDocument,
    atLeast("operator"),
    withId,
    validJson(documentPatch),
    async (c) => {
      const app = c.get("app");
      const { id } = c.req.valid("param");
      const values = Object.entries(c.req.valid("json").values).map(([name, value]) => {
        return [name, { value, from: "agent" }];
      });
      const corrected = await correct(app, id, Object.fromEntries(values));
      if (corrected instanceof Response) return corrected;
      await printAnew(app, corrected);
      return c.json(documentView((await findDocument(app.db, id)) ?? corrected));
    },
  )
  .get("/:id/file", operations.getDocumentFile, withId, validQuery(fileQuery), async (c) => {
    const app = c.get("app");
    const { id } = c.req.valid("param");
    const found = await findDocument(app.db, id);
    const file = found && (await readFile(found, c.req.valid("query").kind, app.files));
    if (!file) return notFound(`Document ${id} has no such PDF`);
    if (!file.ok) return problem(409, "changed", "The stored PDF was altered");
    return pdf(file.value, `${kindOf(found)}.pdf`);
  })
  .get("/:id/history", operations.getDocumentHistory, withId, async (c) => {
    const { db } = c.get("app");
    const { id } = c.req.valid("param");
    if (!(await findDocument(db, id))) return notFound(`There is no document ${id}`);
    const { items, intact } = await auditTrailOf(db, id);
    return c.json({ items, intact });
  })
  .post(
    "/:id/release",
    operations.releaseDocument,
    atLeast("operator"),
    withId,
    validJson(releaseBody),
    async (c) => {
      const app = c.get("app");
      const { id } = c.req.valid("param");
      const { agent_id, note, sha256 } = c.req.valid("json");
      const [found, agent] = await Promise.all([
        findDocument(app.db, id),
        findLicensedAgent(app.db, agent_id),
      ]);
      if (!found) return notFound(`There is no document ${id}`);
      if (!agent) return notFound(`There is no licensed agent ${agent_id}`);
      const event: DocumentEvent = {
        type: "released",
        agent,
        agencyLicenses: app.agencyLicenses,
        production: app.config.ENVIRONMENT === "production",
        actor: c.get("actor"),
        note,
        seen: found.files.find(({ kind }) => kind === "document")?.sha256 ?? null,
        sha256,
      };
      return await decide(app, id, event);
    },
  )
  .post(
    "/:id/reject",
    operations.rejectDocument,
    atLeast("operator"),
    withId,
    validJson(rejectBody),
    async (c) => {
      const app = c.get("app");
      const { agent_id, reason } = c.req.valid("json");
      const agent = await findLicensedAgent(app.db, agent_id);
      if (!agent) return notFound(`There is no licensed agent ${agent_id}`);
      const event = { type: "rejected" as const, agent, actor: c.get("actor"), reason };
      return await decide(app, c.req.valid("param").id, event);
    },
  )
  .post("/:id/resend", operations.resendDocument, atLeast("operator"), withId, (c) =>
    decide(c.get("app"), c.req.valid("param").id, { type: "resent" }, 202),
  )
  .post(
    "/:id/revoke",
    operations.revokeDocument,
    atLeast("operator"),
    withId,
    validJson(revokeBody),
    (c) => {
      const { reason } = c.req.valid("json");
      const event = { type: "revoked" as const, actor: c.get("actor") ?? "", reason };
      return decide(c.get("app"), c.req.valid("param").id, event);
    },
  );

/** Whoever is first decides; who comes later is told how it stands. */
async function decide(app: App, id: string, event: DocumentEvent, status = 200): Promise<Response> {
  const applied = await applyEvent(app.db, id, event, app.now());
  if ("refusal" in applied) return refused(applied.refusal, id);
  const { document, effects } = applied;
  await performEffects(document, effects, app).catch((error) =>
    app.log.error("work-item.not-settled", { id, error: describeError(error) }),
  );
  if (effects.some((effect) => effect.do === "deliver")) await sendOut(app, document.callId);
  return Response.json(documentView(document), { status });
}

const CONFLICTS: RefusalCode[] = ["conflict", "changed"];
function refused({ code, title }: Refusal, id: string): Response {
  if (code === "unknown") return notFound(`There is no document ${id}`);
  // The end of a document's link is a matter of its page, and stops no decision.
  if (code === "link_revoked" || code === "link_expired") return problem(409, "conflict", title);
  return problem(CONFLICTS.includes(code) ? 409 : 422, code, title);
}

/** The next task mails what was released; if its message gets lost, the cron sends it again. */
async function sendOut(app: App, callId: string): Promise<void> {
  await askForRun(app.db, callId, "deliver", app.now());
  await app.postCall.send({ task: "deliver", callId });
}

/** The new draft. Where it cannot be stored now, a release waits for the next change. */
async function printAnew(app: App, document: Document): Promise<void> {
  const printed = await printDocument(document, app);
  if (!printed.ok)
    app.log.error("document.not-printed", { id: document.id, error: printed.error.detail });
}

async function rated(app: App, values: Values) {
  const coverage = values.coverage_type?.value;
  const table = coverage
    ? await tableFor(app.db, String(coverage), app.now(), app.sampleRates)
    : undefined;
  return { values, rating: ratingOf(values, table), validUntil: validUntil(table, app.now()) };
}

/** Several who correct a document at once each correct their own values. */
const CORRECTIONS_MAX = 8;
async function correct(app: App, id: string, values: Values): Promise<Document | Response> {
  const at = app.now();
  for (let tries = 0; tries < CORRECTIONS_MAX; tries++) {
    const found = await findDocument(app.db, id);
    if (!found) return notFound(`There is no document ${id}`);
    const content = await rated(app, { ...found.values, ...values });
    const event = { type: "corrected" as const, content };
    const step = ask(found, event, at);
    if ("refusal" in step) return refused(step.refusal, id);
    const drawn = await renderDocument({ ...found, ...content }, app, at);
    if (!drawn.ok && !drawn.error.retry) return problem(422, "not_printable", drawn.error.detail);
    const corrected = await saveStep(app.db, found, step, event, at);
    if (corrected) return corrected;
  }
  return problem(409, "changed", "The document is being changed by others; try again");
}
