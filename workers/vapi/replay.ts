import { z } from "zod";
import { readMessage } from "../../src/telephony/vapi-messages";
import type { App } from "../compose";
import { receiveMessage } from "./inbox";

/** A short body is in the failure's row; a long one is a file. */
const quarantined = z.object({ body: z.unknown().optional(), key: z.string().optional() });

/** Receives a quarantined message again; the reason if it is still unusable. */
export async function replayMessage(detail: unknown, app: App): Promise<string | undefined> {
  const stored = quarantined.safeParse(detail).data;
  const file = stored?.key ? await app.files.get(stored.key) : undefined;
  const body = file ? await new Response(file.body).json() : stored?.body;
  const message = readMessage(body);
  const received = message && (await receiveMessage(message, body, app));
  if (received?.ok) return undefined;
  return `It is still unusable: ${received?.error.detail ?? "no body was stored"}`;
}
