import { z } from "zod";
import type { Db } from "../db/client";
import { emailsToIndex, markEmailsIndexed } from "../email/store";
import { fingerprint } from "../ids";
import type { Log } from "../log";
import { companiesToIndex, markCompaniesIndexed } from "../prospects/store";
import { ok } from "../result";
import { type AgencyFacts, agencySources } from "./agency-knowledge";
import { companySource, emailSource } from "./source-texts";
import { countUnembedded, dropOtherModels, keepState, saveSources, stateOf } from "./store";
import { namespaceOf, type VectorStore } from "./vector-store";

const OWNERS_MAX = 200;
const VECTORS_MAX = 1_000;

type Deps = {
  db: Db;
  model: string;
  agency: AgencyFacts;
  store: VectorStore | undefined;
  log: Log;
};

/**
 * Brings into the corpus what changed since the last time: companies, emails that were sent, the
 * agency's own knowledge; and lets go of vectors of another model than today's. Tells how many pieces
 * have no vector then.
 */
export async function indexChanges(
  { db, model, agency, store, log }: Deps,
  now: number,
): Promise<number> {
  await indexCompanies(db, now);
  const emails = await emailsToIndex(db, OWNERS_MAX);
  if (emails.length > 0) {
    const ids = emails.map(({ id }) => id);
    await db.batch([
      ...saveSources(db, emails.map(emailSource), now),
      markEmailsIndexed(db, ids, now),
    ]);
  }
  const known = fingerprint(agency);
  if ((await stateOf(db, "agency", z.string())) !== known) {
    await db.batch([...saveSources(db, agencySources(agency, now), now)]);
    await keepState(db, "agency", known, now);
  }
  const before = await stateOf(db, "model", z.string());
  if (before !== model) {
    // Until the other store has let go of the old vectors, which may be of somebody erased, it is asked again.
    const cleared = before && store ? await store.clear(namespaceOf(before)) : ok(undefined);
    if (!cleared.ok) log.error("corpus.not-cleared", { error: cleared.error.detail });
    const dropped = await dropOtherModels(db, model, VECTORS_MAX);
    if (cleared.ok && dropped < VECTORS_MAX) await keepState(db, "model", model, now);
  }
  return await countUnembedded(db);
}

/** Companies that changed can be found by their words at once. */
export async function indexCompanies(db: Db, now: number): Promise<void> {
  const companies = await companiesToIndex(db, OWNERS_MAX);
  if (companies.length === 0) return;
  await db.batch([
    ...saveSources(db, companies.map(companySource), now),
    markCompaniesIndexed(db, companies),
  ]);
}
