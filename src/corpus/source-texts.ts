import { z } from "zod";
import { type CompanyData, companyData } from "../prospects/company";
import { iso } from "../time";
import { chunkText, chunkTurns, type Said } from "./chunk";
import type { SourceText } from "./corpus";

const day = (at: number) => iso(at).slice(0, 10);

type Call = {
  callId: string;
  prospectId: string | null;
  companyId: string | null;
  at: number;
  turns: Said[];
};

/** Whose words a call's are: nobody's we know, where a caller proved nothing. */
export const whose = (call: {
  proven: boolean;
  prospectId: string | null;
  companyId: string | null;
}) =>
  call.proven
    ? { prospectId: call.prospectId, companyId: call.companyId }
    : { prospectId: null, companyId: null };

/** What was said in a call, by whom and when. The first place is its summary's. */
export function transcriptSource({ callId, at, turns, ...whose }: Call): SourceText {
  const pieces = chunkTurns(turns).map(({ text, turn, at: said }) => ({
    title: `Call on ${day(at)}`,
    text,
    at,
    source: { type: "call" as const, date: moment(said) ?? iso(at), turn },
  }));
  return { kind: "call", ownerId: callId, ...whose, from: 1, pieces };
}
const moment = (at: Said["at"]) =>
  typeof at === "number" ? iso(at) : typeof at === "string" ? at : undefined;

/** What a call came to. */
export function summarySource(call: Omit<Call, "turns">, summary: string): SourceText {
  const { callId, at, ...whose } = call;
  const source = { type: "summary" as const, date: iso(at) };
  const piece = { title: `Call on ${day(at)}`, text: summary, source, at };
  return { kind: "call", ownerId: callId, ...whose, from: 0, alone: true, pieces: [piece] };
}

export type Company = {
  id: string;
  name: string | null;
  domain: string | null;
  industry: string | null;
  enrichmentData: unknown;
  updatedAt: number;
};

/** What a company is, in one piece; what others told of it has its source, or is not in it. */
export function companySource(company: Company): SourceText {
  const { id, name, domain, industry, updatedAt } = company;
  const known = companyData.strip().safeParse(company.enrichmentData);
  const data: Partial<CompanyData> = known.success ? known.data : {};
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
  const pieces = chunkText(lines.join("\n")).map((text) => ({ text, source, at }));
  return { kind: "company", ownerId: id, companyId: id, pieces };
}

const withSources = z.object({ sources: z.record(z.string(), z.object({ url: z.string() })) });
const sourcesOf = (data: unknown) => withSources.safeParse(data).data?.sources ?? {};

export type Mail = {
  id: string;
  prospectId: string | null;
  kind: string;
  at: number;
  subject: string | undefined;
  text: string | undefined;
};

/** An email as its reader saw it. */
export function emailSource({ id, prospectId, kind, at, subject, text }: Mail): SourceText {
  const sent = at;
  const title = `Email on ${day(sent)}: ${subject ?? kind.replaceAll("_", " ")}`;
  const source = { type: "email" as const, title: subject, date: iso(sent) };
  const pieces = chunkText(text ?? title).map((one) => ({ title, text: one, source, at: sent }));
  return { kind: "email", ownerId: id, prospectId, pieces };
}
