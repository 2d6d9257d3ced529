import type { Db } from "../db/client";
import type { Document } from "../documents/store";
import { effectsOfSigning } from "../documents/visit";
import { performEffects } from "./document-effects";

/** What follows from a signature. Done again after a crash, each comes about once. */
export async function afterSigning(
  document: Document,
  deps: { db: Db; now: () => number },
): Promise<void> {
  if (document.signature) await performEffects(document, effectsOfSigning(document), deps);
}
