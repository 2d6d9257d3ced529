import type { Facts } from "../../src/compliance/facts";
import { mayContact } from "../../src/compliance/gate";
import { callingZones } from "../../src/compliance/zones";
import { parsePhone } from "../../src/prospects/phone";
import { DAY_MS, HOUR_MS } from "../../src/time";
import { compare, type Figure } from "./compare";

const PROSPECTS = 10_000;
/** A preview over all prospects may take this much CPU time, in ms, at the median. */
const CPU_MS_MAX = 1_000;
/** Saturday night before the clocks go forward: everybody's next legal time is computed. */
const NIGHT = Date.parse("2027-03-14T04:00:00Z");

const STATES =
  "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ " +
  "NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY";
const AREAS =
  "205 907 602 501 213 303 860 302 202 305 404 808 208 312 317 515 316 502 504 207 410 617 313 " +
  "612 601 314 406 402 702 603 201 505 212 704 701 216 405 503 215 401 803 605 615 713 801 802 " +
  "703 206 304 414 307";
const states = STATES.split(" ");
const areas = AREAS.split(" ");
const testNumbers = { allowed: false, zone: "America/New_York" };

type Listed = { number: string; state: string; attempts: number[] };

/** Of every state; one in five moved and kept their number, one in seven was called three times. */
const listed = Array.from({ length: PROSPECTS }, (_, index): Listed => {
  const moved = index % 5 === 0 ? Math.floor(index / 5) : 0;
  const line = 2_000 + (index % 7_000);
  return {
    number: `+1${areas[(index + moved) % areas.length]}234${line}`,
    state: states[index % states.length] ?? "",
    attempts: index % 7 === 0 ? [1, 2, 3].map((hours) => NIGHT - hours * HOUR_MS) : [],
  };
});

/** A preview reads each number and decides; gives how many may be called now or later. */
function preview(now: number): number {
  let later = 0;
  for (const { number, state, attempts } of listed) {
    const phone = parsePhone(number, testNumbers);
    if (typeof phone === "string") throw new Error(`${number} is ${phone}`);
    const decision = mayContact(factsOf(phone.zones, state, attempts), "voice", now);
    if (decision.allowed || decision.until) later++;
  }
  return later;
}

function decideAll(now: number): number {
  let zones = 0;
  for (const [index, { state, attempts }] of listed.entries()) {
    const facts = factsOf(numberZonesOf[index] ?? [], state, attempts);
    mayContact(facts, "voice", now);
    zones += callingZones(facts).length;
  }
  return zones;
}

const numberZonesOf = listed.map(({ number }) => {
  const phone = parsePhone(number, testNumbers);
  return typeof phone === "string" ? [] : phone.zones;
});

const factsOf = (numberZones: string[], addressState: string, attempts: number[]): Facts => ({
  halted: false,
  suppressions: [],
  country: "US",
  numberZones,
  addressState,
  statedZone: undefined,
  consents: [{ basis: "written", channels: ["voice"] }],
  attempts,
});

/** The least that knows the time where somebody is: the runtime is asked once about each. */
function readClocks(now: number): number {
  let minutes = 0;
  for (let index = 0; index < PROSPECTS; index++) minutes += clock.format(now + index).length;
  return minutes;
}
const clock = new Intl.DateTimeFormat("en-US", {
  timeZone: "America/New_York",
  timeStyle: "short",
});

/** The gate's decisions, each with its next legal time, in CPU time of this process. */
export async function gate(tell: (line: string) => void): Promise<Figure[]> {
  const first = timed(() => decideAll(NIGHT));
  tell(`${PROSPECTS} first decisions, with no zone known yet: ${Math.round(first)} ms`);
  tell(`${preview(NIGHT)} of ${PROSPECTS} have a next legal time`);
  const rows: [name: string, budget: number, product: (now: number) => number][] = [
    ["gate, decisions alone", 20, decideAll],
    ["gate, a preview with the numbers read", 40, preview],
  ];
  const figures: Figure[] = [];
  for (const [name, budget, product] of rows) {
    const figure = await compare({
      name,
      budget,
      rounds: 5,
      each: 8,
      floor: async (at) => timed(() => readClocks(NIGHT + at * DAY_MS)),
      product: async (at) => timed(() => product(NIGHT + at * DAY_MS)),
      counts: async () => `${PROSPECTS} prospects, at most ${CPU_MS_MAX} ms`,
    });
    tell(`${name}: p50 ${figure.product_ms} ms of CPU`);
    figures.push({ ...figure, within: figure.within && figure.product_ms <= CPU_MS_MAX });
  }
  return figures;
}

function timed(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
