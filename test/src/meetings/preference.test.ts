import { expect, test } from "vitest";
import { chooseStart } from "../../../src/meetings/preference";

const ZONE = "America/New_York";
/** A Friday, 10 a.m. there. */
const NOW = Date.parse("2026-11-27T15:00:00Z");
/** Every full hour from 9 to 5 on weekdays of two weeks. */
const STARTS = Array.from({ length: 14 * 24 }, (_, hour) => NOW + hour * 3_600_000).filter((at) => {
  const local = new Date(at - 5 * 3_600_000);
  return (
    ![0, 6].includes(local.getUTCDay()) && local.getUTCHours() >= 9 && local.getUTCHours() < 17
  );
});

test.each<[string, string[], string]>([
  ["December 2nd at 2 pm", ["2026-12-02"], "2026-12-02T19:00:00.000Z"],
  ["the day after tomorrow, any time on Monday", ["2026-11-30"], "2026-11-30T14:00:00.000Z"],
  ["Tuesday or Wednesday at 2", [], "2026-12-01T19:00:00.000Z"],
  ["Monday morning", [], "2026-11-30T14:00:00.000Z"],
  ["next week, Tuesday morning is good", ["2026-12-01"], "2026-12-01T14:00:00.000Z"],
  ["in the afternoon", [], "2026-11-27T17:00:00.000Z"],
])("%s is met", (said, days, start) => {
  const chosen = chooseStart(STARTS, { said, days }, ZONE, NOW);
  expect(new Date(chosen ?? 0).toISOString()).toBe(start);
});

test("without a wish it is the first free time, and with none there is none", () => {
  expect(chooseStart(STARTS, { said: undefined, days: [] }, ZONE, NOW)).toBe(STARTS[0]);
  expect(chooseStart([], { said: "Monday", days: [] }, ZONE, NOW)).toBeUndefined();
});
