import { type Access, ask } from "../client";

/** A Tuesday, 10 a.m. in New York. */
export const START = "2026-11-24T15:00:00Z";

/** The states of a call that has not ended. */
export const OPEN = [
  "SCHEDULED",
  "INITIATED",
  "RINGING",
  "CONNECTED",
  "VOICEMAIL_PENDING",
  "RETRY_SCHEDULED",
];
const WAITING = ["SCHEDULED", "RETRY_SCHEDULED"];
const QUIET_MS = 12_000;
const GIVE_UP_MS = 120_000;
/** Longer than a call may take: at its end the product asks the provider by itself. */
const LONG_ENOUGH = "PT16M";

export async function setClock(access: Access, now: string): Promise<string> {
  return (await ask(access, "POST", "/dev/clock", { now })).body.now;
}

type Open = { state: string; not_before: string | null };

/**
 * Lives on until nothing is open: lets what is under way end by itself, then moves product time to
 * whatever is waited for, and fires the minute's cron. Answers what time it is in the end.
 */
export async function moveTimeOn(access: Access, open: () => Promise<Open[]>): Promise<string> {
  let last = "";
  let changed = Date.now();
  const end = Date.now() + GIVE_UP_MS;
  while (Date.now() < end) {
    const calls = await open();
    if (calls.length === 0) break;
    const seen = JSON.stringify(calls);
    if (seen !== last) changed = Date.now();
    last = seen;
    const waiting = calls.filter(({ state }) => WAITING.includes(state));
    if (waiting.length === calls.length) await advanceTo(access, waiting);
    else if (Date.now() - changed > QUIET_MS) {
      changed = Date.now();
      await ask(access, "POST", "/dev/clock", { advance: LONG_ENOUGH });
    }
    await ask(access, "POST", "/dev/cron", { cron: "* * * * *" });
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return (await ask(access, "POST", "/dev/clock", { advance: "PT0S" })).body.now;
}

async function advanceTo(access: Access, waiting: Open[]): Promise<void> {
  const now = Date.parse((await ask(access, "POST", "/dev/clock", { advance: "PT0S" })).body.now);
  const times = waiting.map(({ not_before }) => Date.parse(not_before ?? "")).filter(Boolean);
  const next = Math.min(...times);
  if (next > now) await setClock(access, new Date(next).toISOString());
}
