import { and, asc, eq, gt, isNull, or, sql } from "drizzle-orm";
import type { Db } from "../db/client";
import { companies, consents, prospects } from "../db/prospects";
import { derivedId } from "../ids";
import { iso } from "../time";
import { type CompanyData, companyData } from "./company";
import { type ConsentData, contactHash, type ProspectData, type ProspectView } from "./prospect";

type Saved = { id: string; phone: string; data: ProspectData; hashKey: string; at: number };

/**
 * Adds a prospect, or updates the given fields of an existing one; its number never changes.
 * Company, prospect and consent are written in one transaction.
 */
export async function saveProspect(db: Db, saved: Saved): Promise<void> {
  await db.batch(statements(db, saved, "update"));
}

/** Adds a prospect; false if the id is taken, and then nothing is changed. */
export async function addProspect(db: Db, saved: Saved): Promise<boolean> {
  try {
    await db.batch(statements(db, saved, "fail"));
    return true;
  } catch (error) {
    if (isTaken(error)) return false;
    throw error;
  }
}
const UNIQUE_VIOLATION = "23505";
const isTaken = (error: unknown): boolean =>
  error instanceof Error &&
  ((error as { code?: string }).code === UNIQUE_VIOLATION || isTaken(error.cause));

type Batch = Parameters<Db["batch"]>[0];
function statements(db: Db, { id, phone, data, hashKey, at }: Saved, ifThere: "update" | "fail") {
  const company = companyOf(data);
  const email = data.email;
  const columns = {
    email,
    emailHash: email && contactHash(hashKey, email),
    companyId: company?.id,
    firstName: data.first_name,
    lastName: data.last_name,
    name: data.name,
    title: data.title,
    address: data.address,
    timeZone: data.time_zone,
    language: data.language,
    enrichment: data.enrichment,
    notes: data.notes,
  };
  const row = { id, phone, phoneHash: contactHash(hashKey, phone), ...columns, createdAt: at };
  const added = db.insert(prospects).values({ ...row, updatedAt: at });
  const set = { ...columns, updatedAt: at };
  return [
    ...(company ? [saveCompany(db, company, at)] : []),
    ifThere === "fail" ? added : added.onConflictDoUpdate({ target: prospects.id, set }),
    ...(data.consent ? [addConsent(db, id, data.consent, at)] : []),
  ] as unknown as Batch;
}

/** A company without an id gets one derived from its domain, else from its name. */
function companyOf(data: ProspectData): (CompanyData & { id: string }) | undefined {
  const company = { ...data.company };
  company.name ??= data.company_name;
  const known = company.domain ?? company.name;
  if (company.id) return { ...company, id: company.id };
  return known ? { ...company, id: derivedId("company", known.toLowerCase()) } : undefined;
}

function saveCompany(db: Db, company: CompanyData & { id: string }, at: number) {
  const { id, name, domain, industry, ...enrichmentData } = company;
  const columns = { name, domain, industry, updatedAt: at };
  // New data is merged into existing data, whatever its source.
  const merged = sql`${companies.enrichmentData} || excluded.enrichment_data`;
  const set = { ...columns, enrichmentData: merged };
  return db
    .insert(companies)
    .values({ id, ...columns, enrichmentData, createdAt: at })
    .onConflictDoUpdate({ target: companies.id, set });
}

function addConsent(db: Db, prospectId: string, consent: ConsentData, at: number) {
  const { basis, channels, text, source, seller, ip, url, obtained_at } = consent;
  const obtainedAt = Date.parse(obtained_at);
  const id = derivedId("consent", prospectId, JSON.stringify(consent));
  return db
    .insert(consents)
    .values({
      id,
      prospectId,
      basis,
      channels,
      text,
      source,
      seller,
      ip,
      url,
      obtainedAt,
      createdAt: at,
    })
    .onConflictDoNothing();
}

/** Sets the email address of a prospect who has none. An address on record is never replaced. */
export async function addEmail(
  db: Db,
  id: string,
  email: string,
  hashOf: (contact: string) => string,
  at: number,
): Promise<void> {
  await db
    .update(prospects)
    .set({ email, emailHash: hashOf(email), updatedAt: at })
    .where(and(eq(prospects.id, id), isNull(prospects.email)));
}

