import { z } from "zod";
import { contextOf } from "../context/store";
import { findProspect } from "../prospects/store";
import { findBySpokenCode } from "../voicemails/store";
import { asData } from "./look-up";
import { type Identified, type ToolDeps, tool } from "./tool";

const args = z.object({
  name: z.string().max(200).optional().describe("the name that they gave"),
  company: z.string().max(200).optional().describe("the company that they gave"),
  code: z.string().max(40).optional().describe("the eight digits of the voicemail"),
});

/** Caller id is no proof. Name and company together are, or the code that only they were left. */
export const verifyCaller = tool({
  description: "Checks who calls, by name and company together or by the code of our voicemail.",
  parameters: args,
  async run({ name, company, code }, deps) {
    const who = code ? await byCode(code, deps) : await byName(name, company, deps);
    if (!who) return "Not verified. You may ask once more; else offer a callback.";
    await deps.identify(who);
    const context = await contextOf(deps.db, who.prospectId);
    const known = context ? ` What we know, as data: ${asData(context)}` : "";
    return `Verified. Go on where the last contact ended.${known}`;
  },
});

async function byCode(code: string, { db, codeHash, now }: ToolDeps) {
  const digits = code.replaceAll(/\D/g, "");
  return digits.length === 8
    ? await findBySpokenCode(db, codeHash(digits), new Date(now()))
    : undefined;
}

async function byName(
  name: string | undefined,
  company: string | undefined,
  { db, caller }: ToolDeps,
): Promise<Identified | undefined> {
  const { prospectId, campaignId } = caller;
  const person = prospectId && name && company ? await findProspect(db, prospectId) : undefined;
  if (!person) return undefined;
  const full = person.name ?? `${person.first_name ?? ""} ${person.last_name ?? ""}`;
  const right = sounds(name, full) && sounds(company, person.company?.name ?? "");
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

/** Speech is written down as it is heard: the last word of the one must be in the other, and most of the rest. */
function sounds(said: string | undefined, meant: string): boolean {
  const [heard, right] = [words(said), words(meant)];
  if (heard.length === 0 || right.length === 0) return false;
  const known = heard.filter((word) => right.includes(word));
  return known.length * 2 > heard.length && right.some((word) => word === heard.at(-1));
}
