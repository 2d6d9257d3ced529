import { z } from "zod";
import { API_KEY_ROLES } from "../db/api-keys";
import { id } from "../ids";
import { isoTime } from "../time";

const KEY_ID = "5d1e0c58-6d0f-4c47-8d77-0f3f6a8f2b11";

/** Body of `POST /api/keys`. */
export const newKey = z
  .strictObject({ name: z.string().trim().min(1).max(100), role: z.enum(API_KEY_ROLES) })
  .meta({ id: "NewApiKey", examples: [{ name: "CRM", role: "operator" }] });

/** Answer of `POST /api/keys`: the only one that shows the key. */
export const createdKey = z
  .object({
    id,
    name: z.string(),
    role: z.enum(API_KEY_ROLES),
    prefix: z.string(),
    key: z.string().meta({ description: "The key itself; it is shown this once." }),
  })
  .meta({
    id: "CreatedApiKey",
    examples: [
      { id: KEY_ID, name: "CRM", role: "operator", prefix: "va_3fQ8x1Zk", key: "va_3fQ8x1Zk…" },
    ],
  });

export const keyView = z
  .object({
    id,
    name: z.string(),
    role: z.enum(API_KEY_ROLES),
    prefix: z.string(),
    created_at: isoTime,
    last_used_at: isoTime.nullable(),
    revoked_at: isoTime.nullable(),
  })
  .meta({
    id: "ApiKey",
    examples: [
      {
        id: KEY_ID,
        name: "CRM",
        role: "operator",
        prefix: "va_3fQ8x1Zk",
        created_at: "2026-11-20T09:00:00.000Z",
        last_used_at: null,
        revoked_at: null,
      },
    ],
  });

export const revokedKey = z
  .object({ id, revoked: z.literal(true) })
  .meta({ id: "RevokedApiKey", examples: [{ id: KEY_ID, revoked: true }] });
