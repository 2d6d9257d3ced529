import { z } from "zod";
import { readMessage } from "../../src/telephony/vapi-messages";
import type { App } from "../compose";
import { receiveMessage } from "./inbox";

/** A short body is in the failure's row; a long one is a file. */
const quarantined = z.object({ body: z.unknown().optional(), key: z.string().optional() });

/** Takes a quarantined message in again; the reason if it is still unusable. */
export async function replayMessage(detail: unknown, app: App): Promise<string | undefined> {
  const kept = quarantined.safeParse(detail).data;
  const file = kept?.key ? await app.files.get(kept.key) : undefined;
  const body = file ? await new Response(file.body).json() : kept?.body;
  const message = readMessage(body);
  const taken = message && (await receiveMessage(message, body, app));
  if (taken?.ok) return undefined;
  return `It is still unusable: ${taken?.error.detail ?? "no body was kept"}`;
}
