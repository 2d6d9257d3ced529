import { z } from "zod";
import { coverageName } from "../conversation/script";
import type { Decision, DocumentRating, PrintedFile, Values } from "../db/documents";
import { COVERAGES } from "../db/rating";
import type { Extraction, Field } from "../extraction/field";
import type { Money } from "../extraction/money";
import type { ProspectView } from "../prospects/prospect";
import { rate } from "../rating/rating";
import type { RatingTable } from "../rating/rating-table";
import { DAY_MS, iso, isoOrNull } from "../time";
import type { DocumentContent } from "./state";

/** Whether there is such a month, or such a day in it. */
function isOnCalendar(day: string): boolean {
  const at = Date.parse(`${day.length === 7 ? `${day}-01` : day}T00:00:00Z`);
  return !Number.isNaN(at) && iso(at).startsWith(day);
}

const line = z.string().trim().min(1).max(500);

export type DocumentKind = "quote" | "proposal";
export const kindOf = ({ form }: { form: string }): DocumentKind =>
  form === "PDF_PROPOSAL_FORM" ? "proposal" : "quote";

/** What may stand in a quote or a proposal; body `values` of `PATCH /api/documents/{id}`. */
export const documentValues = z.strictObject({
  name: line.optional(),
  company: line.optional(),
  email: z.email().max(254).optional(),
  phone: line.optional(),
  coverage_type: z.enum(COVERAGES).optional(),
  employee_count: z.number().int().min(1).max(10_000_000).optional(),
  /** A year, in dollars. */
  revenue: z.number().positive().max(1e12).optional(),
  industry: line.optional(),
  state: z
    .string()
    .regex(/^[A-Z]{2}$/, "must be two letters such as FL")
    .optional(),
  current_carrier: line.optional(),
  renewal_date: z
    .string()
    .regex(/^\d{4}-\d{2}(-\d{2})?$/, "must be a day or a month such as 2027-03")
    .refine(isOnCalendar, "must be on the calendar")
    .optional(),
  budget_minor: z.number().int().positive().max(1e12).optional(),
});
export type DocumentValues = z.infer<typeof documentValues>;
export type ValueName = keyof DocumentValues;

/**
 * What the call confirmed goes before what is on record. The email is the record's; where that has
 * none, the one that was said counts, if the caller is verified to be the person.
 */
export function valuesFrom(
  { fields }: Pick<Extraction, "fields">,
  person: ProspectView | undefined,
  callerVerified: boolean,
): Values {
  const values: Values = {};
  const record = (name: ValueName, value: unknown) => {
    if (typeof value === "string" || typeof value === "number")
      values[name] = { value, from: "record" };
  };
  const names = [person?.first_name, person?.last_name].filter(Boolean).join(" ");
  record("name", person?.name ?? (names || undefined));
  record("company", person?.company?.name);
  record("email", person?.email);
  record("phone", person?.phone_number);
  record("employee_count", person?.company?.employee_count);
  record("industry", person?.company?.industry);
  record("state", person?.address?.state?.toUpperCase());
  const fromCall = (
    name: ValueName,
    field: Field,
    read: (value: unknown) => unknown = (one) => one,
  ) => {
    const found = fields[field];
    const parsed = found && documentValues.shape[name].safeParse(read(found.value));
    if (!found || !parsed?.success || parsed.data === undefined) return;
    values[name] = { value: parsed.data, from: "call", quote: found.evidence.quote };
  };
  for (const name of [
    "company",
    "coverage_type",
    "employee_count",
    "current_carrier",
    "renewal_date",
  ] as const)
    fromCall(name, name);
  fromCall("budget_minor", "budget", (money) => (money as Money).amount_minor);
  const period = (fields.budget?.value as Money | undefined)?.period;
  if (values.budget_minor && period) values.budget_minor.period = period;
  // A name or a number that was said may be anybody's: the record's is theirs.
  if (!values.name) fromCall("name", "name");
  if (!values.phone) fromCall("phone", "phone");
  if (!values.email && person && callerVerified) fromCall("email", "email");
  return values;
}

/**
 * Whether an address was only said in the call, and never confirmed: whoever opens what we mail there
 * has to show that it is theirs.
 */
export const isUnverifiedAddress = (values: Values): boolean => values.email?.from === "call";

const plain = <T>(values: Values, name: ValueName): T | undefined =>
  values[name]?.value as T | undefined;

/** Rates what stands in a document; without a line or a table for it there is nothing to rate by. */
export function ratingOf(values: Values, table: RatingTable | undefined): DocumentRating {
  const line = plain<string>(values, "coverage_type");
  if (!line) return { result: { needs: ["the type of coverage"] }, table: null };
  if (!table)
    return {
      result: { needs: [`a rating table for ${coverageName(line)} insurance`] },
      table: null,
    };
  const result = rate(table, {
    employee_count: plain(values, "employee_count"),
    revenue: plain(values, "revenue"),
    industry: plain(values, "industry"),
    state: plain(values, "state"),
  });
  const { id, version, sample } = table;
  return { result, table: { id, version, sample } };
}

/** Until when a quote holds that is rated now. */
export const validUntil = (table: RatingTable | undefined, now: number): number | null =>
  table ? now + table.valid_days * DAY_MS : null;

type Shown = DocumentContent & {
  id: string;
  callId: string;
  prospectId: string | null;
  companyId: string | null;
  form: string;
  status: string;
  decision: Decision | null;
  files: PrintedFile[];
  shareExpiresAt: number | null;
  createdAt: number;
  updatedAt: number;
};

/** A document as the API shows it. */
export function documentView(document: Shown) {
  const { result, table } = document.rating;
  const money = (amount_minor: number) => ({ amount_minor, currency: "USD" as const });
  const priced = "premium_minor" in result;
  return {
    document_id: document.id,
    call_id: document.callId,
    prospect_id: document.prospectId,
    company_id: document.companyId,
    form: document.form,
    status: document.status,
    values: document.values,
    premium: priced ? money(result.premium_minor) : null,
    calculation: priced
      ? result.lines.map(({ label, factor, amount_minor }) => ({
          label,
          factor,
          amount: money(amount_minor),
        }))
      : [],
    needs: priced ? [] : result.needs,
    rating_table: table,
    decision: document.decision ?? null,
    files: document.files.map(({ kind, sha256, bytes, at }) => ({ kind, sha256, bytes, at })),
    share_expires_at: isoOrNull(document.shareExpiresAt),
    valid_until: document.validUntil ? iso(document.validUntil) : null,
    created_at: iso(document.createdAt),
    updated_at: iso(document.updatedAt),
  };
}
