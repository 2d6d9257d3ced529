import { z } from "zod";
import type { DeliveryDeps } from "../actions/deliver-document";
import type { Db } from "../db/client";
import type { Files } from "../files/files";
import type { Embedder } from "../language/embedder";
import type { Language } from "../language/language";
import type { Log } from "../log";
import type { MeetingDeps } from "../meetings/meeting";
import type { Result } from "../result";
import type { Telephony } from "../telephony/telephony";

/** What tasks use of the application. */
export type TaskDeps = DeliveryDeps &
  MeetingDeps & {
    db: Db;
    files: Files;
    language: Language;
    embedder: Embedder;
    telephony: Telephony;
    log: Log;
    /** Product time. */
    now: () => number;
    machineNow: () => number;
    /** The keyed hash of a phone number or email address, as in suppressions. */
    hashOf: (contact: string) => string;
    /** Whether sample rating tables may be used. Never in production. */
    sampleRates: boolean;
    /** The agency's own license numbers by state. */
    agencyLicenses: Record<string, string>;
    /** The time zone in which a person speaks of times; the agency's for an unknown person. */
    zoneOf: (prospectId: string | null) => Promise<string>;
    /** Applies an opt-out or a wrong number that the transcript showed. */
    reclassify: (
      callKey: string,
      callId: string,
      as: "opted_out" | "wrong_number",
    ) => Promise<void>;
  };

/**
 * A task's entry in the audit trail: hashes of its input and output, and the ids or keys it stored.
 */
const taskAudit = z.object({
  input_sha256: z.string().optional(),
  output_sha256: z.string().optional(),
  kept: z.array(z.string()).optional(),
});

/** What a task did: the names of the tasks to queue next, and its audit entry. */
const taskOutcome = z.object({ next: z.array(z.string()).optional(), audit: taskAudit.optional() });
export type TaskOutcome = z.infer<typeof taskOutcome> | undefined;

/** How a task went, as one Worker reports it to another. */
export const taskResult = z.union([
  z.object({
    ok: z.literal(true),
    value: taskOutcome.nullish().transform((done) => done ?? undefined),
  }),
  z.object({ ok: z.literal(false), error: z.object({ retry: z.boolean(), detail: z.string() }) }),
]);

/** Work after a call. It runs at least once, so running it twice must do no harm. */
export type Task = (callId: string, deps: TaskDeps) => Promise<Result<TaskOutcome>>;
