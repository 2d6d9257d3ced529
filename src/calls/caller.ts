import type { Direction } from "./events";

/** The person on a call, and whether we know for sure who they are. */
export type Caller = {
  callKey: string;
  callId: string;
  direction: Direction;
  prospectId: string | null;
  campaignId: string | null;
  /** E.164; empty if the number is withheld. */
  phone: string;
  /** We dialed them, or they proved who they are. */
  verified: boolean;
};

/**
 * The prospect that a caller proved to be, with the campaign, call and callback link they answer.
 */
export type CallerIdentity = {
  prospectId: string;
  campaignId: string | null;
  callId: string | null;
  voicemailId: string | null;
};
