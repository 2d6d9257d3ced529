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
export interface Booking {
  /** Free starts between two moments, earliest first. */
  free(from: number, until: number, timeZone: string): Promise<Result<number[]>>;
  /** Books one: `taken` if somebody was faster; `unknown` may have been booked and is not repeated. */
  book(start: number, meeting: Meeting): Promise<Result<Booked | "taken" | "unknown">>;
}
