import { z } from "zod";
import { tool } from "./tool";

export const sendLink = tool({
  description: "Emails the caller their own callback link, at the address on record.",
  parameters: z.object({}),
  async run(_, { caller, sendLink: send }) {
    if (!caller.verified) return "Verify the caller first.";
    const sent = await send();
    if (sent === "sent") return "Sent to the address on record. Don't read the address aloud.";
    return "There is no email address on record. Offer a callback instead.";
  },
});
