import type { z } from "zod";
import type { Result } from "../result";

export type Prompt<T> = { name: string; system: string; user: string; schema: z.ZodType<T> };

export interface Language {
  /** An answer that fits the schema. What the model says otherwise is a failure, never a value. */
  complete<T>(prompt: Prompt<T>): Promise<Result<T>>;
}
