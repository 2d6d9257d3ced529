import { z } from "zod";
import type { DialAnswer } from "./telephony";
import { monitor, NOT_FOUND, requestVapi, type VapiAccount } from "./vapi-client";

const created = z.object({
  id: z.string(),
  status: z.string().nullish(),
  monitor,
  subscriptionLimits: z.object({ concurrencyBlocked: z.boolean().nullish() }).nullish(),
});

/** Asks for a dial, once. Only a 201 is a yes, and only a refusal that cannot have dialed is a no. */
export async function dial(body: object, account: VapiAccount): Promise<DialAnswer> {
  const response = await requestVapi(account, "/call", { method: "POST", body });
  const text = await response.text();
  if (response.status !== 201) return readRefusal(response.status, text);
  const parsed = created.safeParse(JSON.parse(text));
  if (!parsed.success) return { type: "dialUnknown", detail: "vapi answered 201 without a call" };
  const { id, status, monitor, subscriptionLimits } = parsed.data;
  const leg = { providerCallId: id, controlUrl: monitor.controlUrl };
  const waits = subscriptionLimits?.concurrencyBlocked || status === "scheduled";
  if (waits && (await withdraw(id, account))) return { type: "linesBusy", waitMs: 0, leg };
  return { type: "accepted", hasVoicemail: true, leg };
}

/** Deletes a call that VAPI keeps for later: it would dial when our rules no longer hold. */
async function withdraw(id: string, account: VapiAccount): Promise<boolean> {
  const response = await requestVapi(account, `/call/${id}`, { method: "DELETE" });
  return response.ok || response.status === NOT_FOUND;
}

function readRefusal(status: number, body: string): DialAnswer {
  const detail = `vapi answered ${status}: ${body.slice(0, 300)}`;
  if (status < 500 && status >= 400 && /concurren/i.test(body))
    return { type: "linesBusy", waitMs: 0 };
  if (status < 400 || status >= 500 || status === 408 || status === 429)
    return { type: "dialUnknown", detail };
  const because = /customer\.number|valid phone number/i.test(body) ? "number" : "setup";
  return { type: "refused", because, detail };
}
