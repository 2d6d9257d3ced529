import { Hono } from "hono";
import { z } from "zod";
import { kindOf } from "../../../src/actions/deliver-document";
import { documentHistory } from "../../../src/audit/contract";
import { auditTrailOf } from "../../../src/audit/store";
import { documentAnswer, documentPatch } from "../../../src/documents/contract";
import {
  type Decision,
  isOver,
  licenseFor,
  refusalOf,
  rejectBody,
  releaseBody,
  revokeBody,
} from "../../../src/documents/decision";
import { documentView, ratingOf, type Values, validUntil } from "../../../src/documents/document";
import { printDocument, readFile } from "../../../src/documents/print";
import { renderDocument } from "../../../src/documents/render";
import {
  type Document,
  decide,
  findDocument,
  listDocuments,
  STATUSES,
  updateDocument,
} from "../../../src/documents/store";
import { id } from "../../../src/ids";
import { findLicensedAgent } from "../../../src/licensed-agents/store";
import { tableFor } from "../../../src/rating/store";
import { describeError } from "../../../src/result";
import { askForRun } from "../../../src/task-runs/store";
import { iso } from "../../../src/time";
import { settleItems } from "../../../src/work-items/store";
import type { App, AppEnv } from "../../compose";
import { atLeast } from "../../http/auth";
import { describeOperations, media } from "../../http/operation";
import { page, pageOf, timePageQuery } from "../../http/pagination";
import { pdf } from "../../http/pdf-answer";
import { notFound, problem, validJson, validParam, validQuery } from "../../http/problem";
import { PROBLEMS } from "../../http/problems";

const list = timePageQuery.extend({ status: z.enum(STATUSES).optional() });
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

const moved = (status: string) =>
  problem(409, "conflict", `The document's status is ${status} now`);

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
      const told = Object.entries(c.req.valid("json").values).map(([name, value]) => {
        return [name, { value, from: "agent" }];
      });
      const changed = await change(app, id, Object.fromEntries(told));
      if (changed instanceof Response) return changed;
      await printAnew(app, changed);
      return c.json(documentView((await findDocument(app.db, id)) ?? changed));
    },
  )
  .get("/:id/file", operations.getDocumentFile, withId, validQuery(fileQuery), async (c) => {
    const app = c.get("app");
    const { id } = c.req.valid("param");
    const found = await findDocument(app.db, id);
    const kept = found && (await readFile(found, c.req.valid("query").kind, app.files));
    if (!kept) return notFound(`Document ${id} has no such PDF`);
    if (!kept.ok) return problem(409, "changed", "The stored PDF was altered");
    return pdf(kept.value, `${kindOf(found)}.pdf`);
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
      if (found.status !== "awaiting_release") return moved(found.status);
      const agency = app.agencyLicenses;
      const production = app.config.ENVIRONMENT === "production";
      const refusal = refusalOf(found, agent, agency, { production, now: app.now() });
      if (refusal) return problem(422, refusal.code, refusal.title);
      const shown = found.files.find(({ kind }) => kind === "document")?.sha256;
      if (!shown) return problem(422, "not_printed", PROBLEMS.not_printed.title);
      if (sha256 && sha256 !== shown) return changedMeanwhile();
      const state = String(found.values.state?.value);
      const license = licenseFor(agent, state, agency);
      const by = { by: agent.name, agent_id, actor: c.get("actor"), license, state, reason: note };
      const released = { action: "released", ...by } as const;
      const answer = await decided(app, id, ["awaiting_release"], "filled", released, found);
      if (answer.ok) await sendOut(app, found.callId);
      return answer;
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
      const { id } = c.req.valid("param");
      const { agent_id, reason } = c.req.valid("json");
      const agent = await findLicensedAgent(app.db, agent_id);
      if (!agent) return notFound(`There is no licensed agent ${agent_id}`);
      const by = { by: agent.name, agent_id, actor: c.get("actor"), reason };
      return await decided(app, id, ["awaiting_release"], "rejected", {
        action: "rejected",
        ...by,
      });
    },
  )
  .post("/:id/resend", operations.resendDocument, atLeast("operator"), withId, async (c) => {
    const app = c.get("app");
    const found = await findDocument(app.db, c.req.valid("param").id);
    if (!found) return notFound(`There is no document ${c.req.valid("param").id}`);
    const { decision, id, callId } = found;
    if (decision?.action !== "released") return moved(found.status);
    if (isOver(found.validUntil, app.now()))
      return problem(422, "expired_quote", "The estimate has expired and can no longer be signed");
    const again = { ...decision, resends: (decision.resends ?? 0) + 1 };
    const made = { status: "filled", decision: again };
    const moving = await decide(app.db, id, RESENDABLE, made, app.now());
    if (!moving) return moved(found.status);
    await sendOut(app, callId);
    return c.json(documentView(moving), 202);
  })
  .post(
    "/:id/revoke",
    operations.revokeDocument,
    atLeast("operator"),
    withId,
    validJson(revokeBody),
    async (c) => {
      const app = c.get("app");
      const { id } = c.req.valid("param");
      const by = { by: c.get("actor") ?? "", reason: c.req.valid("json").reason };
      return await decided(app, id, REVOCABLE, "revoked", { action: "revoked", ...by });
    },
  );

