import { z } from "zod";
import { DOCUMENT_STATUSES } from "../db/documents";
import { FORMS } from "../db/extraction";
import { money } from "../money";
import { isoTime } from "../time";
import { documentValues } from "./document";

const DOCUMENT_ID = "4c1f6c0e-93b4-4a57-8d0e-7b1f7d2f9a31";
const SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
const AT = "2026-11-24T15:06:00.000Z";

const sourced = z
  .object({
    value: z.union([z.string(), z.number()]),
    from: z.enum(["call", "record", "agent"]),
    quote: z.string().optional(),
    period: z.enum(["month", "year"]).optional(),
  })
  .meta({
    id: "SourcedValue",
    description: "A value and its source: a quote from the call, the record, or an agent's change.",
  });

const printed = z
  .object({
    kind: z.enum(["document", "signed"]),
    sha256: z.string(),
    bytes: z.number().int(),
    at: isoTime,
  })
  .meta({ id: "PrintedFile" });

const decision = z
  .object({
    action: z.enum(["released", "rejected", "revoked"]),
    at: isoTime,
    by: z.string(),
    agent_id: z.string().optional(),
    actor: z.string().optional(),
    license: z.string().optional(),
    state: z.string().optional(),
    reason: z.string().optional(),
    resends: z.number().int().optional(),
  })
  .meta({ id: "DocumentDecision" });

/** A quote or proposal as the API shows it. */
export const documentAnswer = z
  .object({
    document_id: z.string(),
    call_id: z.string(),
    prospect_id: z.string().nullable(),
    company_id: z.string().nullable(),
    form: z.enum(FORMS),
    status: z.enum(DOCUMENT_STATUSES),
    values: z.partialRecord(z.enum(Object.keys(documentValues.shape)), sourced),
    premium: money.nullable(),
    calculation: z.array(z.object({ label: z.string(), factor: z.number(), amount: money })),
    needs: z.array(z.string()).meta({ description: "What has to be known to rate it." }),
    rating_table: z.object({ id: z.string(), version: z.string(), sample: z.boolean() }).nullable(),
    decision: decision.nullable(),
    files: z.array(printed),
    share_expires_at: isoTime.nullable(),
    valid_until: isoTime.nullable(),
    created_at: isoTime,
    updated_at: isoTime,
  })
  .meta({
    id: "Document",
    examples: [
      {
        document_id: DOCUMENT_ID,
        call_id: "0b9a9c1e-5a3f-4c7e-9d51-2f6f0e5b7a10",
        prospect_id: "jo-miller",
        company_id: "miller-bakery",
        form: "PDF_QUOTE_FORM",
        status: "awaiting_release",
        values: {
          company: { value: "Miller Bakery", from: "record" },
          employee_count: { value: 12, from: "call", quote: "there are twelve of us" },
        },
        premium: { amount_minor: 120_000, currency: "USD" },
        calculation: [
          {
            label: "12 employees",
            factor: 1,
            amount: { amount_minor: 120_000, currency: "USD" },
          },
        ],
        needs: [],
        rating_table: { id: "general-liability", version: "2026-11", sample: false },
        decision: null,
        files: [{ kind: "document", sha256: SHA256, bytes: 48_211, at: AT }],
        share_expires_at: null,
        valid_until: "2026-12-24T15:06:00.000Z",
        created_at: AT,
        updated_at: AT,
      },
    ],
  });

/** Body of `PATCH /api/documents/{id}`. */
export const documentPatch = z
  .strictObject({ values: documentValues })
  .meta({ id: "DocumentPatch", examples: [{ values: { employee_count: 14, state: "NY" } }] });

/** Answer of `GET /verify/{id}`: hashes, and nothing that says whose document it is. */
export const verification = z
  .object({
    document_id: z.string(),
    status: z.enum(DOCUMENT_STATUSES),
    files: z.array(printed),
    history: z.object({ intact: z.boolean(), head: z.string() }),
  })
  .meta({
    id: "Verification",
    examples: [
      {
        document_id: DOCUMENT_ID,
        status: "signed",
        files: [{ kind: "signed", sha256: SHA256, bytes: 61_408, at: AT }],
        history: { intact: true, head: SHA256 },
      },
    ],
  });

/** Answers of the actions of a document's page, when they were asked for as JSON. */
export const signedAnswer = z
  .object({ status: z.literal("signed"), signed_at: isoTime, sha256: z.string() })
  .meta({ id: "SignedDocument", examples: [{ status: "signed", signed_at: AT, sha256: SHA256 }] });
export const documentStep = z
  .object({ status: z.enum(["checked", "declined", "asked"]) })
  .meta({ id: "DocumentStep", examples: [{ status: "declined" }] });
