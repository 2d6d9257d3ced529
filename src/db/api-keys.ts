import { pgTable, text } from "drizzle-orm/pg-core";
import { at, createdAt, isHash, oneOf } from "./columns";

/** What a key may do, each with what the one before may. */
export const API_KEY_ROLES = ["viewer", "operator", "admin"] as const;

export const apiKeys = pgTable(
  "api_keys",
  {
    id: text("id").primaryKey(),
    name: text("name").notNull(),
    role: text("role", { enum: API_KEY_ROLES }).notNull(),
    prefix: text("prefix").notNull(),
    hash: text("hash").notNull().unique(),
    createdAt: createdAt(),
    lastUsedAt: at("last_used_at"),
    revokedAt: at("revoked_at"),
  },
  (t) => [oneOf("api_keys_role", t.role, API_KEY_ROLES), isHash("api_keys_hash", t.hash)],
);
