import { expect, test } from "vitest";
import { type PendingEffect, readEffect } from "../../../src/calls/pending-effect";

const EFFECTS: PendingEffect[] = [
  { do: "dial", attempt: 1 },
  { do: "lookUp", attempt: 1, dialedAt: 1_795_532_400_000 },
  { do: "ask", attempt: 1, providerCallId: "v1" },
  { do: "hangUp", attempt: 1 },
  { do: "retireNumber" },
  { do: "leaveLink", attempt: 1, delivered: false, at: 1_795_532_400_000 },
  { do: "applyOptOut", as: "opted_out", say: true },
  { do: "escalate", why: "missed_callback", outcome: "no_answer" },
  { do: "escalate", why: "missed_transfer" },
  { do: "afterCall", revision: 1, talked: true },
  { do: "project" },
  { do: "keepReport", reportId: "v1:report:1" },
];

test.each(EFFECTS)("$do is read as it was queued", (effect) => {
  expect(readEffect(JSON.stringify(effect))).toEqual(effect);
});

test.each([
  [{ do: "leaveAlone", as: "wrong_number", say: false }, "applyOptOut"],
  [{ do: "handOver", why: "missed_callback", outcome: "busy" }, "escalate"],
])("%j, of a version before, is still run", (stored, name) => {
  expect(readEffect(JSON.stringify(stored))).toEqual({ ...stored, do: name });
});

test.each([
  { do: "teleport" },
  { do: "dial" },
  { do: "applyOptOut", as: "maybe", say: true },
])("%j is no effect", (stored) => {
  expect(readEffect(JSON.stringify(stored))).toBeUndefined();
});
