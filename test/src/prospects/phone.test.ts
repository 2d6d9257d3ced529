import fc from "fast-check";
import { expect, test } from "vitest";
import { parsePhone } from "../../../src/prospects/phone";

const home = { allowed: true, zone: "America/New_York" };
const away = { allowed: false, zone: "America/New_York" };

test.each([
  ["+1 (415) 555-2671", "+14155552671", "US"],
  ["+49 30 901820", "+4930901820", "DE"],
])("%s is read as %s", (text, e164, country) => {
  expect(parsePhone(text, away)).toMatchObject({ e164, country });
});

test("a number as Americans write it is read where a country is given", () => {
  expect(parsePhone("(415) 555-2671", away, "US")).toMatchObject({ e164: "+14155552671" });
  expect(parsePhone("(415) 555-2671", away)).toBe("unparseable");
});

test.each(["", "12", "call me", "+1 415 CALL", "+0"])("%j is no number", (text) => {
  expect(parsePhone(text, away)).toBe("unparseable");
});

test.each([
  "+1415555",
  "+12345678901234567",
  "+19999999999",
])("%j is no number that exists", (text) => {
  expect(parsePhone(text, away)).toBe("impossible");
});

test("numbers out of stories are called at home only", () => {
  expect(parsePhone("+15551234567", home)).toEqual({
    e164: "+15551234567",
    country: "US",
    zones: [home.zone],
    isTestNumber: true,
  });
  expect(parsePhone("+15551234567", away)).toBe("impossible");
});

test("any text gets an answer", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const phone = parsePhone(text, home);
      if (typeof phone !== "string") expect(phone.e164).toMatch(/^\+\d{7,15}$/);
    }),
  );
});
