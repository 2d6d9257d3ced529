import { z } from "zod";
import { id } from "../ids";
import { isZone, localTime } from "../time-zone";

const state = z.string().regex(/^[A-Z]{2}$/, "must be two letters such as FL");
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time such as 09:30");
const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;

/** A licensed agent's working hours, in their own time zone. */
export const hoursData = z
  .strictObject({ days: z.array(z.enum(DAYS)).min(1).max(7), start: time, end: time })
  .refine(({ start, end }) => start < end, { path: ["end"], message: "must be after start" })
  .meta({ id: "OfficeHours", description: "When somebody picks up, in their own time zone." });
export type Hours = z.infer<typeof hoursData>;

const agent = z.strictObject({
  id: id.optional(),
  name: z.string().trim().min(1).max(200),
  phone_number: z.string().min(1).max(40),
  email: z.email().max(254).optional(),
  states: z.array(state).min(1).max(60),
  licenses: z.record(state, z.string().max(100)).optional(),
  time_zone: z.string().refine(isZone, "must be an IANA time zone such as America/Chicago"),
  hours: hoursData,
  active: z.boolean().optional(),
});
const EXAMPLE = {
  id: "lea",
  name: "Lea Licensed",
  phone_number: "+12125550100",
  email: "lea@agency.com",
  states: ["NY", "NJ"],
  licenses: { NY: "PC-1234567" },
  time_zone: "America/New_York",
  hours: { days: ["mon", "tue", "wed", "thu", "fri"], start: "09:00", end: "17:00" },
  active: true,
};

/** A licensed person of the agency: body of `POST /api/agents`. */
export const newLicensedAgent = agent.meta({ id: "NewLicensedAgent", examples: [EXAMPLE] });
export type NewLicensedAgent = z.infer<typeof newLicensedAgent>;
/** Body of `PATCH /api/agents`: the id of the licensed agent and the fields to change. */
export const licensedAgentPatch = agent
  .partial()
  .extend({ id })
  .meta({ id: "LicensedAgentPatch", examples: [{ id: "lea", active: false }] });
export type LicensedAgentPatch = z.infer<typeof licensedAgentPatch>;

/** A licensed agent as the API returns one. `licenses` holds license numbers by state. */
export const licensedAgentView = z
  .object({
    id,
    name: z.string(),
    phone_number: z.string(),
    email: z.string().nullable(),
    states: z.array(z.string()),
    licenses: z.record(z.string(), z.string()),
    time_zone: z.string(),
    hours: hoursData,
    active: z.boolean(),
  })
  .meta({ id: "LicensedAgent", examples: [EXAMPLE] });
export type LicensedAgent = z.infer<typeof licensedAgentView>;

/** Whether a licensed agent is active and within working hours at `at` (ms since 1970). */
export function isAtWork({ time_zone, hours, active }: LicensedAgent, at: number): boolean {
  const { day, minute } = localTime(time_zone, at);
  const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
  const today = DAYS[day];
  const works = today !== undefined && hours.days.includes(today);
  return active && works && minute >= minutes(hours.start) && minute < minutes(hours.end);
}

/**
 * The first licensed agent at work who may sell in `state`. A caller whose state is unknown goes to
 * anyone at work: they ask first, and sell nothing where they have no license.
 */
export const licensedAgentFor = (agents: LicensedAgent[], state: string | undefined, at: number) =>
  agents.find((agent) => isAtWork(agent, at) && (!state || agent.states.includes(state)));
