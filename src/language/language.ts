import type { z } from "zod";
import type { Result } from "../result";

/** A prompt and the schema that its answer must fit. */
export type Prompt<T> = { name: string; system: string; user: string; schema: z.ZodType<T> };

/** A language model that answers in JSON. */
export interface Language {
  /** Answers a prompt. An answer that does not fit its schema is a failure. */
  complete<T>(prompt: Prompt<T>): Promise<Result<T>>;
}
