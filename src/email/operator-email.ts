import { dayAndTime } from "../formats";
import { renderEmail } from "./layout";

/** Audit entries that operators are notified of, beside work items, by the words they read. */
export const OPERATOR_EVENTS: Record<string, string> = {
  hot_lead: "Hot lead: wants a quote or a meeting",
  signed: "Document signed",
  meeting_booked: "Meeting booked",
};
const SUBJECT_MAX = 200;

/** Something new for operators; ids only, no person's data. */
export type OperatorNews = {
  title: string;
  /** The call, or the document. */
  id?: string | null | undefined;
  dueAt?: number | undefined;
};

/** One email for everything that came up since the last; `zone` is the agency's. */
export function operatorEmail(
  companyName: string,
  news: OperatorNews[],
  { appUrl, zone }: { appUrl: string; zone: string },
) {
  const [only] = news;
  const subject =
    news.length === 1 && only ? only.title : `${news.length} items need your attention`;
  return renderEmail({
    subject: subject.slice(0, SUBJECT_MAX),
    companyName,
    paragraphs: [
      "New since the last notification:",
      ...news.map((one) => newsLine(one, zone)),
      `All open work items (API): ${appUrl}/api/work-items`,
    ],
    smallPrint: [`You're receiving this as the operator of ${companyName}.`],
  });
}

function newsLine({ title, id, dueAt }: OperatorNews, zone: string): string {
  const due = dueAt === undefined ? "" : `, due ${dayAndTime(zone, dueAt)}`;
  return `${title}${id ? ` (${id})` : ""}${due}`;
}
