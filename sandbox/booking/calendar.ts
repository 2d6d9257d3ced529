import { randomUUID } from "node:crypto";
import { Refusal } from "../server";

const HOUR_MS = 3_600_000;
const MEETING_MS = HOUR_MS / 2;
const SLOTS_MAX = 200;
/** Meetings start on the hour, Monday to Friday, in UTC. */
const OPENS_AT_HOUR = 14;
const CLOSES_AT_HOUR = 21;

export type Attendee = { name: string; email: string; timeZone: string };
/** `start` is an ISO time in UTC. */
type Booking = { uid: string; start: string; attendee: Attendee };

/** A calendar with one meeting at a time. */
export class Calendar {
  readonly bookings: Booking[] = [];
  readonly #cancelled = new Set<string>();

  /** Start times that are free between two times, at most 200. */
  freeSlots(from: number, until: number): string[] {
    const slots: string[] = [];
    const first = Math.ceil(from / HOUR_MS) * HOUR_MS;
    for (let at = first; at < until && slots.length < SLOTS_MAX; at += HOUR_MS) {
      const start = new Date(at).toISOString();
      if (isOpen(new Date(at)) && !this.#isTaken(start)) slots.push(start);
    }
    return slots;
  }

  /** Throws a refusal if the time is taken. */
  book(start: string, attendee: Attendee) {
    if (this.#isTaken(start)) throw refusal(409, "ConflictException", TAKEN);
    const booking = { uid: randomUUID().replaceAll("-", "").slice(0, 22), start, attendee };
    this.bookings.push(booking);
    const end = new Date(Date.parse(start) + MEETING_MS).toISOString();
    return { uid: booking.uid, id: this.bookings.length, status: "accepted", start, end };
  }

  /** The booking gets a new id, as at cal.com. Throws a refusal if the time is taken. */
  reschedule(booking: Booking, start: string) {
    if (this.#isTaken(start)) throw refusal(409, "ConflictException", TAKEN);
    this.#remove(booking);
    return this.book(start, booking.attendee);
  }

  cancel(booking: Booking) {
    this.#remove(booking);
    this.#cancelled.add(booking.uid);
    return { uid: booking.uid, status: "cancelled" };
  }

  /** Throws a refusal if the booking is cancelled or was never made. */
  find(uid: string): Booking {
    const booking = this.bookings.find((one) => one.uid === uid);
    if (booking) return booking;
    if (this.#cancelled.has(uid)) throw badRequest("Booking is already cancelled");
    throw notFound();
  }

  #isTaken(start: string): boolean {
    return this.bookings.some((one) => one.start === start);
  }

  #remove(booking: Booking): void {
    this.bookings.splice(this.bookings.indexOf(booking), 1);
  }
}

function isOpen(at: Date): boolean {
  const day = at.getUTCDay();
  const hour = at.getUTCHours();
  return day > 0 && day < 6 && hour >= OPENS_AT_HOUR && hour < CLOSES_AT_HOUR;
}

const TAKEN = "User either already has booking at this time or is not available";
const refusal = (status: 400 | 409, code: string, message: string) =>
  new Refusal(status, { status: "error", error: { code, message } });
export const badRequest = (message: string) => refusal(400, "BadRequestException", message);
export const notFound = () =>
  new Refusal(404, { status: "error", error: { code: "NotFoundException" } });
