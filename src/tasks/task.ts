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
    /** How numbers and addresses are known in suppressions. */
    hashOf: (contact: string) => string;
    /** Whether a premium may come from a made-up table: never in production. */
    sampleRates: boolean;
    /** The agency's own license numbers by state. */
    agencyLicenses: Record<string, string>;
    /** The zone in which a person's times are meant; of nobody, the agency's. */
    zoneOf: (prospectId: string | null) => Promise<string>;
    /** Tells a call what its words asked of us. */
    reclassify: (
      callKey: string,
      callId: string,
      as: "opted_out" | "wrong_number",
    ) => Promise<void>;
  };

/** A task's input and output by hashes, and where they are kept: ids and keys. */
const taskAudit = z.object({
  input_sha256: z.string().optional(),
  output_sha256: z.string().optional(),
  kept: z.array(z.string()).optional(),
});
export type TaskAudit = z.infer<typeof taskAudit>;

/** The result of a task: `next` names the tasks that follow from it. */
const taskDone = z.object({ next: z.array(z.string()).optional(), proof: taskAudit.optional() });
export type TaskDone = z.infer<typeof taskDone> | undefined;

/** How a task went, as one Worker reports it to another. */
export const taskResult = z.union([
  z.object({
    ok: z.literal(true),
    value: taskDone.nullish().transform((done) => done ?? undefined),
  }),
  z.object({ ok: z.literal(false), error: z.object({ retry: z.boolean(), detail: z.string() }) }),
]);

/** Runs after a call, at least once: doing it twice must do no harm. */
export type Task = (callId: string, deps: TaskDeps) => Promise<Result<TaskDone>>;
