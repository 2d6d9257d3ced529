import { z } from "zod";
import { zoneName } from "../formats";
import { iso } from "../time";
import { tool } from "./tool";

const OFFERED = 6;
const spoken = (zone: string, at: number) =>
  new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    weekday: "long",
    month: "long",
    day: "numeric",
    hour: "numeric",
    minute: "2-digit",
  }).format(at);

export const checkAvailability = tool({
  description: "Lists the next available callback times, in the caller's time zone.",
  parameters: z.object({}),
  async run(_, { slots, zone, now }) {
    const [free, where] = [await slots(), await zone()];
    if (free.length === 0)
      return "No times are available in the next few days. Offer to have a colleague call.";
    const times = free
      .slice(0, OFFERED)
      .map(({ start }) => `${spoken(where, start)} = ${iso(start)}`);
    const list = times.join("; ");
    return `Available, in ${zoneName(where, now())}: ${list}. Say the times; book with the part after the =.`;
  },
});

export const bookCallback = tool({
  description: "Books a callback at one of the times from check_availability.",
  parameters: z.object({
    start: z.iso.datetime({ offset: true }).describe("ISO 8601, from check_availability"),
  }),
  async run({ start }, { book, zone }) {
    const at = Date.parse(start);
    const booked = await book(at);
    if (booked === "taken") return "That time is not available. Use check_availability again.";
    if (booked === "byPerson") return "Noted. A colleague will call them; don't promise a time.";
    return `Booked for ${spoken(await zone(), at)}. Confirm it to the caller.`;
  },
});
