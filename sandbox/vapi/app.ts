import { randomUUID } from "node:crypto";
import { z } from "zod";
import { type Ask, type Handler, Refusal, type Routes } from "../server";
import { type ExchangeOptions, exchange, OWN_NUMBER } from "./exchange";
import { type Call, envelope } from "./payloads";
import { callerAt } from "./people";
import { assistant, complaints, createCall } from "./schema";

/** A call is not found for a moment after it was made, as at VAPI. */
const LISTED_AFTER_MS = 150;
const LIST_DEFAULT = 100;

type Options = ExchangeOptions & {
  apiKey: string;
  publicKey: string;
  /** Where our own number's messages go: whom to ask when somebody calls it. */
  appUrl?: string | undefined;
};

/** VAPI's REST API over an exchange of calls that are played. */
export function vapi(options: Options): Routes {
  const { apiKey, publicKey, faults } = options;
  const phones = exchange(options);

  const secured =
    (handler: Handler): Handler =>
    (ask) => {
      if (ask.headers.authorization !== `Bearer ${apiKey}`)
        throw new Refusal(401, { message: "Invalid Key.", error: "Unauthorized", statusCode: 401 });
      return handler(ask);
    };

  const parse = <T>(schema: z.ZodType<T>, ask: Ask): T => {
    const parsed = schema.safeParse(ask.json());
    if (parsed.success) return parsed.data;
    const message = complaints(parsed.error);
    throw new Refusal(400, { message, error: "Bad Request", statusCode: 400 });
  };
  const found = (ask: Ask): Call => {
    const call = phones.calls.get(ask.params[0] ?? "");
    const young = call && Date.now() - Date.parse(call.createdAt) < LISTED_AFTER_MS;
    if (!call || young)
      throw new Refusal(404, { message: "Call not found", error: "Not Found", statusCode: 404 });
    return call;
  };
  const shown = (call: Call) => {
    const { said, dialed, ...rest } = call;
    return { ...rest, type: call.type ?? "outboundPhoneCall", artifact: envelope(call).artifact };
  };

  return {
    "POST /vapi/inbound": async (ask) => {
      const { from, scenario, says, tools } = inboundWish.parse(ask.json());
      const id = randomUUID();
      const about = {
        id,
        type: "inboundPhoneCall",
        phoneNumberId: OWN_NUMBER,
        customer: { number: from },
      };
      const request = { type: "assistant-request", call: about, timestamp: Date.now() };
      const given = await phones.deliver.ask(`${options.appUrl}/webhooks/vapi`, request);
      const parsed = inboundAnswer.safeParse(given);
      if (!parsed.success) return { body: { id, answer: given } };
      const made = { id, type: "inboundPhoneCall" as const, customer: { number: from } };
      const call = phones.join({ ...made, ...parsed.data }, callerAt(scenario, says));
      const used = [];
      for (const { name, args } of tools) {
        const toolCall = {
          id: randomUUID(),
          type: "function",
          function: { name, arguments: args },
        };
        const message = { type: "tool-calls", toolCallList: [toolCall], ...envelope(call) };
        used.push(await phones.deliver.ask(call.assistant.server?.url ?? "", message));
      }
      return { body: { id, answer: given, tools: used } };
    },
    "POST /vapi/call/web": faults.wrap(
      "vapi",
      secured((ask) => {
        const wanted = parse(webWish, ask);
        const made = { id: randomUUID(), type: "webCall" as const, customer: { number: "" } };
        const call = phones.join({ ...made, ...wanted }, callerAt("callback"));
        const webCallUrl = `${options.url()}/vapi/web/${call.id}`;
        return { status: 201, body: { ...shown(call), type: "webCall", webCallUrl } };
      }),
    ),
    "POST /vapi/call": faults.wrap(
      "vapi",
      secured((ask) => {
        const { call, limits } = phones.dial(parse(createCall, ask));
        const { artifact, ...made } = shown(call);
        return { status: 201, body: { ...made, subscriptionLimits: limits } };
      }),
    ),
    "GET /vapi/call": faults.wrap(
      "vapi",
      secured(({ url }) => {
        const filter = url.searchParams;
        const limit = Number(filter.get("limit") ?? LIST_DEFAULT);
        const since = Date.parse(filter.get("createdAtGe") ?? "") || 0;
        const phoneNumberId = filter.get("phoneNumberId");
        const items = [...phones.calls.values()].filter((call) => {
          const at = Date.parse(call.createdAt);
          if (at < since || Date.now() - at < LISTED_AFTER_MS) return false;
          return !phoneNumberId || call.phoneNumberId === phoneNumberId;
        });
        return { body: items.reverse().slice(0, Math.min(limit, 1_000)).map(shown) };
      }),
    ),
    "GET /vapi/call/:": faults.wrap(
      "vapi",
      secured((ask) => ({ body: shown(found(ask)) })),
    ),
    "DELETE /vapi/call/:": secured((ask) => {
      const call = phones.calls.get(ask.params[0] ?? "");
      if (call?.status === "scheduled")
        Object.assign(call, { status: "ended", endedReason: "scheduled-call-deleted" });
      return { body: {} };
    }),
    "GET /vapi/call/:/mono-recording": secured((ask) => {
      const call = found(ask);
      if (call.said.length === 0)
        throw new Refusal(404, { message: "No recording", statusCode: 404 });
      return { headers: { "content-type": "audio/mpeg" }, body: Buffer.from("sandbox recording") };
    }),
    "POST /vapi/control/:": (ask) => {
      if (ask.headers.authorization !== `Bearer ${publicKey}`)
        throw new Refusal(401, { message: "Unauthorized", statusCode: 401 });
      const call = phones.calls.get(ask.params[0] ?? "");
      if (!call) throw new Refusal(404, { message: "Call not found", statusCode: 404 });
      const { type, content, endCallAfterSpoken } = control.parse(ask.json());
      if (type === "say" && content)
        phones.say(call, { role: "bot", message: content, at: Date.now() });
      if (type === "end-call" || endCallAfterSpoken) phones.hungUp.add(call.id);
      return { body: {} };
    },
    "GET /vapi/ledger": () => ({ body: { items: phones.ledger } }),
  };
}

const control = z.looseObject({
  type: z.string(),
  content: z.string().optional(),
  endCallAfterSpoken: z.boolean().optional(),
});
const webWish = z.strictObject({ assistant });
const inboundAnswer = z.object({ assistant });
const inboundWish = z.strictObject({
  from: z.string(),
  to: z.string().optional(),
  scenario: z.string().default("callback"),
  says: z.array(z.string()).optional(),
  tools: z.array(z.strictObject({ name: z.string(), args: z.unknown() })).default([]),
});
