import fc from "fast-check";
import { expect, test } from "vitest";
import { classifyAnswer } from "../../../src/webforms/confirmation";
import type { PageField } from "../../../src/webforms/field";
import { guardOf, isPrivate } from "../../../src/webforms/guard";
import { KEYS } from "../../../src/webforms/labels";
import { matchFields } from "../../../src/webforms/match";
import { choose, keyOfOptions } from "../../../src/webforms/options";
import { entryFor, isSame } from "../../../src/webforms/values";

let index = 0;
const aField = (over: Partial<PageField> = {}): PageField => ({
  index: index++,
  frame: 0,
  form: 0,
  type: "text",
  selector: "input",
  tabbed: true,
  name: "",
  id: "",
  autocomplete: "",
  label: "",
  aria: "",
  placeholder: "",
  title: "",
  near: "",
  legend: "",
  inputmode: "",
  pattern: "",
  value: "",
  options: [],
  required: false,
  maxLength: null,
  checked: false,
  disabled: false,
  hidden: false,
  ...over,
});
const options = (...labels: string[]) => labels.map((label) => ({ value: label, label }));
const keysOf = (...fields: PageField[]) => matchFields(fields).matches.map(({ key }) => key);

test("the page's own token counts most, then its words, then its names", () => {
  expect(keysOf(aField({ autocomplete: "shipping given-name", label: "Whatever" }))).toEqual([
    "given_name",
  ]);
  expect(keysOf(aField({ label: "Your email", name: "q17" }))).toEqual(["email"]);
  expect(keysOf(aField({ name: "txtLastName" }))).toEqual(["family_name"]);
  expect(keysOf(aField({ label: "Name", name: "first_name" }))).toEqual(["given_name"]);
});

test.each<[Partial<PageField>, string]>([
  [{ near: "Nickname * i", name: "RegisterForm[vorname]" }, "given_name"],
  [{ near: "that will forward to this address.", name: "email" }, "email"],
  [{ near: "Your name:", name: "realname" }, "name"],
  [{ label: "Renewal / expiration date" }, "renewal_date"],
  [{ type: "email", autocomplete: "username", placeholder: "Email" }, "email"],
  [{ label: "Email (Username):", name: "account.username" }, "email"],
  [{ type: "date", aria: "DOB", name: "birthday" }, "bday"],
  [
    { near: "Name on card", placeholder: "Enter Postal Code", name: "addCreditCardPostalCode" },
    "postal_code",
  ],
])("of several signs the closest counts: %j asks for the %s", (over, key) => {
  expect(keysOf(aField(over))).toEqual([key]);
});

test("what has a place among others is known by it", () => {
  const three = [3, 3, 4].map((maxLength, at) =>
    aField({ maxLength, near: at === 0 ? "Phone" : "" }),
  );
  expect(keysOf(...three)).toEqual(["tel_area_code", "tel_local_prefix", "tel_local_suffix"]);
  expect(keysOf(aField({ label: "Address" }), aField())).toEqual([
    "address_line1",
    "address_line2",
  ]);
  expect(keysOf(aField({ label: "Name" }), aField({ label: "Last name" }))).toEqual([
    "given_name",
    "family_name",
  ]);
});

test.each([
  ["hidden", { hidden: true, label: "Email" }],
  ["out of reach", { tabbed: false, autocomplete: "off", label: "Website" }],
  ["bait by its name", { name: "hp_email", label: "Email" }],
  ["a card's number", { autocomplete: "cc-number" }],
  ["a password", { type: "password", label: "Password" }],
  ["a fax", { autocomplete: "fax tel" }],
  ["a friend's address", { type: "email", label: "Your friend's email" }],
  ["disabled", { disabled: true, label: "Email" }],
  ["a card's holder", { label: "Name", name: "payment[name]" }],
  ["a card's end", { type: "tel", aria: "tel EXPIRATION", placeholder: "mm/yy" }],
  ["an account's name", { near: "* Account Name:", name: "user_name" }],
  [
    "a captcha",
    { type: "textarea", near: "This address is invalid", name: "g-recaptcha-response" },
  ],
  ["an age", { near: "Your age", name: "birthday_age" }],
])("%s is not filled", (_, over) => {
  expect(keysOf(aField(over))).toEqual([]);
});

test("no box is ever filled as a field, and the same page gives the same answer", () => {
  const words = fc.constantFrom("", "First name", "Email", "I agree", "Phone", "Website", "???");
  const type = fc.constantFrom("text", "email", "tel", "checkbox", "radio", "hidden", "select");
  const field = fc
    .record({ type, label: words, near: words, name: words, hidden: fc.boolean() })
    .map(aField);
  fc.assert(
    fc.property(fc.array(field, { maxLength: 12 }), (fields) => {
      const once = matchFields(fields);
      expect(matchFields(fields)).toEqual(once);
      for (const { field, key } of once.matches) {
        expect(["checkbox", "radio", "hidden"]).not.toContain(field.type);
        expect(field.hidden).toBe(false);
        expect(KEYS).toContain(key);
      }
    }),
  );
});

