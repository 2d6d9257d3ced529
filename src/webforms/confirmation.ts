import type { Confirmation } from "../db/webforms";
import type { PageState } from "./browser";

const DONE = new RegExp(
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
const NAMED = String.raw`\b(?:reference|confirmation|booking|ticket|request|case)`;
const REFERENCE = new RegExp(
  String.raw`${NAMED}(?: (?:number|no\.?|code|id|#))?\s*(?:is|[:#·–-])?\s*#?\s*([A-Z0-9][A-Z0-9-]{3,31})\b`,
  "i",
);

export type Judged =
  | { status: "confirmed"; confirmation: Confirmation }
  | { status: "rejected"; problems: string[] }
  | { status: "ambiguous" };

/** What a page says after its form was sent. Only clear words count as a yes; silence is neither. */
export function judgeAnswer(before: PageState, after: PageState): Judged {
  const fresh = (text: string) => !before.text.includes(text);
  const said = DONE.exec(after.text);
  const complaints = [
    ...after.invalid,
    ...after.alerts.filter((one) => fresh(one) && !DONE.test(one)),
  ];
  if (said && fresh(said[0]) && after.invalid.length === 0) {
    const line = after.text.split("\n").find((one) => one.includes(said[0])) ?? said[0];
    const reference = REFERENCE.exec(after.text)?.[1];
    const named = reference && /\d/.test(reference) ? reference : undefined;
    return {
      status: "confirmed",
      confirmation: { text: line.trim().slice(0, 500), reference: named, url: after.url },
    };
  }
  if (complaints.length > 0) return { status: "rejected", problems: complaints.slice(0, 20) };
  return { status: "ambiguous" };
}
