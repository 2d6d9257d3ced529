import type { Confirmation } from "../db/webforms";
import type { PageState } from "./browser";

const CONFIRMED = new RegExp(
  [
    String.raw`\b(thank you|thanks for|thanks!|success!|we('ve| have) received)`,
    String.raw`\b(was|been|successfully) (sent|submitted|received|booked|scheduled)\b`,
    String.raw`\b(booking|appointment|meeting|request|reservation) (is |has been )?(confirmed|booked)\b`,
    String.raw`\b(booking|appointment|meeting|request|reservation) (is |has been )?(scheduled|received)\b`,
    String.raw`\byou('re| are) (all set|booked|scheduled)\b`,
    String.raw`\bconfirmation (number|code|#)|\bsee you (on|at)\b`,
  ].join("|"),
  "i",
);
const REFERENCE_NAME = String.raw`\b(?:reference|confirmation|booking|ticket|request|case)`;
const REFERENCE = new RegExp(
  String.raw`${REFERENCE_NAME}(?: (?:number|no\.?|code|id|#))?\s*(?:is|[:#·–-])?\s*#?\s*([A-Z0-9][A-Z0-9-]{3,31})\b`,
  "i",
);

/** A page's answer to a submission. `problems` are its error messages. */
export type Answer =
  | { status: "confirmed"; confirmation: Confirmation }
  | { status: "rejected"; problems: string[] }
  | { status: "ambiguous" };

/**
 * Classifies a page's answer to a submission. Only clear words confirm it; without any it is
 * ambiguous.
 */
export function classifyAnswer(before: PageState, after: PageState): Answer {
  const isNew = (text: string) => !before.text.includes(text);
  const match = CONFIRMED.exec(after.text);
  const complaints = [
    ...after.invalid,
    ...after.alerts.filter((one) => isNew(one) && !CONFIRMED.test(one)),
  ];
  if (match && isNew(match[0]) && after.invalid.length === 0) {
    const line = after.text.split("\n").find((one) => one.includes(match[0])) ?? match[0];
    const reference = REFERENCE.exec(after.text)?.[1];
    const referenceNumber = reference && /\d/.test(reference) ? reference : undefined;
    return {
      status: "confirmed",
      confirmation: { text: line.trim().slice(0, 500), reference: referenceNumber, url: after.url },
    };
  }
  if (complaints.length > 0) return { status: "rejected", problems: complaints.slice(0, 20) };
  return { status: "ambiguous" };
}