/** The prospect as the API returns it; undefined if there is none. */
export async function findProspect(db: Db, id: string): Promise<ProspectView | undefined> {
  const [found] = await select(db, eq(prospects.id, id), 1);
  return found;
}

/** Prospects by id, after the cursor. */
export function listProspects(db: Db, limit: number, cursor?: string): Promise<ProspectView[]> {
  return select(db, cursor ? gt(prospects.id, cursor) : undefined, limit);
}

async function select(db: Db, where: ReturnType<typeof and>, limit: number) {
  const rows = await db.query.prospects.findMany({
    where,
    orderBy: asc(prospects.id),
    limit,
    with: { company: true, consents: true },
  });
  return rows.map(view);
}

type Row = typeof prospects.$inferSelect & {
  company: typeof companies.$inferSelect | null;
  consents: (typeof consents.$inferSelect)[];
};
function view(row: Row): ProspectView {
  return {
    id: row.id,
    phone_number: row.phone,
    email: row.email,
    first_name: row.firstName,
    last_name: row.lastName,
    name: row.name,
    title: row.title,
    company: row.company && {
      id: row.company.id,
      ...(row.company.name && { name: row.company.name }),
      ...(row.company.domain && { domain: row.company.domain }),
      ...(row.company.industry && { industry: row.company.industry }),
      ...companyData.strip().safeParse(row.company.enrichmentData).data,
    },
    address: row.address,
    time_zone: row.timeZone,
    language: row.language,
    notes: row.notes,
    consents: row.consents.map((one) => ({
      basis: one.basis,
      text: one.text,
      obtained_at: iso(one.obtainedAt),
      source: one.source,
      channels: one.channels,
      ...(one.ip && { ip: one.ip }),
      ...(one.url && { url: one.url }),
      ...(one.seller && { seller: one.seller }),
    })),
    created_at: iso(row.createdAt),
  };
}

/** Companies that changed since the corpus last indexed them. */
export async function companiesToIndex(db: Db, limit: number) {
  const changed = sql`${companies.indexedAt} < ${companies.updatedAt}`;
  return await db
    .select()
    .from(companies)
    .where(or(isNull(companies.indexedAt), changed))
    .limit(limit);
}

/**
 * The statement that marks companies as indexed up to the given change. Later changes stay pending.
 */
export const markCompaniesIndexed = (db: Db, changes: { id: string; updatedAt: number }[]) =>
  db.execute(sql`update companies c set indexed_at = r.at from
    jsonb_to_recordset(${JSON.stringify(changes.map(({ id, updatedAt }) => ({ id, at: iso(updatedAt) })))}::jsonb)
      as r(id text, at timestamptz) where c.id = r.id`);

/** The statement that adds a bare row for each company id that does not exist yet. */
export const ensureCompanies = (db: Db, ids: string[], at: number) =>
  db
    .insert(companies)
    .values(ids.map((id) => ({ id, createdAt: at, updatedAt: at })))
    .onConflictDoNothing();

type Sourced = { value: unknown; url: string; confidence: number };
/**
 * Adds researched facts about a company, each with its source. They replace earlier research, but
 * never what the company or its prospect told us.
 */
export async function enrichCompany(
  db: Db,
  id: string,
  facts: Record<string, Sourced | undefined>,
  at: number,
): Promise<void> {
  const [company] = await db.select().from(companies).where(eq(companies.id, id));
  if (!company) return;
  const known = company.enrichmentData;
  const sources = { ...known.sources };
  const data = { ...known };
  let { industry } = company;
  for (const [field, fact] of Object.entries(facts)) {
    const before = field === "industry" ? industry : data[field];
    const stated = before !== undefined && before !== null && !(field in sources);
    if (!fact || stated) continue;
    if (field === "industry") industry = String(fact.value);
    else data[field] = fact.value;
    sources[field] = { url: fact.url, confidence: fact.confidence, at: iso(at) };
  }
  await db
    .update(companies)
    .set({ industry, enrichmentData: { ...data, sources }, enrichedAt: at, updatedAt: at })
    .where(eq(companies.id, id));
}
