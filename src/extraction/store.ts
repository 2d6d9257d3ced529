import { eq } from "drizzle-orm";
import type { Db } from "../db/client";
import { extractions, type FormChoice } from "../db/extraction";
import type { Extraction } from "./field";

type Kept = { callId: string; prospectId: string | null } & Extraction & { forms: FormChoice[] };

/** Keeps what was made of a call; a later look at it takes the place of the one before. */
export async function saveExtraction(db: Db, kept: Kept, at: number): Promise<void> {
  const { callId, prospectId, ...made } = kept;
  await db
    .insert(extractions)
    .values({ callId, prospectId, ...made, createdAt: at, updatedAt: at })
    .onConflictDoUpdate({ target: extractions.callId, set: { ...made, updatedAt: at } });
}

export async function extractionOf(db: Db, callId: string) {
  const [row] = await db.select().from(extractions).where(eq(extractions.callId, callId));
  return row;
}
