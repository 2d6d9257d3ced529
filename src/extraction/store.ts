import { eq } from "drizzle-orm";
import type { Db } from "../db/client";
import { extractions, type FormChoice } from "../db/extraction";
import type { Extraction } from "./field";

type Kept = { callId: string; prospectId: string | null } & Extraction & { forms: FormChoice[] };

/** Saves the extraction of a call, replacing an earlier one. */
export async function saveExtraction(db: Db, kept: Kept, at: number): Promise<void> {
  const { callId, prospectId, ...made } = kept;
  await db
    .insert(extractions)
    .values({ callId, prospectId, ...made, createdAt: at, updatedAt: at })
    .onConflictDoUpdate({ target: extractions.callId, set: { ...made, updatedAt: at } });
}

/** The extraction of a call; undefined if there is none yet. */
export async function extractionOf(db: Db, callId: string) {
  const [row] = await db.select().from(extractions).where(eq(extractions.callId, callId));
  return row;
}
