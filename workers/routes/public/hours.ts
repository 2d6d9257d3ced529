import type { Context } from "hono";
import { isOpen, nextOpen } from "../../../src/compliance/calling-hours";
import type { App, AppEnv } from "../../compose";
import type { CallingHours } from "../../pages/calling-hours";

/** Whether and when a person may be called, as their pages say it. */
export function hoursOf(app: App, zones: string[], phoneNumber: string): CallingHours {
  const now = app.now();
  const open = isOpen(zones, now);
  const opensAt = open || zones.length === 0 ? undefined : nextOpen(zones, now);
  const zone = zones[0] ?? app.need("AGENCY_TIME_ZONE");
  return { phoneNumber, zone, now, open, opensAt };
}

/** For when the call is planned that a person has just asked for: it stands in the address they were sent to. */
export function plannedFor(c: Context<AppEnv>): number | undefined {
  const at = Number(c.req.query("at") ?? Number.NaN);
  return at > c.get("app").now() && at < MOMENT_MAX ? at : undefined;
}
/** The last moment that a date can be. */
const MOMENT_MAX = 8.64e15;
