import { z } from "zod";
import { tool } from "./tool";

export const optOut = tool({
  description:
    "The person doesn't want any more calls or emails, in whatever words, or pressed 9. Use this at once.",
  parameters: z.object({}),
  async run(_, { optOut }) {
    await optOut("opted_out");
    return "Done: no more calls or emails. Say so once, say goodbye, and end the call.";
  },
});

export const wrongNumber = tool({
  description:
    "The person says that this is the wrong number, or that they aren't who we meant to reach.",
  parameters: z.object({}),
  async run(_, { optOut }) {
    await optOut("wrong_number");
    return "Done: we won't call this number again. Apologize, say goodbye, and end the call.";
  },
});
