import { z } from "zod";
import { HALT_SCOPES, SUPPRESSION_REASONS } from "../db/compliance";
import { id } from "../ids";

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
  .refine(hasContact, { path: ["phone_number"], message: "give phone_number, email or both" });

/** Body of `DELETE /api/suppressions`: which ones, by id, number or address. */
export const suppressionSelector = z
  .strictObject({ ...contact, id: id.optional() })
  .refine((body) => body.id !== undefined || hasContact(body), {
    path: ["id"],
    message: "give id, phone_number or email",
  });

const state = z.string().regex(/^[A-Z]{2}$/, "must be two letters such as FL");
/** Body of `POST /api/halt` and `POST /api/resume`. */
export const haltBody = z.strictObject({
  scope: z.enum(HALT_SCOPES),
  states: z.array(state).min(1).max(60).optional(),
  reason: z.string().trim().min(1).max(1_000),
});