const RESENDABLE = ["delivered", "needs_human"];
const REVOCABLE = ["filled", "delivered", "needs_human", "signed", "declined"];

/** The next task mails what was released; if its message gets lost, the cron sends it again. */
async function sendOut(app: App, callId: string): Promise<void> {
  await askForRun(app.db, callId, "deliver", app.now());
  await app.postCall.send({ task: "deliver", callId });
}

/** The new draft. Where it cannot be kept now, a release waits for the next change. */
async function printAnew(app: App, paper: Document): Promise<void> {
  const made = await printDocument(paper, app);
  if (!made.ok) console.error({ event: "document.not-printed", detail: made.error.detail });
}

async function rated(app: App, values: Values) {
  const line = values.coverage_type?.value;
  const table = line ? await tableFor(app.db, String(line), app.now(), app.sampleRates) : undefined;
  return { values, rating: ratingOf(values, table), validUntil: validUntil(table, app.now()) };
}

/** Whoever is first decides; who comes later is told how it stands. */
async function decided(
  app: App,
  id: string,
  from: string[],
  status: string,
  decision: Omit<Decision, "at">,
  was?: Document,
): Promise<Response> {
  const at = app.now();
  const made = { status, decision: { ...decision, at: iso(at) } };
  const { action: kind, ...detail } = made.decision;
  const done = await decide(app.db, id, from, made, at, { kind, detail }, was);
  if (done) {
    const kinds = ["release_quote", "release_proposal"];
    await settleItems(app.db, id, kinds, `${kind} by ${decision.by}`, at).catch((error) =>
      console.error({ event: "work-item.not-settled", id, error: describeError(error) }),
    );
    return Response.json(documentView(done));
  }
  const found = await findDocument(app.db, id);
  if (found && from.includes(found.status)) return changedMeanwhile();
  return found ? moved(found.status) : notFound(`There is no document ${id}`);
}

const changedMeanwhile = () => problem(409, "changed", PROBLEMS.changed.title);

/** Several who change a paper at once each change their own fields. */
const CHANGES_MAX = 8;
async function change(app: App, id: string, told: Values): Promise<Document | Response> {
  for (let tries = 0; tries < CHANGES_MAX; tries++) {
    const found = await findDocument(app.db, id);
    if (!found) return notFound(`There is no document ${id}`);
    if (found.status !== "awaiting_release") return moved(found.status);
    const content = await rated(app, { ...found.values, ...told });
    const drawn = await renderDocument({ ...found, ...content }, app, app.now());
    if (!drawn.ok && !drawn.error.retry) return problem(422, "not_printable", drawn.error.detail);
    const changed = await updateDocument(app.db, found, content, app.now());
    if (changed) return changed;
  }
  return problem(409, "changed", "The document is being changed by others; try again");
}
