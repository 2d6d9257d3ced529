import { appendFileSync, existsSync, readFileSync } from "node:fs";
import type { z } from "zod";

/** What a provider keeps over a restart: one line of JSON per entry. Without a file it keeps nothing. */
export class Journal<Entry> {
  constructor(
    readonly schema: z.ZodType<Entry>,
    readonly file?: string | undefined,
  ) {}

  /** All entries, oldest first. Throws if a line is not an entry. */
  read(): Entry[] {
    if (!this.file || !existsSync(this.file)) return [];
    const lines = readFileSync(this.file, "utf8").split("\n").filter(Boolean);
    return lines.map((line) => this.schema.parse(JSON.parse(line)));
  }

  append(entry: Entry): void {
    if (this.file) appendFileSync(this.file, `${JSON.stringify(entry)}\n`);
  }
}
