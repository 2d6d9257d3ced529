import type { CallLeg, Control } from "../calls/leg";
import { httpFailure } from "../http-failure";
import { fail, ok, type Result } from "../result";
import type { VapiAccount } from "./vapi-client";

/** Controls a live call at the address that VAPI gave for it. */
export async function control(
  { controlUrl }: CallLeg,
  command: Control,
  { publicKey, fetch }: VapiAccount,
): Promise<Result<unknown>> {
  if (!controlUrl) return fail("the call has no control url yet", true);
  const headers = { authorization: `Bearer ${publicKey}`, "content-type": "application/json" };
  const body = JSON.stringify(inboundMessage(command));
  const response = await fetch(controlUrl, { method: "POST", headers, body });
  return response.ok ? ok(undefined) : httpFailure("vapi control", response.status);
}

/** The message for VAPI's control address (ClientInboundMessage). */
function inboundMessage(command: Control): object {
  switch (command.action) {
    case "say":
      return { type: "say", content: command.text, endCallAfterSpoken: command.endAfter ?? false };
    case "whisper": {
      const message = { role: "system", content: command.text };
      return { type: "add-message", message, triggerResponseEnabled: false };
    }
    case "transfer":
      return {
        type: "transfer",
        destination: { type: "number", number: command.number },
        ...(command.text && { content: command.text }),
      };
    case "end":
      return { type: "end-call" };
  }
}
