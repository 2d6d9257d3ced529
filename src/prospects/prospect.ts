import { createHmac } from "node:crypto";
import { z } from "zod";
import { CONSENT_BASES, CONSENT_CHANNELS } from "../db/prospects";
import { id } from "../ids";
import { isoMoment } from "../time";
import { isZone } from "../time-zone";
import { companyData } from "./company";

const shortText = z.string().trim().min(1).max(500);
const freeForm = z.record(z.string(), z.unknown());

/**
 * A person's consent, in the words that they agreed to. Without one, the assistant may not call.
 */
export const consentData = z.strictObject({
  basis: z.enum(CONSENT_BASES),
  text: z.string().trim().min(1).max(10_000),
  obtained_at: isoMoment,
  source: shortText,
  channels: z.array(z.enum(CONSENT_CHANNELS)).min(1).max(2),
  ip: shortText.optional(),
  url: shortText.optional(),
  seller: shortText.optional(),
});
export type ConsentData = z.infer<typeof consentData>;

/** A postal address. `state` decides which laws and time zones apply. */
export const addressData = z.strictObject({
  line1: shortText.optional(),
  city: shortText.optional(),
  state: shortText.optional(),
  postal_code: shortText.optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, "must be a two-letter country code such as US")
    .optional(),
});

/** The fields of a prospect that a client may send. */
export const prospectData = z.strictObject({
  first_name: shortText.optional(),
  last_name: shortText.optional(),
  name: shortText.optional(),
  email: z.email().max(254).optional(),
  title: shortText.optional(),
  company_name: shortText.optional(),
  company: companyData.optional(),
  address: addressData.optional(),
  time_zone: shortText
    .refine(isZone, "must be an IANA time zone such as America/Chicago")
    .optional(),
  language: shortText.optional(),
  consent: consentData.optional(),
  enrichment: freeForm.optional(),
  notes: z.string().max(10_000).optional(),
});
export type ProspectData = z.infer<typeof prospectData>;

/** Body of `POST /api/prospects`. */
export const newProspect = prospectData.extend({
  id: id.optional(),
  phone_number: z.string().min(1).max(40),
});

/** A prospect as the API returns it. */
export const prospectView = z.object({
  id,
  phone_number: z.string(),
  email: z.string().nullable(),
  first_name: z.string().nullable(),
  last_name: z.string().nullable(),
  name: z.string().nullable(),
  title: z.string().nullable(),
  company: companyData.nullable(),
  address: addressData.nullable(),
  time_zone: z.string().nullable(),
  language: z.string().nullable(),
  notes: z.string().nullable(),
  consents: z.array(consentData),
  created_at: z.string(),
});
export type ProspectView = z.infer<typeof prospectView>;

/**
 * The keyed hash that stands for a phone number or email address where personal data must not be.
 */
export function contactHash(key: string, contact: string): string {
  return createHmac("sha256", key).update(contact.trim().toLowerCase()).digest("hex");
}

/** The name by which the assistant addresses a person; undefined if none is known. */
export function nameOf(person: {
  name?: string | null | undefined;
  firstName?: string | null | undefined;
  lastName?: string | null | undefined;
}): string | undefined {
  const full = [person.firstName, person.lastName].filter(Boolean).join(" ");
  return person.name ?? (full || undefined);
}
