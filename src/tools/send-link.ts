import { z } from "zod";
import { tool } from "./tool";

export const sendLink = tool({
  description: "Sends the caller's own callback link to the email address that we have on record.",
  parameters: z.object({}),
  async run(_, { caller, sendLink: send }) {
    if (!caller.verified) return "Verify the caller first.";
    const sent = await send();
    if (sent === "sent") return "Sent to the address on record. Do not read the address aloud.";
    return "No email address is on record. Offer a callback instead.";
  },
});
