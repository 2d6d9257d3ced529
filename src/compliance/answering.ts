import type { Db } from "../db/client";
import { fail, ok, type Result } from "../result";
import { activeHalts, listSuppressions } from "./store";

/** How an address that takes no mail is known: by a mark of its own, so that calls go on. */
export const undeliverable = (email: string): string => `undeliverable:${email.toLowerCase()}`;

type Asked = {
  email: string;
  state: string | undefined;
  hashOf: (contact: string) => string;
  /** The address was heard and may be somebody else's, whose opt-out is not for them to lift. */
  heard?: boolean | undefined;
};

/**
 * Whether what somebody asked for may be mailed to them now. An earlier opt-out does not stop their
 * own copy; the stop switch does, and an address that bounced or complained takes none.
 */
export async function mayAnswer(
  db: Db,
  { email, state, hashOf, heard }: Asked,
): Promise<Result<"yes" | "unreachable">> {
  const [halts, dead, own] = await Promise.all([
    activeHalts(db),
    listSuppressions(db, 1, undefined, hashOf(undeliverable(email))),
    listSuppressions(db, 50, undefined, hashOf(email)),
  ]);
  const stopped = halts.some(
    ({ scope, states }) => scope !== "calls" && (!states || !state || states.includes(state)),
  );
  if (stopped) return fail("sending is halted", true);
  const complained = own.some(({ reason }) => heard || reason === "complaint");
  return ok(dead.length > 0 || complained ? "unreachable" : "yes");
}
