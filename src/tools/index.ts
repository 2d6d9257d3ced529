import { z } from "zod";
import { bookCallback, checkAvailability } from "./availability";
import { lookUp } from "./look-up";
import { optOut, wrongNumber } from "./opt-out";
import { sendLink } from "./send-link";
import type { Tool } from "./tool";
import { verifyCaller } from "./verify-caller";

/** All that the assistant may do during a call. A new tool is a file and one line here. */
export const tools: Record<string, Tool> = {
  verify_caller: verifyCaller,
  look_up: lookUp,
  check_availability: checkAvailability,
  book_callback: bookCallback,
  send_link: sendLink,
  opt_out: optOut,
  wrong_number: wrongNumber,
};

export type ToolShape = { name: string; description: string; parameters: Record<string, unknown> };

/** The tools as they are offered to a model. */
export const toolShapes = (): ToolShape[] =>
  Object.entries(tools).map(([name, { description, parameters }]) => {
    const { $schema, ...schema } = z.toJSONSchema(parameters, { io: "input" });
    return { name, description, parameters: schema };
  });
