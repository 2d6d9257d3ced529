import fc from "fast-check";
import { expect, test } from "vitest";
import {
  SECONDS,
  spell,
  spokenSeconds,
  spokenWords,
  voicemailMessage,
} from "../../../src/conversation/voicemail";

const agency = {
  companyName: "InsureFlow Solutions",
  agentName: "Jennifer",
  tollFreeNumber: "+1 555 010 0000",
  optOutNumber: "+1 555 010 0001",
  postalAddress: "",
};
const callback = { address: "https://api.insureflow.example/c", code: "01234567" };

test("digits and the signs of an address are words that take time", () => {
  expect(spokenWords("code 1 2 3")).toBe(4);
  expect(spokenWords("code 123")).toBe(4);
  expect(spokenWords("go to a.b/c")).toBe(7);
  expect(spell("https://a.example/c")).toBe("a dot example slash c");
});

test("the message says who, that it is an AI, why, how to come back and how to make it stop", () => {
  const text = voicemailMessage(
    agency,
    { name: "Jo Miller", companyName: "Miller Bakery" },
    callback,
  );
  expect(text).toMatch(/Jo Miller.*Jennifer.*AI assistant.*InsureFlow Solutions.*Miller Bakery/);
  expect(text).toContain("api dot insureflow dot example slash c, code 0 1 2 3 4 5 6 7");
  expect(text).toContain("Or call 5 5 5 0 1 0 0 0 0 0.");
  expect(text).toContain("To stop calls, call 5 5 5 0 1 0 0 0 0 1.");
  expect(text).not.toMatch(/save|%|guarantee|free/i);
});

test("whoever it is for, it takes 20 to 30 seconds and fits into VAPI's field", () => {
  const name = fc.option(fc.string({ unit: "grapheme", maxLength: 200 }), { nil: undefined });
  const hosts = fc.constantFrom(
    "https://a.example/c",
    "https://api.insureflow.example/c",
    "http://127.0.0.1:8787/c",
  );
  fc.assert(
    fc.property(name, name, hosts, (person, companyName, address) => {
      const text = voicemailMessage(
        agency,
        { name: person, companyName },
        { ...callback, address },
      );
      expect(spokenSeconds(text)).toBeGreaterThanOrEqual(SECONDS.min);
      expect(spokenSeconds(text)).toBeLessThanOrEqual(SECONDS.max);
      expect(text.length).toBeLessThanOrEqual(1_000);
      expect(text).toContain("To stop calls, call");
    }),
    { numRuns: 500 },
  );
});
