import type { DeliveryDeps } from "../actions/deliver-document";
import type { Db } from "../db/client";
import type { Files } from "../files/files";
import type { Embedder } from "../language/embedder";
import type { Language } from "../language/language";
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

/** What a task worked on and what it made, by hashes, and where that is kept: ids and keys. */
export type TaskAudit = {
  input_sha256?: string | undefined;
  output_sha256?: string | undefined;
  kept?: string[] | undefined;
};
/** What a task came to: `next` names the tasks that follow from it. */
export type TaskDone = { next?: string[]; proof?: TaskAudit } | undefined;
/** Runs after a call, at least once: doing it twice must do no harm. */
export type Task = (callId: string, deps: TaskDeps) => Promise<Result<TaskDone>>;
