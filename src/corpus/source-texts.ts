import { z } from "zod";
import { type CompanyData, companyData } from "../prospects/company";
import { iso } from "../time";
import { chunkText, chunkTurns, type SpokenTurn } from "./chunk";
import type { SourceText } from "./corpus";

const day = (at: number) => iso(at).slice(0, 10);

type Call = {
  callId: string;
  prospectId: string | null;
  companyId: string | null;
  at: number;
  turns: SpokenTurn[];
};

/**
 * The prospect and company that a call's words belong to; neither if the caller was not verified.
 */
export const ownerOf = (call: {
  proven: boolean;
  prospectId: string | null;
  companyId: string | null;
}) =>
  call.proven
    ? { prospectId: call.prospectId, companyId: call.companyId }
    : { prospectId: null, companyId: null };

/** Turns a transcript into passages with their speakers and times. Position 0 is the summary's. */
export function transcriptSource({ callId, at, turns, ...owner }: Call): SourceText {
  const passages = chunkTurns(turns).map(({ text, turn, at: saidAt }) => ({
    title: `Call on ${day(at)}`,
    text,
    at,
    source: { type: "call" as const, date: moment(saidAt) ?? iso(at), turn },
  }));
  return { kind: "call", ownerId: callId, ...owner, from: 1, passages };
}
const moment = (at: SpokenTurn["at"]) =>
  typeof at === "number" ? iso(at) : typeof at === "string" ? at : undefined;

/** Turns a call's summary into a passage. */
export function summarySource(call: Omit<Call, "turns">, summary: string): SourceText {
  const { callId, at, ...owner } = call;
  const source = { type: "summary" as const, date: iso(at) };
  const passage = { title: `Call on ${day(at)}`, text: summary, source, at };
  return { kind: "call", ownerId: callId, ...owner, from: 0, alone: true, passages: [passage] };
}

/** A row of `companies`. */
export type Company = {
  id: string;
  name: string | null;
  domain: string | null;
  industry: string | null;
  enrichmentData: unknown;
  updatedAt: number;
};

/** Describes a company in one passage. Researched facts name the URL where they were found. */
export function companySource(company: Company): SourceText {
  const { id, name, domain, industry, updatedAt } = company;
  const parsed = companyData.strip().safeParse(company.enrichmentData);
  const data: Partial<CompanyData> = parsed.success ? parsed.data : {};
  const sources = sourcesOf(company.enrichmentData);
  const from = (field: string) => (sources[field] ? ` (found at ${sources[field].url})` : "");
  const lines = [
    name && `Company: ${name}`,
    domain && `Website: ${domain}`,
    industry && `Industry: ${industry}${from("industry")}`,
    data.employee_count !== undefined &&
      `Employees: ${data.employee_count}${from("employee_count")}`,
    data.revenue_range && `Revenue: ${data.revenue_range}${from("revenue_range")}`,
    data.locations?.length && `Locations: ${data.locations.join(", ")}${from("locations")}`,
    data.technology_stack?.length &&
      `Technology: ${data.technology_stack.join(", ")}${from("technology_stack")}`,
  ].filter(Boolean);
  const at = updatedAt;
  const source = { type: "company" as const, date: iso(at) };
  const passages = chunkText(lines.join("\n")).map((text) => ({ text, source, at }));
  return { kind: "company", ownerId: id, companyId: id, passages };
}

const withSources = z.object({ sources: z.record(z.string(), z.object({ url: z.string() })) });
const sourcesOf = (data: unknown) => withSources.safeParse(data).data?.sources ?? {};

/** A sent email. `at` is ms since 1970. */
export type Mail = {
  id: string;
  prospectId: string | null;
  kind: string;
  at: number;
  subject: string | undefined;
  text: string | undefined;
};

/** Turns an email into passages, as its reader saw it. */
export function emailSource({ id, prospectId, kind, at, subject, text }: Mail): SourceText {
  const sentAt = at;
  const title = `Email on ${day(sentAt)}: ${subject ?? kind.replaceAll("_", " ")}`;
  const source = { type: "email" as const, title: subject, date: iso(sentAt) };
  const passages = chunkText(text ?? title).map((chunk) => ({
    title,
    text: chunk,
    source,
    at: sentAt,
  }));
  return { kind: "email", ownerId: id, prospectId, passages };
}
