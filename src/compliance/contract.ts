import { z } from "zod";
import { CONTACT_KINDS, HALT_SCOPES, SUPPRESSION_REASONS } from "../db/compliance";
import { id } from "../ids";
import { isoTime } from "../time";

const SUPPRESSION_ID = "1f0c2d3e-4b5a-4c6d-8e7f-9a0b1c2d3e4f";

const contact = { phone_number: z.string().max(40).optional(), email: z.email().optional() };
const hasContact = (body: { phone_number?: string | undefined; email?: string | undefined }) =>
  body.phone_number !== undefined || body.email !== undefined;

/** Body of `POST /api/suppressions`: leave this number, this address, or both alone. */
export const newSuppression = z
  .strictObject({
    ...contact,
    reason: z.enum(SUPPRESSION_REASONS).exclude(["undeliverable"]).optional(),
    note: z.string().max(1_000).optional(),
  })
  .refine(hasContact, { path: ["phone_number"], message: "give phone_number, email or both" })
  .meta({
    id: "NewSuppression",
    examples: [{ phone_number: "+12125550143", reason: "opt_out", note: "Asked by letter." }],
  });

/** Body of `DELETE /api/suppressions`: which ones, by id, number or address. */
export const suppressionSelector = z
  .strictObject({ ...contact, id: id.optional() })
  .refine((body) => body.id !== undefined || hasContact(body), {
    path: ["id"],
    message: "give id, phone_number or email",
  })
  .meta({ id: "LiftSuppression", examples: [{ phone_number: "+12125550143" }] });

/** Answer of `POST /api/suppressions`. */
export const suppressed = z
  .object({ items: z.array(z.object({ id })) })
  .meta({ id: "CreatedSuppressions", examples: [{ items: [{ id: SUPPRESSION_ID }] }] });
/** Answer of `DELETE /api/suppressions`. */
export const liftedCount = z
  .object({ lifted: z.number().int() })
  .meta({ id: "LiftedSuppressions", examples: [{ lifted: 1 }] });

export const suppressionView = z
  .object({
    id,
    hash: z.string().meta({ description: "The contact, hashed with a key." }),
    kind: z.enum(CONTACT_KINDS),
    reason: z.string(),
    source: z.string(),
    note: z.string().nullable(),
    created_at: isoTime,
  })
  .meta({
    id: "Suppression",
    examples: [
      {
        id: SUPPRESSION_ID,
        hash: "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
        kind: "phone",
        reason: "opt_out",
        source: "api",
        note: null,
        created_at: "2026-11-24T15:00:00.000Z",
      },
    ],
  });

/** Answer of `POST /api/halt` and `POST /api/resume`: what is stopped now. */
export const haltList = z
  .object({
    halts: z.array(
      z
        .object({
          id,
          scope: z.enum(HALT_SCOPES),
          states: z.array(z.string()).nullable(),
          reason: z.string(),
          at: isoTime,
        })
        .meta({ id: "Halt" }),
    ),
  })
  .meta({
    id: "HaltList",
    examples: [
      {
        halts: [
          {
            id: "8a52a8a4-9a67-4e59-8a5e-2b3a7d1f0c22",
            scope: "calls",
            states: ["FL"],
            reason: "Hurricane",
            at: "2026-11-24T15:00:00.000Z",
          },
        ],
      },
    ],
  });

/** Answer of `GET /api/rules`. */
export const ruleList = z
  .object({
    version: z.string(),
    items: z.array(
      z
        .object({
          id: z.string(),
          reason_code: z.string(),
          source: z.string(),
          effective_from: z.string(),
          effective_until: z.string().nullable(),
        })
        .meta({ id: "Rule" }),
    ),
    next_cursor: z.null(),
  })
  .meta({
    id: "RuleList",
    examples: [
      {
        version: "2026-11-25.1",
        items: [
          {
            id: "halt",
            reason_code: "halted",
            source: "The agency's own switch.",
            effective_from: "2026-01-01",
            effective_until: null,
          },
        ],
        next_cursor: null,
      },
    ],
  });

const state = z.string().regex(/^[A-Z]{2}$/, "must be two letters such as FL");
/** Body of `POST /api/halt` and `POST /api/resume`. */
export const haltBody = z
  .strictObject({
    scope: z.enum(HALT_SCOPES),
    states: z.array(state).min(1).max(60).optional(),
    reason: z.string().trim().min(1).max(1_000),
  })
  .meta({ id: "HaltRequest", examples: [{ scope: "calls", states: ["FL"], reason: "Hurricane" }] });
