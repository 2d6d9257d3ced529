import fc from "fast-check";
import { expect, test } from "vitest";
import { chunkText, chunkTurns, splitSentences } from "../../../src/corpus/chunk";
import { highlight, withoutFillers } from "../../../src/corpus/words";

const anyText = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 4_000 }),
  fc.lorem({ maxCount: 200, mode: "sentences" }),
  fc.constantFrom(
    "保険".repeat(2_000),
    "😀".repeat(3_000),
    "a".repeat(5_000),
    "word ".repeat(2_000),
  ),
);

test("the sentences of a text are the text, whatever it is", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(splitSentences(text).join("")).toBe(text);
    }),
  );
});

test("no piece is longer than the model takes, and no character is cut in half", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      for (const piece of chunkText(text)) {
        expect(piece.length).toBeLessThanOrEqual(1_400);
        if (text.isWellFormed()) expect(piece.isWellFormed()).toBe(true);
      }
    }),
  );
});

test("nothing but white space is lost on the way to pieces", () => {
  const bare = (text: string) => text.replaceAll(/\s/gu, "");
  fc.assert(
    fc.property(anyText, (text) => {
      expect(bare(chunkText(text).join(""))).toBe(bare(text));
    }),
  );
});

test("turns stay whole, each with who speaks, and a piece knows its first turn", () => {
  const turns = Array.from({ length: 40 }, (_, at) => ({
    role: at % 2 ? "user" : "assistant",
    text: `Turn ${at} speaks of bakeries and of ovens at some length. `.repeat(3),
  }));
  const pieces = chunkTurns(turns);
  expect(pieces.length).toBeGreaterThan(5);
  for (const { text, turn } of pieces) expect(text).toContain(`Turn ${turn} `);
  expect(pieces[0]?.text).toMatch(/^Agent: Turn 0/);
  expect(pieces.map(({ text }) => text).join("\n")).toContain("Person: Turn 39");
});

test("the words that were asked for are marked, in what stands around them", () => {
  const text = `${"Nothing here. ".repeat(30)}They bought two trucks in Ohio. ${"More. ".repeat(60)}`;
  const shown = highlight(text, "what about the truck?");
  expect(shown).toContain("two **trucks** in Ohio");
  expect(shown?.length).toBeLessThan(420);
  expect(highlight(text, "zebra")).toBeNull();
});

test("a question of nothing but words of talk stays as it is", () => {
  expect(withoutFillers("So, how much would it be?")).toBe("So, how much would it be?");
  expect(withoutFillers("So how much is cyber insurance?")).toBe("cyber insurance");
});
