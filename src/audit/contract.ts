import { z } from "zod";
import { AUDIT_KINDS } from "../db/audit";
import { isoTime } from "../time";

const HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
const AT = "2026-11-24T15:05:00.000Z";
const ENTRY = { seq: 1, kind: "task", at: AT, detail: { task: "extract" }, hash: HASH };

const entry = z
  .object({
    seq: z.number().int(),
    kind: z.enum(AUDIT_KINDS),
    at: isoTime,
    detail: z.record(z.string(), z.unknown()),
    hash: z.string().meta({ description: "SHA-256 over this entry and the hash before it." }),
  })
  .meta({ id: "AuditEntry" });
const intact = z.boolean().meta({ description: "Whether every entry is as it was written." });

/** Answer of `GET /api/documents/{id}/history`. */
export const documentHistory = z.object({ items: z.array(entry), intact }).meta({
  id: "DocumentHistory",
  examples: [
    { items: [{ ...ENTRY, kind: "released", detail: { by: "Lea Licensed" } }], intact: true },
  ],
});

const documentTrail = z
  .object({
    document_id: z.string(),
    form: z.string(),
    items: z.array(entry),
    head: z.string(),
    intact,
  })
  .meta({ id: "DocumentAuditTrail" });

/** Answer of `GET /call/{call_id}/audit-trail`. */
export const callTrail = z
  .object({
    call_id: z.string(),
    intact,
    items: z.array(entry),
    head: z.string().meta({ description: "The hash of the last entry; empty without any." }),
    documents: z.array(documentTrail),
  })
  .meta({
    id: "CallAuditTrail",
    examples: [
      {
        call_id: "0b9a9c1e-5a3f-4c7e-9d51-2f6f0e5b7a10",
        intact: true,
        items: [ENTRY],
        head: HASH,
        documents: [],
      },
    ],
  });
