import { z } from "zod";
import type { App } from "../compose";
import { receiveEmailEvent } from "./inbox";

const quarantined = z.object({ body: z.string() });

/** Receives a quarantined message again; the reason if it is still unusable. */
export async function replayEmailEvent(detail: unknown, app: App): Promise<string | undefined> {
  const stored = quarantined.safeParse(detail).data;
  const received = stored ? await receiveEmailEvent(stored.body, app) : "unknown";
  return received === "unknown" ? "It is still no message that we know" : undefined;
}
