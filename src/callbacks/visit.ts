import type { VISIT_REASONS } from "../db/callbacks";
import { SECOND_MS } from "../time";

/** How soon after a mail was accepted only machines open what is in it. */
const TOO_SOON_MS = 10 * SECOND_MS;

export type VisitFacts = {
  method: string;
  userAgent: string | undefined;
  /** The headers by which a browser says that it only looks ahead. */
  purpose: string | undefined;
  emailedAt: number | null;
  now: number;
};
export type Verdict = { person: boolean; reason: (typeof VISIT_REASONS)[number] };

/** Mail scanners and previews, by how they call themselves; browsers are what is left. */
const MACHINES = [
  "bot\\b",
  "crawl",
  "spider",
  "scan",
  "preview",
  "proxy",
  "headless",
  "safelinks",
  "barracuda",
  "mimecast",
  "proofpoint",
  "facebookexternalhit",
  "slack",
  "edge/12.246",
  "curl",
  "wget",
  "python",
  "java/",
  "go-http",
  "okhttp",
  "axios",
  "node",
];
const MACHINE = new RegExp(MACHINES.join("|"), "i");

/** Was this a person? Only what a browser asks for by hand counts; the rest counts as a scanner. */
export function classifyVisit({ method, userAgent, purpose, emailedAt, now }: VisitFacts): Verdict {
  if (method === "POST") return { person: true, reason: "acted" };
  if (method !== "GET") return { person: false, reason: "no GET" };
  if (/prefetch|preview|prerender/i.test(purpose ?? ""))
    return { person: false, reason: "prefetch" };
  if (!userAgent || !/^Mozilla\/5\.0 \(/.test(userAgent) || MACHINE.test(userAgent))
    return { person: false, reason: "no browser" };
  if (emailedAt !== null && now - emailedAt < TOO_SOON_MS)
    return { person: false, reason: "sooner than 10 s after the email" };
  return { person: true, reason: "browser" };
}
