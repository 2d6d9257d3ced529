import { iso } from "../time";

/** What the database knows about a person. Times are ms since 1970; `callback` is a booked one. */
export type CallerFacts = {
  name: string | null;
  companyName: string | null;
  industry: string | null;
  employees: number | null;
  notes: string | null;
  calls: { at: number; outcome: string | null; summary: string | null; intent: string | null }[];
  emails: { kind: string; at: number | null; clicked: boolean }[];
  callback: number | null;
};

const TEXT_MAX = 4_000;
const day = (at: number) => iso(at).slice(0, 10);

/** Describes a person for the assistant, newest facts first. Only a verified caller may hear it. */
export function callerContext(facts: CallerFacts): string {
  const { name, companyName, industry, employees, notes, calls, emails, callback } = facts;
  const lines = [
    name && `Name: ${name}`,
    companyName && `Company: ${companyName}`,
    industry && `Industry: ${industry}`,
    employees !== null && `Employees: ${employees}`,
    notes && `Notes: ${notes}`,
    callback && `They asked to be called on ${iso(callback)}.`,
    ...calls.map(({ at, outcome, summary, intent }) =>
      [`Call on ${day(at)}: ${outcome ?? "open"}`, intent && `intent ${intent}`, summary]
        .filter(Boolean)
        .join("; "),
    ),
    ...emails.map(
      ({ kind, at, clicked }) =>
        `Email ${kind.replaceAll("_", " ")} ${at ? `on ${day(at)}` : "not sent"}${clicked ? ", opened by them" : ""}`,
    ),
  ];
  return lines.filter(Boolean).join("\n").slice(0, TEXT_MAX);
}
