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
 * Indexes what changed since the last run: companies, sent emails and the agency's own knowledge.
 * Drops vectors of any other embedding model. Returns how many chunks have no vector.
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
  const agencyHash = fingerprint(agency);
  if ((await stateOf(db, "agency", z.string())) !== agencyHash) {
    await db.batch([...saveSources(db, agencySources(agency, now), now)]);
    await keepState(db, "agency", agencyHash, now);
  }
  const previousModel = await stateOf(db, "model", z.string());
  if (previousModel !== model) {
    // Repeated until the other store has dropped its old vectors: some may be of an erased person.
    const cleared =
      previousModel && store ? await store.clear(namespaceOf(previousModel)) : ok(undefined);
    if (!cleared.ok) log.error("corpus.not-cleared", { error: cleared.error.detail });
    const dropped = await dropOtherModels(db, model, VECTORS_MAX);
    if (cleared.ok && dropped < VECTORS_MAX) await keepState(db, "model", model, now);
  }
  return await countUnembedded(db);
}

/** Indexes companies that changed. They can be found by words at once, by meaning once embedded. */
export async function indexCompanies(db: Db, now: number): Promise<void> {
  const companies = await companiesToIndex(db, OWNERS_MAX);
  if (companies.length === 0) return;
  await db.batch([
    ...saveSources(db, companies.map(companySource), now),
    markCompaniesIndexed(db, companies),
  ]);
}
