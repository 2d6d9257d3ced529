import type { Result } from "../result";

export type Meeting = {
  /** The person's zone. */
  timeZone: string;
  name: string;
  email: string;
  phone?: string | undefined;
  notes?: string | undefined;
};
export type Booked = { id: string; start: number; end: number };

/** Where meetings are booked, if that place speaks with programs. */
export interface Calendar {
  /** Free starts between two moments, earliest first. */
  free(from: number, until: number, timeZone: string): Promise<Result<number[]>>;
  /** Books one: `taken` if somebody was faster; `unknown` may have been booked and is not repeated. */
  book(start: number, meeting: Meeting): Promise<Result<Booked | "taken" | "unknown">>;
  /** Gives a booking another time; the booking has another id then. */
  move(id: string, start: number): Promise<Result<Booked | "taken" | "unknown">>;
  /** Cancels one; one that is cancelled already stays so. */
  cancel(id: string, reason?: string): Promise<Result<undefined>>;
}
