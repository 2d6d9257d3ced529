import { z } from "zod";
import { CALL_OUTCOMES } from "../db/calls";
import type { Effect } from "./state";

/** What a call has pending: the machine's effects, and the object's own housekeeping. */
export type PendingEffect = Effect | { do: "project" } | { do: "keepReport"; reportId: string };

/** A projection that has not begun shows everything that is true by then, so one is enough. */
export const PROJECT: PendingEffect = { do: "project" };

/** These wait for the database, however long it is away. */
export const UNTIRING: PendingEffect["do"][] = [
  "project",
  "dial",
  "afterCall",
  "keepReport",
  "retireNumber",
  "leaveLink",
  "escalate",
  "applyOptOut",
];

const attempt = z.number().int().min(1);

/**
 * PERSISTED CONTRACT. An effect as an object's outbox keeps it, as JSON: a deploy finds what an older
 * version queued. An effect is only ever added or renamed here, and an old name is still read.
 */
const pendingEffect = z.discriminatedUnion("do", [
  z.looseObject({ do: z.literal("dial"), attempt }),
  z.looseObject({ do: z.literal("lookUp"), attempt, dialedAt: z.number() }),
  z.looseObject({ do: z.literal("ask"), attempt, providerCallId: z.string() }),
  z.looseObject({ do: z.literal("hangUp"), attempt }),
  z.looseObject({ do: z.literal("retireNumber") }),
  z.looseObject({
    do: z.literal("leaveLink"),
    attempt,
    delivered: z.boolean(),
    at: z.number(),
  }),
  z.looseObject({
    do: z.literal("applyOptOut"),
    as: z.enum(["opted_out", "wrong_number"]),
    say: z.boolean(),
  }),
  z.looseObject({
    do: z.literal("escalate"),
    why: z.enum(["missed_callback", "missed_transfer"]),
    outcome: z.enum(CALL_OUTCOMES).exactOptional(),
  }),
  z.looseObject({ do: z.literal("afterCall"), revision: z.number(), talked: z.boolean() }),
  z.looseObject({ do: z.literal("project") }),
  z.looseObject({ do: z.literal("keepReport"), reportId: z.string() }),
]) satisfies z.ZodType<PendingEffect>;

/** Names of before, by today's. */
const RENAMED: { [name: string]: PendingEffect["do"] } = {
  leaveAlone: "applyOptOut",
  handOver: "escalate",
};

/** Reads an effect of this version or of one before; nothing if it is none that we know. */
export function readEffect(json: string): PendingEffect | undefined {
  const stored = JSON.parse(json);
  return pendingEffect.safeParse({ ...stored, do: RENAMED[stored.do] ?? stored.do }).data;
}
