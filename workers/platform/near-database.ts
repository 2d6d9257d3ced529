import { z } from "zod";
import { describeError, fail, type Result } from "../../src/result";
import type { Job } from "../../src/tasks";
import type { TaskDone } from "../../src/tasks/task";

const result = z.union([
  z.object({
    ok: z.literal(true),
    value: z
      .object({
        next: z.array(z.string()).optional(),
        proof: z
          .object({
            input_sha256: z.string().optional(),
            output_sha256: z.string().optional(),
            kept: z.array(z.string()).optional(),
          })
          .optional(),
      })
      .nullish(),
  }),
  z.object({ ok: z.literal(false), error: z.object({ retry: z.boolean(), detail: z.string() }) }),
]);

/**
 * Does a task where the database is: this Worker's own code, deployed a second time with a placement
 * (wrangler.near-database.toml). Placement counts for requests only, so a task goes there as one.
 */
export const nearDatabase =
  (near: Fetcher, key: string) =>
  async (job: Job): Promise<Result<TaskDone>> => {
    try {
      const response = await near.fetch("https://near-database/internal/tasks", {
        method: "POST",
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
        body: JSON.stringify(job),
      });
      const parsed = result.safeParse(await response.json());
      return parsed.success
        ? (parsed.data as Result<TaskDone>)
        : fail(`near the database: ${response.status}`, true);
    } catch (error) {
      return fail(`near the database: ${describeError(error)}`, true);
    }
  };
