import { z } from "zod";
import { assistant, createCall } from "./schema";

/** One turn. `at` is in epoch milliseconds. */
const utterance = z.object({
  role: z.enum(["system", "bot", "user"]),
  message: z.string(),
  at: z.number(),
});
export type Utterance = z.infer<typeof utterance>;

/** A call as VAPI keeps it, which is also what is kept over a restart. */
export const callRecord = z.object({
  id: z.string(),
  /** An outbound phone call has none. */
  type: z.enum(["inboundPhoneCall", "webCall"]).optional(),
  name: z.string().optional(),
  phoneNumberId: z.string(),
  customer: z.looseObject({ number: z.string() }),
  assistant,
  assistantOverrides: createCall.shape.assistantOverrides,
  status: z.enum(["queued", "scheduled", "in-progress", "ended"]),
  createdAt: z.string(),
  startedAt: z.string().optional(),
  endedAt: z.string().optional(),
  endedReason: z.string().optional(),
  said: z.array(utterance),
  /** Whether a phone rang. */
  dialed: z.boolean().optional(),
  monitor: z.object({ listenUrl: z.string(), controlUrl: z.string() }),
});
export type Call = z.infer<typeof callRecord>;

/** A call has its own model when the assistant names a custom LLM. */
export const hasOwnModel = (call: Call): boolean => call.assistant.model?.provider === "custom-llm";

/** Where a call's tools and questions go. */
export const serverUrlOf = (call: Call): string => call.assistant.server?.url ?? "";

/** A call that uses a line: it waits for none, and is not over. */
export const isActive = ({ status }: Call): boolean => !["ended", "scheduled"].includes(status);
