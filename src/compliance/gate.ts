import { daysAt, holdsOn } from "./effective-dates";
import type { Channel, Facts } from "./facts";
import { type ReasonCode, RULES, type Rule, type RuleId } from "./rules";

export type Decision =
  | { allowed: true }
  | {
      allowed: false;
      reasonCode: ReasonCode;
      rule: RuleId;
      /** When it may be asked again, in ms of product time; without it the answer is never. */
      until?: number | undefined;
    };

/** Decides whether we may contact a person on a channel now. An unknown fact counts against it. */
export const mayContact = (facts: Facts, channel: Channel, now: number): Decision =>
  decideBy(RULES, facts, channel, now);

/** Of the rules that hold at this moment and on this channel, the first that refuses decides. */
export function decideBy(
  rules: readonly Rule[],
  facts: Facts,
  channel: Channel,
  now: number,
): Decision {
  const days = daysAt(now);
  for (const rule of rules) {
    const holds = days.some((day) => holdsOn(rule, day));
    if (!holds || !rule.channels.includes(channel)) continue;
    const refusal = rule.decide(facts, now, channel);
    if (!refusal) continue;
    const { id, reasonCode } = rule;
    return { allowed: false, reasonCode, rule: id, until: refusal.until };
  }
  return { allowed: true };
}
