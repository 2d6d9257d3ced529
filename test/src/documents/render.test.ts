import { expect, test } from "vitest";
import { ratingOf } from "../../../src/documents/document";
import { documentTexts } from "../../../src/documents/render";
import { SAMPLE_TABLES } from "../../../src/rating/sample-tables";

const AT = Date.parse("2026-12-01T15:00:00Z");
const agency = {
  companyName: "Example Agency",
  agentName: "Jennifer",
  tollFreeNumber: "+15550100000",
  optOutNumber: "+15550100001",
  postalAddress: "1 Example Plaza",
};
const record = (value: string | number) => ({ value, from: "record" as const });
const values = {
  company: record("Miller Bakery"),
  phone: record("+15550400101"),
  coverage_type: record("general_liability"),
  employee_count: record(40),
  industry: record("Food"),
  state: record("NY"),
  renewal_date: record("2027-03"),
  current_carrier: record("Acme Mutual"),
};
const sample = SAMPLE_TABLES.find((one) => one.coverage_type === "general_liability");
const document = {
  id: "document_1",
  form: "PDF_PROPOSAL_FORM",
  status: "filled" as const,
  values,
  rating: ratingOf(values, sample),
  validUntil: AT,
  decision: null,
};
const released = {
  action: "released" as const,
  at: "2026-12-01T15:00:00.000Z",
  by: "Lea Licensed",
  agent_id: "lea",
  state: "NY",
  license: "X-1",
};

test("dates, numbers and amounts are written as people in the US write them", () => {
  const texts = documentTexts(document, agency, AT);
  expect(texts).toMatchObject({
    date: "December 1, 2026",
    valid_until: "December 1, 2026",
    renewal_date: "March 2027",
    phone: "(555) 040-0101",
    coverage_type: "General liability",
    premium: "$5,472.00",
    revenue: "Not provided",
  });
  const onDay = { ...document, values: { ...values, renewal_date: record("2027-03-14") } };
  expect(documentTexts(onDay, agency, AT).renewal_date).toBe("March 14, 2027");
});

test("a draft says that no licensed agent approved it, and a sample rate that no insurer made it", () => {
  const draft = documentTexts(document, agency, AT);
  expect(draft.notice).toMatch(/^DRAFT: not yet approved by a licensed agent/);
  expect(draft.agent_line).toBe("Not approved yet");
  const final = documentTexts({ ...document, decision: released }, agency, AT);
  expect(final.notice).toMatch(/^SAMPLE RATES: .*not from an insurer/);
  expect(final.table).toContain("SAMPLE");
  expect(final.agent_line).toBe(
    "Reviewed and approved by Lea Licensed, NY license X-1, on December 1, 2026",
  );
});

test("a proposal says what is proposed, at what estimate, and who answers for it", () => {
  const { proposed } = documentTexts(document, agency, AT);
  expect(proposed).toContain("Example Agency proposes general liability insurance for Miller");
  expect(proposed).toContain("estimated annual premium is $5,472.00");
  expect(proposed).toContain("currently with Acme Mutual");
  expect(proposed).toContain("renews in March 2027");
  expect(proposed).toContain("The licensed agent named below is responsible");
});

test("what is missing for a premium is asked for in one sentence", () => {
  const few = { employee_count: record(40), coverage_type: record("general_liability") };
  const unpriced = { ...document, values: few, rating: ratingOf(few, sample) };
  expect(documentTexts(unpriced, agency, AT).needs).toBe(
    "To estimate a premium, we still need the industry and the state where the business is located.",
  );
});
