import { z } from "zod";
import { type Attempt, attemptId } from "../calls/events";
import type { Control } from "../calls/leg";
import { httpFailure } from "../http-failure";
import { describeError, fail, ok } from "../result";
import { iso } from "../time";
import type { DialAnswer, Telephony } from "./telephony";
import { type AssistantOptions, dialBody, taggedAssistant } from "./vapi-assistant";
import { reportOfCall, vapiCall } from "./vapi-messages";

const LISTED_MAX = 1_000;
/** VAPI's gateway: not found shortly after a dial means not visible yet. */
const NOT_FOUND = 404;

type Options = AssistantOptions & {
  baseUrl: string;
  apiKey: string;
  /** Opens live control where monitor authentication is on. */
  publicKey: string;
  fetch: typeof fetch;
};

/** VAPI's REST API. Plain `fetch`: the vendor's SDK repeats a `POST /call` and would dial twice. */
export function vapi(options: Options): Telephony {
  const { baseUrl, apiKey, publicKey, fetch } = options;
  const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json" };

  /** Deletes a call that VAPI keeps for later: it would dial when our rules no longer hold. */
  async function withdraw(id: string): Promise<boolean> {
    const response = await fetch(`${baseUrl}/call/${id}`, { method: "DELETE", headers });
    return response.ok || response.status === NOT_FOUND;
  }

  async function readDial(response: Response): Promise<DialAnswer> {
    const text = await response.text();
    const { status } = response;
    if (status !== 201) return readRefusal(status, text);
    const parsed = created.safeParse(JSON.parse(text));
    if (!parsed.success) return { type: "dialUnknown", detail: "vapi answered 201 without a call" };
    const { id, monitor, subscriptionLimits } = parsed.data;
    const leg = { providerCallId: id, controlUrl: monitor?.controlUrl };
    const waits = subscriptionLimits?.concurrencyBlocked || parsed.data.status === "scheduled";
    if (waits && (await withdraw(id))) return { type: "linesBusy", waitMs: 0, leg };
    return { type: "accepted", hasVoicemail: true, leg };
  }

  return {
    async dial(attempt, brief, dialedAt) {
      try {
        const body = JSON.stringify(dialBody(attempt, brief, dialedAt, options));
        const answer = await readDial(
          await fetch(`${baseUrl}/call`, { method: "POST", headers, body }),
        );
        if (answer.type !== "accepted") return answer;
        return {
          ...answer,
          hasVoicemail: Boolean(brief.voicemailMessage ?? brief.voicemailAudioUrl),
        };
      } catch (error) {
        return { type: "dialUnknown", detail: describeError(error) };
      }
    },
    async find(attempt, since, abandoned) {
      const query = new URLSearchParams({
        phoneNumberId: options.phoneNumberId,
        createdAtGe: iso(since),
        limit: String(LISTED_MAX),
      });
      const response = await fetch(`${baseUrl}/call?${query}`, { headers });
      if (!response.ok) return httpFailure("vapi", response.status);
      const calls = z.array(listed).parse(await response.json());
      const found = calls.find((one) => isOf(one, attempt) && !abandoned.includes(one.id));
      if (found)
        return ok({ providerCallId: found.id, controlUrl: found.monitor?.controlUrl ?? undefined });
      if (calls.length >= LISTED_MAX) return fail("vapi has more calls than it lists", true);
      return ok(undefined);
    },
    async report(providerCallId) {
      const response = await fetch(`${baseUrl}/call/${providerCallId}`, { headers });
      if (!response.ok) return httpFailure("vapi", response.status);
      const call = vapiCall.safeParse(await response.json());
      return call.success
        ? ok(reportOfCall(call.data))
        : fail("vapi answered without a call", true);
    },
    async control({ controlUrl }, control) {
      if (!controlUrl) return fail("the call has no control url yet", true);
      const body = JSON.stringify(inboundMessage(control));
      const keyed = { ...headers, authorization: `Bearer ${publicKey}` };
      const response = await fetch(controlUrl, { method: "POST", headers: keyed, body });
      return response.ok ? ok(undefined) : httpFailure("vapi control", response.status);
    },
    pickUp: (attempt, brief, at) => ({ assistant: taggedAssistant(attempt, brief, at, options) }),
    async webCall(attempt, brief, at) {
      const assistant = taggedAssistant(attempt, brief, at, options);
      const body = JSON.stringify({ assistant });
      const response = await fetch(`${baseUrl}/call/web`, { method: "POST", headers, body });
      if (response.status !== 201) return httpFailure("vapi", response.status);
      const call = webCreated.safeParse(await response.json());
      if (!call.success) return fail("vapi answered without a web call", false);
      const { id, webCallUrl: url, monitor } = call.data;
      return ok({ providerCallId: id, url, controlUrl: monitor?.controlUrl ?? undefined });
    },
    async recording(providerCallId) {
      const url = `${baseUrl}/call/${providerCallId}/mono-recording`;
      const response = await fetch(url, { headers });
      if (response.status === NOT_FOUND) return ok(undefined);
      return response.ok ? ok(response) : httpFailure("vapi", response.status);
    },
  };
}

/** What VAPI's control address is told (ClientInboundMessage). */
function inboundMessage(control: Control): object {
  switch (control.action) {
    case "say":
      return { type: "say", content: control.text, endCallAfterSpoken: control.endAfter ?? false };
    case "whisper": {
      const message = { role: "system", content: control.text };
      return { type: "add-message", message, triggerResponseEnabled: false };
    }
    case "transfer":
      return {
        type: "transfer",
        destination: { type: "number", number: control.number },
        ...(control.text && { content: control.text }),
      };
    case "end":
      return { type: "end-call" };
  }
}

/** Only a refusal that cannot have dialed is a no. */
function readRefusal(status: number, body: string): DialAnswer {
  const detail = `vapi answered ${status}: ${body.slice(0, 300)}`;
  if (status < 500 && status >= 400 && /concurren/i.test(body))
    return { type: "linesBusy", waitMs: 0 };
  if (status < 400 || status >= 500 || status === 408 || status === 429)
    return { type: "dialUnknown", detail };
  const because = /customer\.number|valid phone number/i.test(body) ? "number" : "setup";
  return { type: "refused", because, detail };
}

const monitor = z.object({ controlUrl: z.string().nullish() }).nullish().catch(undefined);
const created = z.object({
  id: z.string(),
  status: z.string().nullish(),
  monitor: monitor.transform((one) => ({ controlUrl: one?.controlUrl ?? undefined })),
  subscriptionLimits: z.object({ concurrencyBlocked: z.boolean().nullish() }).nullish(),
});
const webCreated = z.object({ id: z.string(), webCallUrl: z.string(), monitor });
const listed = z.object({
  id: z.string(),
  name: z.string().nullish(),
  customer: z.object({ externalId: z.string().nullish() }).nullish(),
  monitor,
});

function isOf({ name, customer }: z.infer<typeof listed>, attempt: Attempt): boolean {
  const id = attemptId(attempt);
  return name === id || customer?.externalId === id;
}
