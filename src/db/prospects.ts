import { relations, sql } from "drizzle-orm";
import { check, index, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { allOf, at, createdAt, type JsonObject, oneOf } from "./columns";

export const CONSENT_BASES = ["written", "oral", "inquiry", "existing_customer"] as const;
export const CONSENT_CHANNELS = ["voice", "email"] as const;

/** What is known of a company beyond its name, and of which page each fact that was found is from. */
export type CompanyFacts = JsonObject & {
  employee_count?: number | undefined;
  sources?: Record<string, { url: string; confidence: number; at: string }> | undefined;
};
export type Address = {
  line1?: string | undefined;
  city?: string | undefined;
  state?: string | undefined;
  postal_code?: string | undefined;
  country?: string | undefined;
};

/** Whom prospects work for. `enrichment_data` is a CompanyData. */
export const companies = pgTable("companies", {
  id: text("id").primaryKey(),
  name: text("name"),
  domain: text("domain"),
  industry: text("industry"),
  enrichmentData: jsonb("enrichment_data").$type<CompanyFacts>().notNull().default({}),
  /** When it was last looked up elsewhere. */
  enrichedAt: at("enriched_at"),
  /** The change that the corpus knows of. */
  indexedAt: at("indexed_at"),
  createdAt: createdAt(),
  updatedAt: at("updated_at").notNull(),
});

/** Whom we may call or write to. */
export const prospects = pgTable(
  "prospects",
  {
    id: text("id").primaryKey(),
    companyId: text("company_id").references(() => companies.id, { onDelete: "set null" }),
    /** E.164 */
    phone: text("phone").notNull(),
    phoneHash: text("phone_hash").notNull(),
    email: text("email"),
    emailHash: text("email_hash"),
    firstName: text("first_name"),
    lastName: text("last_name"),
    name: text("name"),
    title: text("title"),
    address: jsonb("address").$type<Address>(),
    timeZone: text("time_zone"),
    language: text("language"),
    enrichment: jsonb("enrichment").$type<JsonObject>(),
    notes: text("notes"),
    createdAt: createdAt(),
    updatedAt: at("updated_at").notNull(),
  },
  (t) => [
    index("prospects_phone_hash").on(t.phoneHash),
    index("prospects_company").on(t.companyId),
  ],
);

/**
 * Who agreed to what, when, where. Never changed: a withdrawal is a suppression. It goes with the
 * prospect, whose words and address it holds; what it allowed stays in the ledger.
 */
export const consents = pgTable(
  "consents",
  {
    id: text("id").primaryKey(),
    prospectId: text("prospect_id")
      .notNull()
      .references(() => prospects.id, { onDelete: "cascade" }),
    basis: text("basis", { enum: CONSENT_BASES }).notNull(),
    channels: text("channels", { enum: CONSENT_CHANNELS }).array().notNull(),
    text: text("text").notNull(),
    source: text("source").notNull(),
    seller: text("seller"),
    ip: text("ip"),
    url: text("url"),
    obtainedAt: at("obtained_at").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    index("consents_prospect").on(t.prospectId),
    oneOf("consents_basis", t.basis, CONSENT_BASES),
    allOf("consents_channels", t.channels, CONSENT_CHANNELS),
    check("consents_some_channel", sql`cardinality(${t.channels}) >= 1`),
  ],
);

export const prospectRelations = relations(prospects, ({ one, many }) => ({
  company: one(companies, { fields: [prospects.companyId], references: [companies.id] }),
  consents: many(consents),
}));

export const consentRelations = relations(consents, ({ one }) => ({
  prospect: one(prospects, { fields: [consents.prospectId], references: [prospects.id] }),
}));
