import type { Result } from "../result";

/** Draws a document somewhere else, from the texts of its fields. */
export interface DocumentRenderer {
  render(title: string, fields: Record<string, string>): Promise<Result<Uint8Array>>;
}
