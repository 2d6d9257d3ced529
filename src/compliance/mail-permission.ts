import type { Db } from "../db/client";
import { fail, ok, type Result } from "../result";
import { listHalts, listSuppressions } from "./store";

/** The key under which an address that takes no mail is suppressed: apart from its own, so that calls go on. */
export const undeliverableKey = (email: string): string => `undeliverable:${email.toLowerCase()}`;

type Recipient = {
  email: string;
  state: string | undefined;
  hashOf: (contact: string) => string;
  /** The address was heard in a call and may be somebody else's, whose opt-out the caller cannot lift. */
  isUnverifiedAddress?: boolean | undefined;
};

/**
 * Whether a person may be mailed now what they asked for. An earlier opt-out does not stop their own
 * copy. The stop switch does (fails with `retry`), and an address that bounced or complained is
 * `unreachable`.
 */
export async function mayMailRequested(
  db: Db,
  { email, state, hashOf, isUnverifiedAddress }: Recipient,
): Promise<Result<"yes" | "unreachable">> {
  const [halts, bounces, own] = await Promise.all([
    listHalts(db),
    listSuppressions(db, 1, undefined, hashOf(undeliverableKey(email))),
    listSuppressions(db, 50, undefined, hashOf(email)),
  ]);
  const stopped = halts.some(
    ({ scope, states }) => scope !== "calls" && (!states || !state || states.includes(state)),
  );
  if (stopped) return fail("sending is halted", true);
  const isRefused = own.some(({ reason }) => isUnverifiedAddress || reason === "complaint");
  return ok(bounces.length > 0 || isRefused ? "unreachable" : "yes");
}
