import fc from "fast-check";
import { expect, test } from "vitest";
import { chooseForms } from "../../../src/extraction/form-choice";
import { rate } from "../../../src/rating/rating";
import { ratingTable } from "../../../src/rating/rating-table";
import { SAMPLE_TABLES } from "../../../src/rating/sample-tables";

const table = {
  id: "t" as const,
  coverage_type: "general_liability" as const,
  version: "1" as const,
  sample: false as const,
  effective_from: "2026-01-01T00:00:00Z",
  valid_days: 30,
  base: { unit: "employee" as const, amount_minor: 10_000 },
  minimum_minor: 50_000,
  factors: {
    industry: { food: 1.2, other: 1 },
    employees: [
      { up_to: 10, factor: 1.1 },
      { up_to: null, factor: 1 },
    ],
    state: { NY: 1.5, OH: 1 },
  },
};

test("a premium is worked out line by line, and the lines say how", () => {
  expect(rate(table, { employee_count: 40, industry: "Food and drink", state: "NY" })).toEqual({
    premium_minor: 720_000,
    lines: [
      { label: "40 employees", factor: 40, amount_minor: 400_000 },
      { label: "Industry: Food and drink", factor: 1.2, amount_minor: 480_000 },
      { label: "Number of employees", factor: 1, amount_minor: 480_000 },
      { label: "State: NY", factor: 1.5, amount_minor: 720_000 },
    ],
  });
});

test("the minimum is a line of its own", () => {
  const rated = rate(table, { employee_count: 1, industry: "Toys", state: "OH" });
  expect(rated).toMatchObject({ premium_minor: 50_000 });
  expect("lines" in rated && rated.lines.at(-1)).toMatchObject({ label: "Minimum premium" });
});

test.each([
  [{ industry: "Food", state: "NY" }, ["the number of employees"]],
  [{ employee_count: 40 }, ["the industry", "the state where the business is located"]],
  [{ employee_count: 40, industry: "Food", state: "TX" }, ["a rating table for TX"]],
])("without what it needs there is no premium: %j", (inputs, needs) => {
  expect(rate(table, inputs)).toEqual({ needs });
});

test("no premium is below the minimum, none is without its lines, and the last line is the premium", () => {
  const inputs = fc.record({
    employee_count: fc.integer({ min: 1, max: 20_000 }),
    revenue: fc.integer({ min: 1, max: 2_000_000_000 }),
    industry: fc.constantFrom("Food", "Technology", "Puppetry"),
    state: fc.constantFrom("NY", "CA", "OH"),
  });
  fc.assert(
    fc.property(fc.constantFrom(...SAMPLE_TABLES), inputs, (sample, known) => {
      const rated = rate(sample, known);
      if ("needs" in rated) throw new Error(rated.needs.join());
      expect(rated.premium_minor).toBeGreaterThanOrEqual(sample.minimum_minor);
      expect(rated.lines.at(-1)?.amount_minor).toBe(rated.premium_minor);
      expect(Number.isInteger(rated.premium_minor)).toBe(true);
    }),
  );
});

test("every sample is a table, and says that it is a sample", () => {
  expect(SAMPLE_TABLES).toHaveLength(8);
  for (const sample of SAMPLE_TABLES) {
    expect(ratingTable.parse(sample)).toMatchObject({ sample: true });
    expect(sample.version).toContain("SAMPLE");
  }
});

test.each([
  [
    [
      { up_to: 50, factor: 1 },
      { up_to: 10, factor: 1 },
    ],
    false,
  ],
  [
    [
      { up_to: null, factor: 1 },
      { up_to: 10, factor: 1 },
    ],
    false,
  ],
  [
    [
      { up_to: 10, factor: 1 },
      { up_to: null, factor: 1 },
    ],
    true,
  ],
])("steps %j are ascending: %s", (employees, good) => {
  const made = { ...table, factors: { employees } };
  expect(ratingTable.safeParse(made).success).toBe(good);
});

const said = (fields: Record<string, unknown>) =>
  chooseForms({
    fields: Object.fromEntries(
      Object.entries(fields).map(([field, value]) => {
        return [field, { value, confidence: 0.9, evidence: { turn: 1, quote: "so I said" } }];
      }),
    ),
  }).map(({ form }) => form);
test.each([
  [{ requested_document: "quote" }, ["PDF_QUOTE_FORM"]],
  [{ requested_document: "proposal" }, ["PDF_PROPOSAL_FORM"]],
  [{ wants_meeting: true, interested: true, needs_followup: true }, ["WEB_MEETING_FORM"]],
  [{ wants_meeting: true, interested: false, needs_followup: true }, ["CTA_EMAIL_FORM"]],
  [{ requested_document: "quote", wants_meeting: true }, ["PDF_QUOTE_FORM", "WEB_MEETING_FORM"]],
  [{ requested_document: "quote", opt_out: true }, []],
  [{}, []],
])("what was said, %j, leads to %j", (fields, forms) => {
  expect(said(fields)).toEqual(forms);
});

test("to ask for a paper is one wish; to be called again beside it is another", () => {
  const field = (value: unknown, quote: string) => {
    return { value, confidence: 0.9, evidence: { turn: 1, quote } };
  };
  const asked = field("quote", "send me a quote");
  const formsOf = (again: string) =>
    chooseForms({
      fields: { requested_document: asked, needs_followup: field(true, again) } as never,
    }).map(({ form }) => form);
  expect(formsOf("please send me a quote")).toEqual(["PDF_QUOTE_FORM"]);
  expect(formsOf("call me in March")).toEqual(["PDF_QUOTE_FORM", "CTA_EMAIL_FORM"]);
});
