import type { Direction } from "./events";

/** Who is on a call, and how sure we are of it. */
export type Caller = {
  callKey: string;
  callId: string;
  direction: Direction;
  prospectId: string | null;
  campaignId: string | null;
  /** E.164; empty if it is withheld. */
  phone: string;
  /** They proved who they are, or we dialed them. */
  verified: boolean;
};

/** Whom a caller turned out to be. */
export type CallerIdentity = {
  prospectId: string;
  campaignId: string | null;
  callId: string | null;
  voicemailId: string | null;
};
