import { sql } from "drizzle-orm";
import { Hono } from "hono";
import type { AppEnv } from "../../compose";
import { problem } from "../../http/problem";

/** Whether this runs, and whether it could work. */
export const health = new Hono<AppEnv>()
  .get("/healthz", (c) => c.json({ ok: true }))
  .get("/readyz", async (c) => {
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
