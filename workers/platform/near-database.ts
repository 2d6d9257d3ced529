import type { ZodType } from "zod";
import { describeError, fail, type Result } from "../../src/result";

/**
 * Does a task where the database is: by this Worker's own code, deployed once more with a placement
 * (`near-database` in wrangler.toml). Placement counts for requests only, so a task goes there as one.
 */
export const nearDatabase =
  <Done>(near: Fetcher, key: string, answer: ZodType<Result<Done>>) =>
  async (job: { task: string; traceparent?: string | undefined }): Promise<Result<Done>> => {
    try {
      const response = await near.fetch("https://near-database/internal/tasks", {
        method: "POST",
        headers: {
          authorization: `Bearer ${key}`,
          "content-type": "application/json",
          ...(job.traceparent && { traceparent: job.traceparent }),
        },
        body: JSON.stringify(job),
      });
      const parsed = answer.safeParse(await response.json());
      return parsed.success ? parsed.data : fail(`near the database: ${response.status}`, true);
    } catch (error) {
      return fail(`near the database: ${describeError(error)}`, true);
    }
  };
