import type { Db } from "../db/client";
import { fail, ok, type Result } from "../result";
import { listHalts, listSuppressions } from "./store";

/** The key that suppresses an address which takes no mail. It is not the address: calls go on. */
export const undeliverableKey = (email: string): string => `undeliverable:${email.toLowerCase()}`;

type Recipient = {
  email: string;
  state: string | undefined;
  hashOf: (contact: string) => string;
  /** The address was heard in a call. It may be somebody else's, whose opt-out still holds. */
  isUnverifiedAddress?: boolean | undefined;
};

/**
 * Whether a person may be mailed now what they asked for. An earlier opt-out does not stop their
 * copy. The stop switch does (fails with `retry`); an address that bounced or complained is
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
