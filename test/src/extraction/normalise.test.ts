import fc from "fast-check";
import { expect, test } from "vitest";
import { emailIn } from "../../../src/extraction/email";
import { moneyIn } from "../../../src/extraction/money";
import { numbersIn } from "../../../src/extraction/number";
import { dateIn } from "../../../src/extraction/when";

test.each([
  ["we are forty people", [40]],
  ["about fifty-ish", [50]],
  ["forty five, maybe forty-six", [45, 46]],
  ["a hundred and twenty employees", [120]],
  ["two thousand five hundred", [2_500]],
  ["12,500 a year", [12_500]],
  ["2.5 million", [2_500_000]],
  ["two k", [2_000]],
  ["a dozen of us", [12]],
  ["twenty, and five trucks", [20, 5]],
  ["nothing here", []],
  ["one oh one", [1, 1]],
  ["10 or 12", [10, 12]],
])("%s holds the numbers %j", (text, values) => {
  expect(numbersIn(text).map(({ value }) => value)).toEqual(values);
});

test("any number in digits is found where it stands", () => {
  fc.assert(
    fc.property(fc.nat(5_000_000), (value) => {
      const text = `we have ${value.toLocaleString("en-US")} of them`;
      const [found] = numbersIn(text);
      expect(found?.value).toBe(value);
      expect(text.slice(found?.from, found?.to).replaceAll(",", "")).toBe(String(value));
    }),
  );
});

test.each([
  ["two k a month", { amount_minor: 200_000, period: "month" }],
  ["we pay $1,200 per year", { amount_minor: 120_000, period: "year" }],
  ["our budget is five hundred dollars", { amount_minor: 50_000, period: null }],
  ["fifteen grand annually", { amount_minor: 1_500_000, period: "year" }],
  ["we pay monthly, 12,000 a year in total", { amount_minor: 1_200_000, period: "year" }],
  ["decide in a month, the budget is 5,000", { amount_minor: 500_000, period: null }],
  ["a monthly premium of 800", { amount_minor: 80_000, period: "month" }],
])("%s is money", (text, money) => {
  expect(moneyIn(text)).toMatchObject({ ...money, currency: "USD" });
});
test.each([
  "between $500 and $900 a month",
  "we have forty people",
  "no idea",
])("%s is no amount", (text) => {
  expect(moneyIn(text)).toBeUndefined();
});

test.each([
  ["Jo dot Miller at example dot com. Thanks, bye.", "jo.miller@example.com"],
  ["my email is jo at example dot com", "jo@example.com"],
  ["it's j o at example dot com", "jo@example.com"],
  ["j underscore smith at g mail dot com", "j_smith@gmail.com"],
  ["that's s as in sam, m as in mary at acme dot co dot uk", "sm@acme.co.uk"],
  ["m double t at example dot org", "mtt@example.org"],
  ["info at nordlicht-optik dot de", "info@nordlicht-optik.de"],
  ["jo nine nine at example dot com", "unclear"],
  ["write to jo.miller@Example.com please", "jo.miller@example.com"],
  ["jo miller at example dot com", "unclear"],
  ["a@x.com or b@x.com", "unclear"],
  ["I am at the office dot", undefined],
  ["call me at five", undefined],
])("%s spells %s", (text, address) => {
  expect(emailIn(text)).toBe(address);
});

test("an address that was written is found, whatever stands around it", () => {
  const local = fc.stringMatching(/^[a-z][a-z0-9]{0,10}$/);
  fc.assert(
    fc.property(local, local, (one, domain) => {
      expect(emailIn(`it is ${one}@${domain}.com, thanks`)).toBe(`${one}@${domain}.com`);
    }),
  );
});

const CHICAGO = { zone: "America/Chicago", at: Date.parse("2026-11-25T03:00:00Z") }; // Tuesday, 9 p.m. there
test.each([
  ["our policy renews in March", "2027-03"],
  ["it's up on March 15th", "2027-03-15"],
  ["tomorrow", "2026-11-25"],
  ["next month", undefined],
  ["we renew June 1st or July 1st", undefined],
  ["no date", undefined],
])("%s means %s where they are", (text, day) => {
  const found = dateIn(text, CHICAGO.zone, CHICAGO.at);
  if (text === "next month") expect(found).toMatch(/^2026-12/);
  else expect(found).toBe(day);
});
