import { z } from "zod";
import type { App } from "../compose";
import { receiveEmailEvent } from "./inbox";

const quarantined = z.object({ body: z.string() });

/** Takes a quarantined message in again; the reason if it is still unusable. */
export async function replayEmailEvent(detail: unknown, app: App): Promise<string | undefined> {
  const kept = quarantined.safeParse(detail).data;
  const taken = kept ? await receiveEmailEvent(kept.body, app) : "unknown";
  return taken === "unknown" ? "It is still no message that we know" : undefined;
}
