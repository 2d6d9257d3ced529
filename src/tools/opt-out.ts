import { z } from "zod";
import { tool } from "./tool";

export const optOut = tool({
  description:
    "The person asks not to be called or written to any more, in whatever words, or pressed 9. Use it at once.",
  parameters: z.object({}),
  async run(_, { optOut }) {
    await optOut("opted_out");
    return "Done: no more calls or emails. Say so once, say goodbye, and end the call.";
  },
});

export const wrongNumber = tool({
  description: "The person says that this is the wrong number, or that they are not who was meant.",
  parameters: z.object({}),
  async run(_, { optOut }) {
    await optOut("wrong_number");
    return "Done: this number is not called again. Apologise, say goodbye, and end the call.";
  },
});
