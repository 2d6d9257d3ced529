import { vector } from "drizzle-orm/pg-core";

/** bge-large-en-v1.5 has 1024 dimensions; no other number fits the corpus. */
export const DIMENSIONS = 1024;
export const embedding = (name: string) => vector(name, { dimensions: DIMENSIONS });