test.each([
  ["address_level1", "NY", ["Choose", "New Jersey", "New York"], "New York"],
  ["employee_count", "40", ["1-10", "11-50", "51+"], "11-50"],
  ["employee_count", "80", ["1-10", "11-50", "51+"], "51+"],
  ["revenue", "1200000", ["Under $1M", "$1M - $5M", "Over $5M"], "$1M - $5M"],
  [
    "coverage_type",
    "general_liability",
    ["Cyber", "General Liability Insurance"],
    "General Liability Insurance",
  ],
  ["country", "US", ["Canada", "United States of America"], "United States of America"],
  ["coverage_type", "cyber", ["Auto", "Home"], undefined],
] as const)("of the answers to %s, %s means %j", (key, value, labels, expected) => {
  expect(choose(key, value, options(...labels))?.label).toBe(expected);
});

test("what a list answers is seen from its answers", () => {
  expect(keyOfOptions(options("Mr", "Mrs", "Ms"))).toBe("honorific_prefix");
  expect(keyOfOptions(options("General liability", "Workers' compensation"))).toBe("coverage_type");
  expect(keyOfOptions(options("Red", "Blue"))).toBeUndefined();
});

test("a value has the form that its field wants, or says why it has none", () => {
  const values = { tel: "+15185550101", renewal_date: "2027-03-01", name: "Zoë Å" };
  const told = (over: Partial<PageField>, key: "tel" | "renewal_date" | "given_name" | "email") =>
    entryFor(aField(over), key, values);
  expect(told({ pattern: "\\d{10}" }, "tel")).toEqual({ value: "5185550101" });
  expect(told({ placeholder: "(555) 555-5555" }, "tel")).toEqual({ value: "(518) 555-0101" });
  expect(told({ placeholder: "MM/DD/YYYY" }, "renewal_date")).toEqual({ value: "03/01/2027" });
  expect(told({ type: "date" }, "renewal_date")).toEqual({ value: "2027-03-01" });
  expect(told({ maxLength: 2 }, "given_name")).toEqual({
    reason: expect.stringContaining("2 characters"),
  });
  expect(told({}, "email")).toEqual({ reason: "no value is known for it" });
  expect(isSame("tel", "+15185550101", "(518) 555-0101")).toBe(true);
  expect(isSame("email", "a@b.c", "a@b.d")).toBe(false);
});

test.each([
  "127.0.0.1",
  "10.0.0.1",
  "169.254.169.254",
  "[::1]",
  "localhost",
  "db.internal",
  "2130706433",
  "router",
  "0x7f000001",
  "printer.lan",
])("%s is somebody's own network", (host) => {
  expect(isPrivate(host)).toBe(true);
});

test("a page is shown from the list only, a part from any public host, and home counts at home", () => {
  const may = guardOf(["book.example.com", "127.0.0.1:8080"], false);
  expect(may("https://book.example.com/x", "page")).toBe(true);
  expect(may("http://book.example.com/x", "page")).toBe(false);
  expect(may("https://evil.example.com/x", "page")).toBe(false);
  expect(may("https://cdn.example.net/x.js", "part")).toBe(true);
  expect(may("https://user:pw@book.example.com/", "page")).toBe(false);
  expect(may("http://127.0.0.1:8080/", "page")).toBe(false);
  expect(may("file:///etc/passwd", "part")).toBe(false);
  expect(guardOf(["127.0.0.1:8080"], true)("http://127.0.0.1:8080/", "page")).toBe(true);
  expect(guardOf(["127.0.0.1:8080"], true)("http://127.0.0.1:9/", "part")).toBe(false);
});

test("only clear words are a yes, and words that were there before are none", () => {
  const state = (text: string, over: object = {}) => ({
    url: "u",
    title: "",
    text,
    fields: 1,
    invalid: [],
    alerts: [],
    captcha: false,
    ...over,
  });
  const before = state("Thank you for visiting. Book here");
  expect(classifyAnswer(before, state("Thank you for visiting. Book here")).status).toBe(
    "ambiguous",
  );
  expect(
    classifyAnswer(state("Book"), state("Your meeting is confirmed. Thank you")),
  ).toMatchObject({
    status: "confirmed",
  });
  expect(classifyAnswer(state("Book"), state("Book", { invalid: ["Email: fill in"] })).status).toBe(
    "rejected",
  );
});
