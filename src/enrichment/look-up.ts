import { researchSource } from "../corpus/research";
import { keepResearch } from "../corpus/research-store";
import { saveSources } from "../corpus/store";
import type { Db } from "../db/client";
import { enrichCompany } from "../prospects/store";
import { DAY_MS } from "../time";
import type { Researcher } from "./enrichment";
import { usableFacts } from "./facts";
import { type Enrichment, findCompany, markStarting, step, takeDueEnrichments } from "./store";

const AT_ONCE = 20;
/** Tries that cost money each. */
const TRIES_MAX = 2;

export type LookUpDeps = {
  db: Db;
  researcher: Researcher;
  now: () => number;
  /** What may be spent in 24 hours, in millionths of a dollar. */
  capMicros: number;
};

/** Starts look-ups that are due, as far as the day's budget goes, and reads the results of others. */
export async function lookUpDue(deps: LookUpDeps): Promise<number> {
  const due = await takeDueEnrichments(deps.db, deps.now(), AT_ONCE);
  for (const one of due) await lookUp(one, deps); // In turn: each may spend what is left of the day.
  return due.length;
}

async function lookUp(one: Enrichment, deps: LookUpDeps): Promise<void> {
  if (one.status === "queued") return await begin(one, deps);
  // The request was lost before it arrived, or no webhook will come.
  if (!one.runId) return await retryOrFail(one, "nothing was heard of the request", deps);
  const { db, researcher, now } = deps;
  const outcome = await researcher.outcome(one.runId);
  if (!outcome.ok)
    return await (outcome.error.retry
      ? step(db, one, { to: "running" }, now())
      : retryOrFail(one, outcome.error.detail, deps));
  if (outcome.value.status === "running") return await step(db, one, { to: "running" }, now());
  if (outcome.value.status === "failed") return await retryOrFail(one, outcome.value.detail, deps);
  const { findings, basis } = outcome.value;
  const { profile, news } = usableFacts(one.companyId, findings, basis);
  await enrichCompany(db, one.companyId, profile, now());
  if (news.length > 0)
    await db.batch([
      keepResearch(db, news, now()),
      ...saveSources(
        db,
        news.map((item) => researchSource(item, now())),
        now(),
      ),
    ]);
  await step(db, one, { to: "done" }, now());
}

async function begin(one: Enrichment, deps: LookUpDeps): Promise<void> {
  const { db, researcher, now, capMicros } = deps;
  const company = await findCompany(db, one.companyId);
  if (!company) return await step(db, one, { to: "failed", error: "no such company" }, now());
  const { costMicros } = researcher;
  const cost = { costMicros, capMicros, since: now() - DAY_MS };
  // Noted before it is asked for: a crash in between costs an hour, and never a second bill.
  const starting = await markStarting(db, one, cost, now());
  if (!starting) {
    const error = "the day's money is spent";
    return await step(db, one, { to: "queued", error, waitMs: DAY_MS / 24 }, now());
  }
  const started = await researcher.start(company, one.id);
  if (started === "lost") return;
  if (started.ok)
    return await step(db, starting, { to: "running", runId: started.value.runId }, now());
  return await retryOrFail(starting, started.error.detail, deps);
}

/** Queues a look-up for another try, or ends it after the last. */
async function retryOrFail(one: Enrichment, error: string, { db, now }: LookUpDeps): Promise<void> {
  const to = one.tries < TRIES_MAX ? ("queued" as const) : ("failed" as const);
  await step(db, one, { to, error }, now());
}
