import { expect, test } from "vitest";
import { redactContacts } from "../../src/redact-contacts";

test.each([
  ["vapi answered 400: +14155550123 is no number", "vapi answered 400: [phone] is no number"],
  ["call +1 (415) 555-0123 now", "call [phone] now"],
  [
    "Found inactive addresses: ana.o'neil+x@mail.example.",
    "Found inactive addresses: ana.o'[email].",
  ],
  ['{"to":"zoë@bücher.example"}', '{"to":"[email]"}'],
])("contacts in %s are redacted", (text, redacted) => {
  expect(redactContacts(text)).toBe(redacted);
});

test("ids, moments and figures stay as they are", () => {
  const text =
    "call 5f0c0b7e-2b5e-4b8f-9d5f-6f1f6f0c8a11-1 at 2026-11-24T15:00:00.000Z cost 1234567";
  expect(redactContacts(text)).toBe(text);
});
