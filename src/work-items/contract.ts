import { z } from "zod";
import { id } from "../ids";
import { isoMoment, isoTime } from "../time";

/** Body of `POST /api/work-items/{id}/resolve`. */
export const resolveBody = z
  .strictObject({ note: z.string().max(2_000).optional() })
  .meta({ id: "ResolveWorkItem", examples: [{ note: "Called back; quote follows." }] });

/** Body of `PATCH /api/work-items/{id}`: null gives it to nobody. */
export const assignBody = z
  .strictObject({
    assigned_to: z.string().trim().min(1).max(200).nullable().optional(),
    due_at: isoMoment.optional(),
  })
  .meta({
    id: "AssignWorkItem",
    examples: [{ assigned_to: "lea", due_at: "2026-11-25T16:00:00Z" }],
  });

export const workItemView = z
  .object({
    id,
    kind: z.string(),
    title: z.string(),
    prospect_id: z.string().nullable(),
    call_id: z.string().nullable(),
    detail: z.unknown(),
    assigned_to: z.string().nullable(),
    due_at: isoTime.nullable(),
    created_at: isoTime,
    resolved_at: isoTime.nullable(),
    note: z.string().nullable(),
  })
  .meta({
    id: "WorkItem",
    examples: [
      {
        id: "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d",
        kind: "callback_missed",
        title: "Missed callback",
        prospect_id: "jo-miller",
        call_id: "0b9a9c1e-5a3f-4c7e-9d51-2f6f0e5b7a10",
        detail: null,
        assigned_to: null,
        due_at: "2026-11-24T19:05:00.000Z",
        created_at: "2026-11-24T15:05:00.000Z",
        resolved_at: null,
        note: null,
      },
    ],
  });
