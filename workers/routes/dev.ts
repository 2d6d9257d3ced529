import { Hono } from "hono";
import { z } from "zod";
import { durationMs, isMoment, iso, isoMoment } from "../../src/time";
import type { AppEnv } from "../compose";
import { CRONS, runCron } from "../crons";
import { atLeast } from "../http/auth";
import { invalid, notFound, validJson } from "../http/problem";
import { setClock } from "../platform/clock";

const duration = z.string().refine((text) => durationMs(text) !== undefined, {
  message: "must be an ISO 8601 duration such as PT72H",
});
/** Body of `POST /dev/clock`. */
export const clockBody = z.union([
  z.strictObject({ now: isoMoment }),
  z.strictObject({ advance: duration }),
]);
/** Body of `POST /dev/cron`. */
export const cronBody = z.strictObject({ cron: z.enum(CRONS) });

/** Moves time and fires crons, on a local installation only. */
export const dev = new Hono<AppEnv>()
  .use(async (c, next) => {
    if (c.env.ENVIRONMENT !== "local") return notFound("This");
    await next();
  })
  .use(atLeast("admin"))
  .post("/clock", validJson(clockBody), async (c) => {
    const app = c.get("app");
    const body = c.req.valid("json");
    const moment =
      "now" in body ? Date.parse(body.now) : app.now() + (durationMs(body.advance) ?? 0);
    if (!isMoment(moment)) return invalid("advance", "must lead to a moment before the year 9999");
    await setClock(c.env, moment);
    return c.json({ now: iso(app.now()) });
  })
  .post("/cron", validJson(cronBody), async (c) => {
    const { cron } = c.req.valid("json");
    return c.json({ cron, due: await runCron(cron, c.get("app")) });
  });
