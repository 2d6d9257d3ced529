import fc from "fast-check";
import { expect, test } from "vitest";
import { derivedCode, derivedToken, seal, unseal } from "../../../src/links/seal";

const KEY = "a-key-that-only-tests-have";
const ids = fc.array(fc.string({ unit: "grapheme" }), { minLength: 1, maxLength: 3 });

test("what was sealed opens for its purpose, with its key, and unchanged only", () => {
  fc.assert(
    fc.property(ids, fc.nat(), (sealed, at) => {
      const token = seal(KEY, "unsubscribe", sealed);
      expect(unseal(KEY, "unsubscribe", token)).toEqual(sealed);
      expect(unseal(KEY, "callback", token)).toBeUndefined();
      expect(unseal(`${KEY}x`, "unsubscribe", token)).toBeUndefined();
      const place = at % token.length;
      const other = token[place] === "A" ? "B" : "A";
      const changed = token.slice(0, place) + other + token.slice(place + 1);
      expect(unseal(KEY, "unsubscribe", changed)).toBeUndefined();
    }),
  );
});

test("any text is no token, and no error", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(unseal(KEY, "click", text)).toBeUndefined();
    }),
  );
});

test("a dial's token and code are always the same, and another's are others", () => {
  expect(derivedToken(KEY, "call", 1)).toBe(derivedToken(KEY, "call", 1));
  const tokens = new Set([
    derivedToken(KEY, "call", 1),
    derivedToken(KEY, "call", 2),
    derivedToken("other", "call", 1),
  ]);
  expect(tokens.size).toBe(3);
  expect(derivedToken(KEY, "call", 1)).toMatch(/^[\w-]{22}$/);
  expect(derivedCode(KEY, "call", 1)).toMatch(/^\d{8}$/);
});
