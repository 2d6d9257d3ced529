import { lazily } from "../../src/lazy";
import type { Telephony } from "../../src/telephony/telephony";
import { vapi } from "../../src/telephony/vapi";
import { fetchLimited as fetch } from "../platform/fetch-limited";
import type { Settings } from "./settings";

/** Who makes and takes our calls. */
export const telephony = ({ config, need }: Settings) =>
  lazily<{ telephony: Telephony }>({
    telephony: () =>
      vapi({
        baseUrl: need("VAPI_BASE_URL"),
        apiKey: need("VAPI_API_KEY"),
        publicKey: config.VAPI_PUBLIC_KEY ?? "",
        phoneNumberId: need("VAPI_PHONE_NUMBER_IDS").split(",")[0]?.trim() ?? "",
        webhookUrl: `${need("PUBLIC_BASE_URL")}/webhooks/vapi`,
        credentialId: config.VAPI_SERVER_CREDENTIAL_ID,
        model: { model: need("LIVE_MODEL"), url: `${need("PUBLIC_BASE_URL")}/vapi/llm` },
        fetch,
      }),
  });
