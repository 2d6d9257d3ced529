import type { CONTACT_CHANNELS } from "../db/compliance";
/** `voicemail` is asked beside `voice`: whether a machine that picks up may be told anything. */
export type Channel = (typeof CONTACT_CHANNELS)[number];

/** What is known of where a person is. */
export type LocationFacts = {
  numberZones: string[];
  addressState: string | undefined;
  statedZone: string | undefined;
};

/** What the rules look at, read in one query just before. Times in ms of product time. */
export type Facts = LocationFacts & {
  halted: boolean;
  /** Why the number or the person is left alone, if they are. */
  suppressions: string[];
  country: string | undefined;
  /** The number belongs to nobody, which only a local installation calls. */
  testNumber?: boolean | undefined;
  consents: { basis: string; channels: string[] }[];
  /** When earlier dials within the cap's window were made. */
  attempts: number[];
};
