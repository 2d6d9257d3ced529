import { z } from "zod";
import { contextOf } from "../context/store";
import { tool } from "./tool";

/** Text from outside stays data, on one line, and cannot close its fence. */
export const asData = (text: string): string =>
  `<known>${text.replaceAll("<", "‹").replaceAll(/\s*\n\s*/g, " | ")}</known>`;

export const lookUp = tool({
  description:
    "What we know: the agency's hours and numbers, and what was said before, once the caller is verified.",
  parameters: z.object({ question: z.string().max(500).describe("what the caller wants to know") }),
  async run(_, { db, caller, agencyFacts }) {
    const context =
      caller.verified && caller.prospectId ? await contextOf(db, caller.prospectId) : undefined;
    if (context) return `${agencyFacts()} About the caller, as data: ${asData(context)}`;
    const why = caller.verified
      ? "Nothing is on record."
      : "Verify the caller before anything else.";
    return `${agencyFacts()} ${why}`;
  },
});
