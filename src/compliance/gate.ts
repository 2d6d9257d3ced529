import { holdsAt } from "./effective-dates";
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

/** May we contact this person on this channel now? What is not known counts against us. */
export const mayContact = (facts: Facts, channel: Channel, now: number): Decision =>
  decideBy(RULES, facts, channel, now);

/** Of the rules that hold at this moment and on this channel, the first that refuses decides. */
export function decideBy(
  rules: readonly Rule[],
  facts: Facts,
  channel: Channel,
  now: number,
): Decision {
  for (const rule of rules) {
    if (!rule.channels.includes(channel) || !holdsAt(rule, now)) continue;
    const refusal = rule.decide(facts, now, channel);
    if (!refusal) continue;
    const { id, reasonCode } = rule;
    return { allowed: false, reasonCode, rule: id, until: refusal.until };
  }
  return { allowed: true };
}
