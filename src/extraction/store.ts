import { eq } from "drizzle-orm";
import type { Db } from "../db/client";
import { extractions, type FormChoice } from "../db/extraction";
import type { Extraction } from "./field";

type StoredExtraction = { callId: string; prospectId: string | null } & Extraction & {
    forms: FormChoice[];
  };

/** Saves the extraction of a call, replacing an earlier one. */
export async function saveExtraction(
  db: Db,
  extraction: StoredExtraction,
  at: number,
): Promise<void> {
  const { callId, prospectId, ...content } = extraction;
  await db
    .insert(extractions)
    .values({ callId, prospectId, ...content, createdAt: at, updatedAt: at })
    .onConflictDoUpdate({ target: extractions.callId, set: { ...content, updatedAt: at } });
}

/** The extraction of a call; undefined if there is none yet. */
export async function extractionOf(db: Db, callId: string) {
  const [row] = await db.select().from(extractions).where(eq(extractions.callId, callId));
  return row;
}
