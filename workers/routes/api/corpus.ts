import { Hono } from "hono";
import { z } from "zod";
import { SIMILAR_CALL, searchQuery, searchResult } from "../../../src/corpus/corpus";
import { closedGate, migrationView, PHASES, phaseBody } from "../../../src/corpus/migration";
import {
  newResearch,
  researchIds,
  researchSource,
  researchView,
} from "../../../src/corpus/research";
import { findResearch, keepResearch, listResearch } from "../../../src/corpus/research-store";
import { saveSources } from "../../../src/corpus/store";
import { enterPhase } from "../../../src/corpus/sync";
import { migrationStatus } from "../../../src/corpus/sync-store";
import { id } from "../../../src/ids";
import { ensureCompanies } from "../../../src/prospects/store";
import type { App, AppEnv } from "../../compose";
import { atLeast } from "../../http/auth";
import { describeOperations } from "../../http/operation";
import { page, pageOf, timePageQuery } from "../../http/pagination";
import {
  notFound,
  problem,
  unavailable,
  validJson,
  validParam,
  validQuery,
} from "../../http/problem";
import { afterwards } from "../../http/visitor";

const list = timePageQuery.extend({ company_id: id.optional() });

const operations = describeOperations("Knowledge", {
  addResearch: {
    summary: "Add research",
    description: "Each finding needs its source. Re-posting an id replaces it.",
    answers: { 202: researchIds },
    problems: ["duplicate_id"],
  },
  listResearch: {
    summary: "List research",
    description: "Newest first.",
    answers: { 200: pageOf(researchView) },
  },
  getResearch: {
    summary: "Get a finding",
    answers: { 200: researchView },
    problems: ["not_found"],
  },
  search: {
    summary: "Search calls, research, companies and emails",
    description:
      "By words and meaning, best first. `mode=vector&kinds=call` finds similar past calls only " +
      "(cosine above 0.7).",
    answers: { 200: searchResult },
  },
  getMigration: {
    summary: "Get the vector migration's progress",
    description:
      "How far the vectors are on their way to Pinecone, and what blocks the next phase.",
    answers: { 200: migrationView },
  },
  setMigrationPhase: {
    summary: "Set the vector migration's phase",
    description: "Forward one phase at a time, if its gate is open; back at any time.",
    answers: { 200: migrationView },
    problems: ["gate_closed"],
  },
});

/** What the agency knows beyond its calls: findings with their sources, and one search over all. */
export const corpus = new Hono<AppEnv>()
  .post(
    "/research",
    operations.addResearch,
    atLeast("operator"),
    validJson(newResearch),
    async (c) => {
      const app = c.get("app");
      const [now, at] = [app.now(), app.now()];
      const items = c.req
        .valid("json")
        .items.map((item) => ({ ...item, id: item.id ?? app.newId() }));
      const ids = items.map(({ id }) => id);
      if (new Set(ids).size < ids.length)
        return problem(422, "duplicate_id", "Two of the items have the same id");
      const companies = [...new Set(items.flatMap(({ company_id }) => company_id ?? []))];
      const sources = items.map((item) => researchSource(item, now));
      const saved = [
        ...saveSources(app.db, sources, now),
        keepResearch(app.db, items, now),
      ] as const;
      // A company comes before what is known of it.
      await app.db.batch(
        companies.length > 0 ? [ensureCompanies(app.db, companies, at), ...saved] : [...saved],
      );
      // Found by words from now on; by meaning once the queue has embedded it.
      afterwards(c, "corpus.job-not-sent", () => app.corpusJobs.send({ do: "embed" }));
      return c.json({ items: ids.map((id) => ({ id })) }, 202);
    },
  )
  .get("/research", operations.listResearch, validQuery(list), async (c) => {
    const { limit, cursor, company_id } = c.req.valid("query");
    const rows = await listResearch(c.get("app").readDb, limit + 1, cursor, company_id);
    return c.json(page(rows, limit, (last) => `${last.created_at}_${last.id}`));
  })
  .get("/research/:id", operations.getResearch, validParam(z.object({ id })), async (c) => {
    const { id } = c.req.valid("param");
    const finding = await findResearch(c.get("app").db, id);
    return finding ? c.json(finding) : notFound(`There is no finding ${id}`);
  })
  .get("/search", operations.search, validQuery(searchQuery), async (c) => {
    const app = c.get("app");
    const { q: text, kinds, prospect_id, company_id, mode, limit } = c.req.valid("query");
    const embedded = mode === "text" ? undefined : await app.embedder.embed([text], "query");
    if (mode === "vector" && !embedded?.ok)
      return unavailable("The embedding model is not available");
    const vector = embedded?.ok ? embedded.value[0] : undefined;
    // "Similar past calls": what is less alike is no similar call.
    const similarCalls = mode === "vector" && kinds?.join() === "call";
    const hits = await app.corpus.search({
      text,
      vector,
      mode,
      kinds,
      limit,
      prospectId: prospect_id,
      companyId: company_id,
      ...(similarCalls && { minCosine: SIMILAR_CALL }),
    });
    const items = hits.map(({ chunkId, ...item }) => ({ ...item, chunk_id: chunkId }));
    return c.json({ items });
  })
  .get("/corpus/migration", operations.getMigration, async (c) =>
    c.json(await progress(c.get("app"))),
  )
  .post(
    "/corpus/migration",
    operations.setMigrationPhase,
    atLeast("admin"),
    validJson(phaseBody),
    async (c) => {
      const app = c.get("app");
      const { db, now, vectorStore: store, embedder } = app;
      if (!store) return unavailable("PINECONE_HOST is not set");
      const { phase } = c.req.valid("json");
      const entered = await enterPhase(phase, { db, now, store }, embedder.name);
      if (!entered.ok) {
        const { detail, retry } = entered.error;
        if (retry) return unavailable(detail);
        return problem(422, "gate_closed", `The phase ${phase} can't begin yet: ${detail}`);
      }
      afterwards(c, "corpus.job-not-sent", () => app.corpusJobs.send({ do: "sync" }));
      return c.json(await progress(app));
    },
  );

/** How far the vectors are on their way, and what stands before the next step. */
async function progress({ db }: App) {
  const now = await migrationStatus(db);
  const { phase, embedded, unembedded, synced, pending, refused, shadow, lastError } = now;
  const next = PHASES[PHASES.indexOf(phase) + 1];
  return {
    phase,
    phases: PHASES,
    next_phase: next ?? null,
    blocked_by: next ? closedGate(next, now) : [],
    progress: {
      embedded,
      without_vector: unembedded,
      synced,
      pending,
      refused,
      last_error: lastError,
    },
    shadow: { reads: shadow.reads, overlap_at_10: shadow.overlapAt10 },
  };
}
