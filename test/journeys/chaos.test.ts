import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { chaos } from "../../scripts/chaos/run";

test("calls survive lost answers, repeated and late messages, and two kills: nothing lost, nobody dialed twice", async () => {
  const folder = mkdtempSync(join(tmpdir(), "voice-agent-chaos-"));
  const report = await chaos({ calls: 24, kills: 2, seed: 11, folder, tell: () => {} });
  expect(report.wrong).toEqual([]);
  expect(report.dials).toBeGreaterThanOrEqual(24);
  rmSync(folder, { recursive: true, force: true });
});
