import { sql } from "drizzle-orm";
import { Hono } from "hono";
import { z } from "zod";
import type { AppEnv } from "../../compose";
import { describeOperations } from "../../http/operation";
import { problem } from "../../http/problem";

const running = z.object({ ok: z.literal(true) }).meta({ id: "Health", examples: [{ ok: true }] });
const ready = z
  .object({ ready: z.literal(true) })
  .meta({ id: "Readiness", examples: [{ ready: true }] });

const operations = describeOperations("System", {
  getHealth: { summary: "Check whether it runs", access: "public", answers: { 200: running } },
  getReadiness: {
    summary: "Check whether it is ready",
    description: "Names what is missing or malformed, never its value.",
    access: "public",
    answers: { 200: ready },
    problems: ["unavailable"],
  },
});

/** Whether this runs, and whether it could work. */
export const health = new Hono<AppEnv>()
  .get("/healthz", operations.getHealth, (c) => c.json({ ok: true }))
  .get("/readyz", operations.getReadiness, async (c) => {
    const app = c.get("app");
    const problems = [...app.problems];
    const database = app.config.DATABASE_URL
      ? await app.db.execute(sql`select 1`).then(
          () => true,
          () => false,
        )
      : false;
    if (!database && app.config.DATABASE_URL) problems.push("DATABASE_URL: the database is away");
    if (problems.length === 0) return c.json({ ready: true });
    const errors = problems.map((one) => {
      const [path = "", message = ""] = one.split(": ", 2);
      return { path, message };
    });
    return problem(503, "unavailable", "Not ready", { errors });
  });
