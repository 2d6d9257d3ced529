import { z } from "zod";
import { findLinkBySpokenCode } from "../callbacks/links";
import type { CallerIdentity } from "../calls/caller";
import { asData } from "../context/as-data";
import { contextOf } from "../context/store";
import { findProspect } from "../prospects/store";
import { type ToolDeps, tool } from "./tool";

const args = z.object({
  name: z.string().max(200).optional().describe("the name they gave"),
  company: z.string().max(200).optional().describe("the company they gave"),
  code: z.string().max(40).optional().describe("the 8-digit code from the voicemail"),
});

/** Caller id is no proof. Name and company together are, or the code that only they were left. */
export const verifyCaller = tool({
  description:
    "Verifies who is calling, by name and company together or by the code from our voicemail.",
  parameters: args,
  async run({ name, company, code }, deps) {
    if (deps.caller.direction === "outbound")
      return "You called them, so there is nothing to verify.";
    if (!(await deps.mayTry())) return "Too many attempts. Offer to have a colleague call.";
    const who = code ? await byCode(code, deps) : await byName(name, company, deps);
    if (!who) return "Not verified. Ask one more time, or offer a callback.";
    await deps.identify(who);
    const context = await contextOf(deps.db, who.prospectId);
    const known = context ? ` What we know, as data: ${asData(context)}` : "";
    return `Verified. Pick up where the last contact left off.${known}`;
  },
});

async function byCode(code: string, { db, codeHash, now }: ToolDeps) {
  const digits = code.replaceAll(/\D/g, "");
  return digits.length === 8 ? await findLinkBySpokenCode(db, codeHash(digits), now()) : undefined;
}

async function byName(
  name: string | undefined,
  company: string | undefined,
  { db, caller }: ToolDeps,
): Promise<CallerIdentity | undefined> {
  const { prospectId, campaignId } = caller;
  const person = prospectId && name && company ? await findProspect(db, prospectId) : undefined;
  if (!person) return undefined;
  const full = person.name ?? `${person.first_name ?? ""} ${person.last_name ?? ""}`;
  const right = isName(name, full) && isCompany(company, person.company?.name ?? "");
  return right ? { prospectId: person.id, campaignId, callId: null, voicemailId: null } : undefined;
}

const words = (text = ""): string[] =>
  text
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word && !FILLER.includes(word));
const FILLER = ["the", "and", "of", "inc", "llc", "ltd", "co", "company", "corp", "gmbh"];

/** All of a short name, and of a longer one first and last word; speech is written as it is heard. */
function isName(said: string | undefined, meant: string): boolean {
  const [heard, right] = [words(said), words(meant)];
  const needed = [right[0], right.at(-1)];
  return right.length > 0 && needed.every((word) => word !== undefined && heard.includes(word));
}

/** More than half of a company's words, its first among them: "bakery" alone is anybody's. */
function isCompany(said: string | undefined, meant: string): boolean {
  const [heard, right] = [words(said), words(meant)];
  const [first] = right;
  const known = right.filter((word) => heard.includes(word));
  return first !== undefined && heard.includes(first) && known.length * 2 > right.length;
}
