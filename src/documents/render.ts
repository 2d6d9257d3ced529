import type { Agency } from "../conversation/script";
import type { Decision, Values } from "../db/documents";
import { dateOf, money, phoneText } from "../formats";
import type { Log } from "../log";
import { fillForm } from "../pdf/fill";
import type { FontLibrary } from "../pdf/fonts";
import { missingIn } from "../pdf/text-layout";
import { describeError, fail, ok, type Result } from "../result";
import { coverageText, dayText, needsText, proposalText, quoteText, TEXT, tableText } from "./copy";
import { releasedBy } from "./decision";
import type { DocumentRenderer } from "./renderer";
import type { DocumentContent } from "./state";

/** Reads a form of ours by its name. */
export type ReadTemplate = (file: "quote.pdf" | "proposal.pdf") => Promise<Uint8Array>;
export type RenderDeps = {
  fonts: FontLibrary;
  readTemplate: ReadTemplate;
  agency: () => Agency;
  /** Draws documents instead of us, where the agency wants that. */
  renderer?: DocumentRenderer | undefined;
  log: Log;
};
type RenderInput = DocumentContent & {
  id: string;
  form: string;
  decision: Decision | null;
};

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

/** A document that another service draws; when it cannot, ours is as good. */
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
const QUOTE_LENGTH_MAX = 120;

/** What stands in each field of our forms. What is not known says so; nothing is made up. */
export function documentTexts(
  document: RenderInput,
  agency: Agency,
  now: number,
): Record<string, string> {
  const { values, rating, decision, validUntil } = document;
  const { result, table } = rating;
  const priced = "premium_minor" in result;
  const released = decision?.action === "released" ? decision : undefined;
  const texts: Record<string, string> = {
    agency: agency.companyName,
    agency_contact: `${agency.postalAddress}\n${phoneText(agency.tollFreeNumber)}`,
    notice: released ? (table?.sample ? TEXT.sampleNotice : "") : TEXT.draftNotice,
    number: document.id.slice(0, 13),
    date: dateOf(now),
    valid_until: validUntil ? dateOf(validUntil) : TEXT.notPriced,
    ...valueTexts(values),
    premium: priced ? money(result.premium_minor) : TEXT.needsInformation,
    needs: priced ? TEXT.complete : needsText(result.needs),
    table: table ? tableText(table.id, table.version, table.sample) : "",
    agent_line: released ? `${releasedBy(released)}, on ${dateOf(released.at)}` : TEXT.notApproved,
  };
  if (document.form === "PDF_PROPOSAL_FORM")
    Object.assign(texts, { heard: quotesOf(values), proposed: proposalOf(document, agency) });
  if (!priced) return texts;
  for (const [at, line] of result.lines.slice(0, ROWS).entries())
    Object.assign(texts, {
      [`line_${at + 1}`]: line.label,
      [`factor_${at + 1}`]: `× ${line.factor.toLocaleString("en-US", { maximumFractionDigits: 4 })}`,
      [`amount_${at + 1}`]: money(line.amount_minor),
    });
  return texts;
}

/** A value as text, if it is known. */
const textOf = (values: Values, name: keyof Values): string | undefined =>
  values[name] && String(values[name].value);

function valueTexts(values: Values): Record<string, string> {
  const text = (name: keyof Values, written = (value: string) => value) => {
    const value = textOf(values, name);
    return value === undefined ? TEXT.notProvided : written(value);
  };
  const count = (value: string) => Number(value).toLocaleString("en-US");
  return {
    company: text("company"),
    name: text("name"),
    email: text("email"),
    phone: text("phone", phoneText),
    coverage_type: text("coverage_type", coverageText),
    industry: text("industry"),
    employee_count: text("employee_count", count),
    revenue: text("revenue", (value) => `$${count(value)}`),
    state: text("state"),
    current_carrier: text("current_carrier"),
    renewal_date: text("renewal_date", dayText),
    budget: budgetText(values),
  };
}

function budgetText({ budget_minor: budget }: Values): string {
  if (!budget) return TEXT.notProvided;
  return `${money(Number(budget.value))}${budget.period ? ` per ${budget.period}` : ""}`;
}

function quotesOf(values: Values): string {
  const quotes = Object.entries(values).flatMap(([name, { quote }]) =>
    quote ? [quoteText(name.replace(/_minor$/, ""), shortened(quote))] : [],
  );
  return quotes.slice(0, QUOTES_MAX).join("\n") || TEXT.noQuotes;
}
const shortened = (quote: string): string =>
  quote.length > QUOTE_LENGTH_MAX ? `${quote.slice(0, QUOTE_LENGTH_MAX - 3)}…` : quote;

function proposalOf({ values, rating: { result } }: RenderInput, agency: Agency): string {
  return proposalText(agency, {
    company: textOf(values, "company"),
    coverage: textOf(values, "coverage_type"),
    premiumMinor: "premium_minor" in result ? result.premium_minor : undefined,
    carrier: textOf(values, "current_carrier"),
    renewal: textOf(values, "renewal_date"),
  });
}
