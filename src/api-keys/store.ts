import { and, asc, eq, gt, isNull, lt, or } from "drizzle-orm";
import { apiKeys } from "../db/api-keys";
import type { Db } from "../db/client";
import { iso, isoOrNull, MINUTE_MS } from "../time";

/**
 * Finds a key in force by its hash. The key itself is shown once, when it is made, and never
 * stored.
 */
export async function findKey(db: Db, hash: string) {
  const [found] = await db
    .select({ id: apiKeys.id, role: apiKeys.role })
    .from(apiKeys)
    .where(and(eq(apiKeys.hash, hash), isNull(apiKeys.revokedAt)));
  return found;
}

/** Records the use of a key, at most once a minute. */
export async function touchKey(db: Db, id: string, at: number): Promise<void> {
  const stale = or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, at - MINUTE_MS));
  await db
    .update(apiKeys)
    .set({ lastUsedAt: at })
    .where(and(eq(apiKeys.id, id), stale));
}

type NewKey = Pick<typeof apiKeys.$inferInsert, "id" | "name" | "role" | "prefix" | "hash">;
/** Stores a new key by its hash. */
export async function addKey(db: Db, key: NewKey, at: number): Promise<void> {
  await db.insert(apiKeys).values({ ...key, createdAt: at });
}

/** Revokes a key; false if there is no such key in force. */
export async function revokeKey(db: Db, id: string, at: number): Promise<boolean> {
  const revoked = await db
    .update(apiKeys)
    .set({ revokedAt: at })
    .where(and(eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
    .returning({ id: apiKeys.id });
  return revoked.length > 0;
}

/** Keys by id, after the cursor, revoked ones included. */
export async function listKeys(db: Db, limit: number, cursor?: string) {
  const after = cursor ? gt(apiKeys.id, cursor) : undefined;
  const rows = await db.select().from(apiKeys).where(after).orderBy(asc(apiKeys.id)).limit(limit);
  return rows.map(({ id, name, role, prefix, createdAt, lastUsedAt, revokedAt }) => ({
    id,
    name,
    role,
    prefix,
    created_at: iso(createdAt),
    last_used_at: isoOrNull(lastUsedAt),
    revoked_at: isoOrNull(revokedAt),
  }));
}
