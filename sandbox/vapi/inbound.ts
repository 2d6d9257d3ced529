import { randomUUID } from "node:crypto";
import { Hono } from "hono";
import { z } from "zod";
import { originOf, Refusal, readJson } from "../server";
import { type Call, serverUrlOf } from "./call";
import { type Exchange, OWN_NUMBER } from "./exchange";
import { envelope } from "./payloads";
import { callerOf } from "./people";
import { assistant } from "./schema";

const inboundRequest = z.strictObject({
  from: z.string(),
  to: z.string().optional(),
  scenario: z.string().default("callback"),
  says: z.array(z.string()).optional(),
  /** Tools that the assistant uses at once. */
  tools: z.array(z.strictObject({ name: z.string(), args: z.unknown() })).default([]),
});
type ToolUse = z.infer<typeof inboundRequest>["tools"][number];
const assistantAnswer = z.object({ assistant });

/** `/vapi/inbound`: somebody calls our number. Returns the product's answer, and its tools' results. */
export function inbound(appUrl: string | undefined, exchange: Exchange): Hono {
  const { serverMessages } = exchange;

  async function useTool(call: Call, { name, args }: ToolUse): Promise<unknown> {
    const toolCall = { id: randomUUID(), type: "function", function: { name, arguments: args } };
    const message = { type: "tool-calls", toolCallList: [toolCall], ...envelope(call) };
    return await serverMessages.ask(serverUrlOf(call), message);
  }

  const app = new Hono();
  app.post("/", async (c) => {
    const request = inboundRequest.safeParse(await readJson(c));
    if (!request.success) throw new Refusal(400, { message: z.prettifyError(request.error) });
    const { from, scenario, says, tools } = request.data;
    const id = randomUUID();
    const customer = { number: from };
    const type = "inboundPhoneCall" as const;
    const answer = await serverMessages.ask(`${appUrl}/webhooks/vapi`, {
      type: "assistant-request",
      call: { id, type, phoneNumberId: OWN_NUMBER, customer },
      timestamp: Date.now(),
    });
    const answered = assistantAnswer.safeParse(answer);
    if (!answered.success) return c.json({ id, answer });
    const { assistant } = answered.data;
    const call = exchange.join(
      { id, type, customer, assistant },
      callerOf(scenario, says),
      originOf(c),
    );
    const results: unknown[] = [];
    for (const tool of tools) results.push(await useTool(call, tool));
    return c.json({ id, answer, tools: results });
  });
  return app;
}
