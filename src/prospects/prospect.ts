import { createHmac } from "node:crypto";
import { z } from "zod";
import { CONSENT_BASES, CONSENT_CHANNELS } from "../db/prospects";
import { id } from "../ids";
import { isoMoment, isoTime } from "../time";
import { isZone } from "../time-zone";
import { companyData } from "./company";

const shortText = z.string().trim().min(1).max(500);
const freeForm = z.record(z.string(), z.unknown());

/** A person's consent, in the words that they agreed to. Without one, the assistant may not call. */
export const consentData = z
  .strictObject({
    basis: z.enum(CONSENT_BASES),
    text: z.string().trim().min(1).max(10_000),
    obtained_at: isoMoment,
    source: shortText,
    channels: z.array(z.enum(CONSENT_CHANNELS)).min(1).max(2),
    ip: shortText.optional(),
    url: shortText.optional(),
    seller: shortText.optional(),
  })
  .meta({
    id: "Consent",
    description: "What a person agreed to, as it was put to them. No AI may call them without it.",
  });
export const CONSENT_EXAMPLE = {
  basis: "written",
  text: "I agree to be called by an AI assistant.",
  obtained_at: "2026-11-01T12:00:00Z",
  source: "web form",
  channels: ["voice", "email"],
};
export type ConsentData = z.infer<typeof consentData>;

/** A postal address. `state` decides which laws and time zones apply. */
export const addressData = z
  .strictObject({
    line1: shortText.optional(),
    city: shortText.optional(),
    state: shortText.optional(),
    postal_code: shortText.optional(),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, "must be a two-letter country code such as US")
      .optional(),
  })
  .meta({ id: "Address" });

const prospect = z.strictObject({
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
/** What a client may tell of a prospect. */
export const prospectData = prospect.meta({
  id: "ProspectData",
  examples: [{ email: "jo@miller-bakery.com", address: { line1: "1 Main St" } }],
});
export type ProspectData = z.infer<typeof prospectData>;

/** Body of `POST /api/prospects`. */
export const newProspect = prospect
  .extend({ id: id.optional(), phone_number: z.string().min(1).max(40) })
  .meta({
    id: "NewProspect",
    examples: [
      {
        id: "jo-miller",
        phone_number: "+12125550143",
        name: "Jo Miller",
        email: "jo@miller-bakery.com",
        company: { name: "Miller Bakery", industry: "bakery", employee_count: 12 },
        address: { line1: "1 Main St", city: "New York", state: "NY", postal_code: "10001" },
        consent: CONSENT_EXAMPLE,
      },
    ],
  });

/** A prospect as the API returns it. */
export const prospectView = z
  .object({
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
    created_at: isoTime,
  })
  .meta({
    id: "Prospect",
    examples: [
      {
        id: "jo-miller",
        phone_number: "+12125550143",
        email: "jo@miller-bakery.com",
        first_name: null,
        last_name: null,
        name: "Jo Miller",
        title: null,
        company: { id: "miller-bakery", name: "Miller Bakery", employee_count: 12 },
        address: { line1: "1 Main St", city: "New York", state: "NY", postal_code: "10001" },
        time_zone: null,
        language: null,
        notes: null,
        consents: [CONSENT_EXAMPLE],
        created_at: "2026-11-20T09:00:00.000Z",
      },
    ],
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
