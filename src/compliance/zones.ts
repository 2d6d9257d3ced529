import { isZone } from "../time-zone";
import type { LocationFacts } from "./facts";
import prefixes from "./nanp-zones.json";

/** Zones by prefix of the number after +1. Of several, joined by &, any may be true. */
const ZONES = new Map(
  Object.entries(prefixes).flatMap(([zones, list]) =>
    list.split(" ").map((prefix) => [prefix, zones.split("&")] as const),
  ),
);
const PREFIX_MAX = 6;
const PREFIX_MIN = 3;

/** The zones in which a North American number may be; none if its area is unknown. */
export function numberZones(phone: string): string[] {
  const digits = phone.startsWith("+1") ? phone.slice(2) : "";
  for (let length = PREFIX_MAX; length >= PREFIX_MIN; length--) {
    const zones = ZONES.get(digits.slice(0, length));
    if (zones) return zones;
  }
  return [];
}

const [EAST, CENTRAL, MOUNTAIN, PACIFIC] = [
  "America/New_York",
  "America/Chicago",
  "America/Denver",
  "America/Los_Angeles",
];
/** States by zone. It must be calling time in each zone of a state. */
const STATES_IN: Record<string, string> = {
  [EAST]: "CT DE DC FL GA IN KY ME MD MA MI NH NJ NY NC OH PA RI SC TN VT VA WV",
  [CENTRAL]: "AL AR FL IL IN IA KS KY LA MI MN MS MO NE ND OK SD TN TX WI",
  [MOUNTAIN]: "CO ID KS MT NE NM ND OR SD TX UT WY",
  [PACIFIC]: "CA ID NV OR WA",
  "America/Phoenix": "AZ",
  "America/Anchorage": "AK",
  "America/Adak": "AK",
  "Pacific/Honolulu": "HI",
  "America/Puerto_Rico": "PR",
};

const ZONES_OF_STATE = new Map<string, string[]>();
for (const [zone, states] of Object.entries(STATES_IN))
  for (const state of states.split(" "))
    ZONES_OF_STATE.set(state, [...(ZONES_OF_STATE.get(state) ?? []), zone]);

/** The zones of a state by its two letters; none for what is no state. */
export const stateZones = (state: string): string[] =>
  ZONES_OF_STATE.get(state.trim().toUpperCase()) ?? [];

/** The zones in which it must be calling time: by address and number; none if one is unknown. */
export function callingZones({ numberZones, addressState, statedZone }: LocationFacts): string[] {
  if (numberZones.length === 0) return [];
  const address = addressState ? stateZones(addressState) : [];
  if (addressState && address.length === 0) return [];
  if (statedZone && !isZone(statedZone)) return [];
  // A stated zone says which of a state's several it is; one that contradicts the state adds to it.
  const refined = statedZone && address.includes(statedZone) ? [] : address;
  return [...new Set([...(statedZone ? [statedZone] : []), ...refined, ...numberZones])];
}
