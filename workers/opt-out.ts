import { openCallsOf } from "../src/calls/store";
import { type Suppression, suppress } from "../src/compliance/store";
import type { App } from "./compose";

type Someone = { id: string; phone: string; email: string | null };

/** Stops every channel for a person, now: number and address are suppressed, open calls end. */
export async function optOut(app: App, env: Env, person: Someone, source: string): Promise<void> {
  const { id, phone, email } = person;
  const rows: Suppression[] = [
    { hash: app.hashOf(phone), kind: "phone", reason: "opt_out", source },
    ...(email
      ? [{ hash: app.hashOf(email), kind: "email", reason: "opt_out", source } as const]
      : []),
  ];
  await suppress(app.db, rows, new Date(app.now()));
  const open = await openCallsOf(app.db, id);
  // What a call hears too late, the gate refuses anyway.
  await Promise.allSettled(
    open.map(({ callKey, callId }) => env.CALLS.getByName(callKey).leaveAlone(callId)),
  );
}
