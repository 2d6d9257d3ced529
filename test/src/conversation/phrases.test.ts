import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { classifyOpening, lineStatusOf } from "../../../src/conversation/machine-detection";
import { containsOptOut } from "../../../src/conversation/opt-out";

const read = (name: string) =>
  readFileSync(`test/fixtures/phrases/${name}.txt`, "utf8").trim().split("\n");

/** Stated in docs/phone-language.md: of the labelled wishes none is missed, and nothing else is taken for one. */
test("who asks to be left alone is understood, and nobody else", () => {
  const labelled = read("opt-outs").map((line) => ({
    wish: line.startsWith("+"),
    text: line.slice(2),
  }));
  expect(labelled.filter(({ wish }) => wish).length).toBeGreaterThanOrEqual(45);
  const missed = labelled.filter(({ wish, text }) => wish && !containsOptOut(text));
  const false_ = labelled.filter(({ wish, text }) => !wish && containsOptOut(text));
  expect({ missed: missed.map(({ text }) => text), taken: false_.map(({ text }) => text) }).toEqual(
    { missed: [], taken: [] },
  );
});

test("machines and screening are told from people, and no person is taken for a machine", () => {
  const labelled = read("openings").map((line) => line.split(" | ", 2) as [string, string]);
  const wrong = labelled.filter(([kind, text]) => classifyOpening(text) !== kind);
  expect(wrong).toEqual([]);
});

test("one thing that a person says makes a call a person's", () => {
  const machine = "Please leave a message after the tone.";
  expect(lineStatusOf([machine])).toBe("machine");
  expect(lineStatusOf([machine, "Hello? Sorry, I was late."])).toBe("person");
  expect(lineStatusOf([])).toBe("person");
});
