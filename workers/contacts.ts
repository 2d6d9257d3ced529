import { mayMailRequested } from "../src/compliance/mail-permission";
import type { Db } from "../src/db/client";
import { zonesOfPerson } from "../src/prospects/calling-zones";
import { contactHash } from "../src/prospects/prospect";
import { findProspect } from "../src/prospects/store";
import type { TaskDeps } from "../src/tasks/task";
import type { Settings } from "./adapters/settings";

/** Whether and when somebody may be contacted, and the hashes that stand for contacts. */
export function contacts({ env, need }: Settings, database: { readonly db: Db }) {
  const hashOf = (contact: string) => contactHash(need("PII_HASH_KEY"), contact);
  /** Test numbers may be called on a local installation only. */
  const testNumbers = () => ({
    allowed: env.ENVIRONMENT === "local",
    zone: need("AGENCY_TIME_ZONE"),
  });
  const zoneOf: TaskDeps["zoneOf"] = async (prospectId) => {
    const person = prospectId ? await findProspect(database.db, prospectId) : undefined;
    const zones = person && zonesOfPerson(testNumbers(), person, person.phone_number);
    return zones?.[0] ?? need("AGENCY_TIME_ZONE");
  };
  return {
    hashOf,
    testNumbers,
    zoneOf,
    /** Whether somebody may be mailed what they asked for. */
    mayMailRequested: (({ email, address }, isUnverifiedAddress?: boolean) => {
      const state = address?.state?.toUpperCase();
      return mayMailRequested(database.db, {
        email: email ?? "",
        state,
        hashOf,
        isUnverifiedAddress,
      });
    }) satisfies TaskDeps["mayMailRequested"],
  };
}
