import type { Agency } from "../conversation/script";
import type { Log } from "../log";
import { fillForm } from "../pdf/fill";
import type { FontLibrary } from "../pdf/fonts";
import { missingIn } from "../pdf/text-layout";
import { describeError, fail, ok, type Result } from "../result";
import { iso } from "../time";
import { type Decision, releasedBy } from "./decision";
import type { Values } from "./document";
import type { DocumentRenderer } from "./renderer";
import type { DocumentContent } from "./state";

/** Reads a form of ours by its name. */
export type ReadTemplate = (file: "quote.pdf" | "proposal.pdf") => Promise<Uint8Array>;
export type RenderDeps = {
  fonts: FontLibrary;
  readTemplate: ReadTemplate;
  agency: () => Agency;
  /** Who draws documents instead of us, where the agency wants that. */
  renderer?: DocumentRenderer | undefined;
  log: Log;
};
type RenderInput = DocumentContent & {
  id: string;
  form: string;
  decision: Decision | null;
};

const SAMPLE = "SAMPLE RATES: no insurer made this premium. For trying out only.";
const DRAFT = "DRAFT: not released yet by a licensed person. Not for the customer.";

/** The PDF of a quote or proposal as it stands: filled, read back, without fields. */
export async function renderDocument(
  document: RenderInput,
  deps: RenderDeps,
  now: number,
): Promise<Result<Uint8Array>> {
  const file = document.form === "PDF_PROPOSAL_FORM" ? "proposal.pdf" : "quote.pdf";
  const texts = documentTexts(document, deps.agency(), now);
  const drawn = deps.renderer && (await drawElsewhere(deps.renderer, document, texts, deps.log));
  if (drawn) return ok(drawn);
  // A sign that no font has, an emoji in a company's name, is left out rather than the whole name.
  for (const [name, text] of Object.entries(texts)) {
    const missing = await missingIn(deps.fonts, text);
    if (missing.length > 0)
      texts[name] = missing.reduce((rest, sign) => rest.replaceAll(sign, ""), text).trim();
  }
  const done = await fillForm(await deps.readTemplate(file), texts, deps.fonts, true);
  if (!done.ok) return fail(`the form ${file}: ${done.error.title}`, false);
  const [problem] = done.value.report.problems;
  if (problem) return fail(`${problem.name} ${problem.message}`, false);
  return ok(done.value.bytes);
}

/** A PDF that another draws; when they cannot, ours is as good. */
async function drawElsewhere(
  renderer: DocumentRenderer,
  { id }: RenderInput,
  texts: Record<string, string>,
  log: Log,
) {
  const drawn = await renderer
    .render(`Document ${id}`, texts)
    .catch((error) => fail(describeError(error), true));
  if (drawn.ok) return drawn.value;
  log.error("document.not-drawn-elsewhere", { id, error: drawn.error.detail });
  return undefined;
}

const ROWS = 8;
const QUOTES_MAX = 8;
const dollars = (minor: number): string =>
  (minor / 100).toLocaleString("en-US", { style: "currency", currency: "USD" });
const spaced = (name: string): string => {
  const text = name.replaceAll("_", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
};

/** What stands in each field of our forms. What is not known says so; nothing is made up. */
export function documentTexts(
  document: RenderInput,
  agency: Agency,
  now: number,
): Record<string, string> {
  const { values, rating, decision, validUntil } = document;
  const { result, table } = rating;
  const priced = "premium_minor" in result;
  const texts: Record<string, string> = {
    agency: agency.companyName,
    agency_contact: `${agency.postalAddress}\n${agency.tollFreeNumber}`,
    notice: decision?.action === "released" ? (table?.sample ? SAMPLE : "") : DRAFT,
    number: document.id.slice(0, 13),
    date: iso(now).slice(0, 10),
    valid_until: validUntil ? iso(validUntil).slice(0, 10) : "not priced yet",
    ...valueTexts(values),
    premium: priced ? dollars(result.premium_minor) : "Needs more information",
    needs: priced
      ? "Nothing. The estimate is complete for the inputs above."
      : `For a premium we still need to know: ${result.needs.join(", ")}.`,
    table: table
      ? `Rating table ${table.id}, version ${table.version}${table.sample ? " (SAMPLE)" : ""}`
      : "",
    agent_line: agentLine(decision),
  };
  if (document.form === "PDF_PROPOSAL_FORM")
    Object.assign(texts, { heard: quotesOf(values), proposed: proposed(document, agency) });
  if (!priced) return texts;
  for (const [at, line] of result.lines.slice(0, ROWS).entries())
    Object.assign(texts, {
      [`line_${at + 1}`]: line.label,
      [`factor_${at + 1}`]: `× ${line.factor.toLocaleString("en-US", { maximumFractionDigits: 4 })}`,
      [`amount_${at + 1}`]: dollars(line.amount_minor),
    });
  return texts;
}

const plain = (values: Values, name: keyof Values) => values[name]?.value;

function valueTexts(values: Values): Record<string, string> {
  const text = (name: keyof Values) => String(plain(values, name) ?? "not known");
  const number = (name: keyof Values) =>
    values[name] ? Number(plain(values, name)).toLocaleString("en-US") : "not known";
  const coverage = plain(values, "coverage_type");
  return {
    company: text("company"),
    name: text("name"),
    email: text("email"),
    phone: text("phone"),
    coverage_type: coverage ? spaced(String(coverage)) : "not known",
    industry: text("industry"),
    employee_count: number("employee_count"),
    revenue: values.revenue ? `$${number("revenue")}` : "not known",
    state: text("state"),
    current_carrier: text("current_carrier"),
    renewal_date: text("renewal_date"),
    budget: budgetText(values),
  };
}

function budgetText({ budget_minor: budget }: Values): string {
  if (!budget) return "not known";
  return `${dollars(Number(budget.value))}${budget.period ? ` a ${budget.period}` : ""}`;
}

const agentLine = (decision: Decision | null): string =>
  decision?.action === "released"
    ? `${releasedBy(decision)}, on ${decision.at.slice(0, 10)}`
    : "Not released";

function quotesOf(values: Values): string {
  const quotes = Object.entries(values).flatMap(([name, value]) =>
    value.quote ? [`${spaced(name.replace(/_minor$/, ""))}: “${shortened(value.quote)}”`] : [],
  );
  return (
    quotes.slice(0, QUOTES_MAX).join("\n") ||
    "Nothing that we could quote; the values above are from our records."
  );
}
const shortened = (quote: string): string =>
  quote.length > 120 ? `${quote.slice(0, 117)}…` : quote;

function proposed({ values, rating }: DocumentContent, agency: Agency): string {
  const company = plain(values, "company") ?? "your company";
  const coverage = plain(values, "coverage_type");
  const what = coverage ? String(coverage).replaceAll("_", " ") : "business";
  const { result } = rating;
  const price =
    "premium_minor" in result
      ? `We estimate ${dollars(result.premium_minor)} for one year, calculated on the next page.`
      : "A premium can be estimated once we know what is listed on the next page.";
  const carrier = plain(values, "current_carrier");
  const renewal = plain(values, "renewal_date");
  return [
    `${agency.companyName} proposes ${what} insurance for ${company}. ${price}`,
    carrier &&
      `You are with ${carrier} today. We look at both policies with you before anything changes.`,
    renewal && `Your renewal is ${renewal}: coverage should go on from that day without a gap.`,
    "A licensed person of our agency answers for this proposal; the name is at the foot of the page.",
  ]
    .filter(Boolean)
    .join("\n\n");
}
