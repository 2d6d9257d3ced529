import { isOpen } from "../compliance/calling-hours";
import { DAY_MS, MINUTE_MS } from "../time";
import { localTime } from "../time-zone";

export const SLOT_MS = 30 * MINUTE_MS;
/** How many people may be called back in one slot. */
export const PER_SLOT = 3;
/** Nobody is called sooner than this after picking a time. */
const NOTICE_MS = 15 * MINUTE_MS;
const SLOTS_MAX = 200;
/** The agency's own hours on working days, in minutes of its day. */
const OFFICE = { from: 9 * 60, until: 17 * 60, days: [1, 2, 3, 4, 5] };

export type Slot = { start: number; end: number };

/** Whether the agency is at work. */
export function isOfficeOpen(zone: string, at: number): boolean {
  const { day, minute } = localTime(zone, at);
  return OFFICE.days.includes(day) && minute >= OFFICE.from && minute < OFFICE.until;
}

type SlotSearch = {
  now: number;
  until: number;
  agencyZone: string;
  /** The zones of the person, in all of which it must be calling time. */
  zones: string[];
  /** How many are called in a slot already, by its start. */
  taken: Map<number, number>;
};

/** Free times: the agency is at work, and the law allows a call to this person. */
export function freeSlots({ now, until, agencyZone, zones, taken }: SlotSearch): Slot[] {
  const slots: Slot[] = [];
  const first = Math.ceil((now + NOTICE_MS) / SLOT_MS) * SLOT_MS;
  const last = Math.min(until, now + 7 * DAY_MS);
  for (let start = first; start < last && slots.length < SLOTS_MAX; start += SLOT_MS) {
    const fits =
      isOfficeOpen(agencyZone, start) && isOpen(zones, start) && isOpen(zones, start + SLOT_MS - 1);
    if (fits && (taken.get(start) ?? 0) < PER_SLOT) slots.push({ start, end: start + SLOT_MS });
  }
  return slots;
}
