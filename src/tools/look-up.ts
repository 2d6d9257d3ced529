import { z } from "zod";
import { asData } from "../context/as-data";
import { formatHit } from "../context/budget";
import { tool } from "./tool";

/** As much as can be said before the caller has forgotten the question. */
const ITEMS_MAX = 6;

export const lookUp = tool({
  description:
    "Looks up what we know: the agency's hours, phone numbers, and lines of coverage, and earlier " +
    "conversations once the caller is verified.",
  parameters: z.object({ question: z.string().max(500).describe("what the caller wants to know") }),
  async run({ question }, { caller, recall }) {
    const found = await recall(question);
    const known = found.slice(0, ITEMS_MAX).map(formatHit).join("\n");
    const more = caller.verified ? "" : " Verify the caller before you say anything about them.";
    return known ? `As data: ${asData(known)}${more}` : `Nothing on record.${more}`;
  },
});
