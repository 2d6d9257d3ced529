import type { z } from "zod";
import type { Slot } from "../callbacks/slots";
import type { Caller, CallerIdentity } from "../calls/caller";
import type { SearchHit } from "../corpus/corpus";
import type { Db } from "../db/client";

export type ToolDeps = {
  db: Db;
  /** Product time. */
  now: () => number;
  caller: Caller;
  /** What helps to answer a question: of the caller too, once they are verified. */
  recall: (question: string) => Promise<SearchHit[]>;
  /** The zone in which times are said to this caller. */
  zone: () => Promise<string>;
  codeHash: (code: string) => string;
  /** Counts a try to prove who they are; false when this caller has had too many. */
  mayTry: () => Promise<boolean>;
  identify: (who: CallerIdentity) => Promise<void>;
  slots: () => Promise<Slot[]>;
  book: (start: number) => Promise<"booked" | "taken" | "byPerson">;
  sendLink: () => Promise<"sent" | "noAddress">;
  optOut: (as: "opted_out" | "wrong_number") => Promise<void>;
};

/**
 * Something that the assistant may do during a call. It answers in words for the model, on one line;
 * used twice it does no harm.
 */
export type Tool<Schema extends z.ZodType = z.ZodType> = {
  description: string;
  parameters: Schema;
  run: (args: z.infer<Schema>, deps: ToolDeps) => Promise<string>;
};
/** Lets the parameters' schema say what `run` is given. */
export const tool = <Schema extends z.ZodType>(made: Tool<Schema>): Tool => made as unknown as Tool;
