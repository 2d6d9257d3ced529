import { relations } from "drizzle-orm";
import { index, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { at, createdAt } from "./columns";

/** Whom prospects work for. `enrichment_data` is a CompanyData. */
export const companies = pgTable("companies", {
  id: text("id").primaryKey(),
  name: text("name"),
  domain: text("domain"),
  industry: text("industry"),
  enrichmentData: jsonb("enrichment_data").notNull().default({}),
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
    companyId: text("company_id").references(() => companies.id),
    /** E.164 */
    phone: text("phone").notNull(),
    phoneHash: text("phone_hash").notNull(),
    email: text("email"),
    emailHash: text("email_hash"),
    firstName: text("first_name"),
    lastName: text("last_name"),
    name: text("name"),
    title: text("title"),
    address: jsonb("address"),
    timeZone: text("time_zone"),
    language: text("language"),
    enrichment: jsonb("enrichment"),
    notes: text("notes"),
    createdAt: createdAt(),
    updatedAt: at("updated_at").notNull(),
  },
  (t) => [
    index("prospects_phone_hash").on(t.phoneHash),
    index("prospects_company").on(t.companyId),
  ],
);

/** Who agreed to what, when, where. Never changed: a withdrawal is a suppression. */
export const consents = pgTable(
  "consents",
  {
    id: text("id").primaryKey(),
    prospectId: text("prospect_id")
      .notNull()
      .references(() => prospects.id),
    basis: text("basis").notNull(),
    channels: text("channels").array().notNull(),
    text: text("text").notNull(),
    source: text("source").notNull(),
    seller: text("seller"),
    ip: text("ip"),
    url: text("url"),
    obtainedAt: at("obtained_at").notNull(),
    createdAt: createdAt(),
  },
  (t) => [index("consents_prospect").on(t.prospectId)],
);

export const prospectRelations = relations(prospects, ({ one, many }) => ({
  company: one(companies, { fields: [prospects.companyId], references: [companies.id] }),
  consents: many(consents),
}));

export const consentRelations = relations(consents, ({ one }) => ({
  prospect: one(prospects, { fields: [consents.prospectId], references: [prospects.id] }),
}));
