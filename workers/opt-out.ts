import { openCallsOf } from "../src/calls/store";
import { type Suppression, suppress } from "../src/compliance/store";
import { findProspect } from "../src/prospects/store";
import { describeError, ok, type Result } from "../src/result";
import type { Record } from "./call-records";
import type { App } from "./compose";

type Someone = { id: string; phone: string; email: string | null };

/** Stops every channel for a person, now: number and address are suppressed, open calls end. */
export async function optOut(app: App, env: Env, person: Someone, source: string): Promise<void> {
  await suppressEverywhere(app, person, source);
  const open = await openCallsOf(app.db, person.id);
  // What a call hears too late, the gate refuses anyway.
  await Promise.allSettled(
    open.map(({ callKey, callId }) => env.CALLS.getByName(callKey).leaveAlone(callId)),
  );
}

async function suppressEverywhere(
  app: App,
  { phone, email }: Pick<Someone, "phone" | "email">,
  source: string,
): Promise<void> {
  const reason = "opt_out";
  const rows: Suppression[] = [
    ...(phone ? [{ hash: app.hashOf(phone), kind: "phone", reason, source } as const] : []),
    ...(email ? [{ hash: app.hashOf(email), kind: "email", reason, source } as const] : []),
  ];
  await suppress(app.db, rows, new Date(app.now()));
}

const FAREWELL = "I will take you off our list. You will not hear from us again. Goodbye.";

/** Somebody said on the phone that they want to be left alone: it is done, said once, and ended. */
export async function leaveAlone({ state, lines }: Record, app: App): Promise<Result<undefined>> {
  const { callId, prospectId, to } = state.wanted;
  const person = prospectId ? await findProspect(app.db, prospectId) : undefined;
  await suppressEverywhere(app, { phone: to, email: person?.email ?? null }, `call:${callId}`);
  const line = lines.at(-1);
  if (state.phase !== "out" || state.dial.end || !line?.controlUrl) return ok(undefined);
  await app.telephony
    .control(line, { action: "say", text: FAREWELL, endAfter: true })
    .catch((error) => console.error({ event: "farewell.not-said", error: describeError(error) }));
  return ok(undefined);
}
