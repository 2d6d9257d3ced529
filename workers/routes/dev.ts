import { Hono } from "hono";
import { z } from "zod";
import { durationMs, isMoment, iso, isoMoment } from "../../src/time";
import type { AppEnv } from "../compose";
import { CRONS, runCron } from "../crons";
import { atLeast } from "../http/auth";
import { describeOperations } from "../http/operation";
import { invalid, notFound, validJson } from "../http/problem";
import { setClock } from "../platform/clock";

const duration = z.string().refine((text) => durationMs(text) !== undefined, {
  message: "must be an ISO 8601 duration such as PT72H",
});
/** Body of `POST /dev/clock`. */
const clockBody = z
  .union([z.strictObject({ now: isoMoment }), z.strictObject({ advance: duration })])
  .meta({ id: "ClockChange", examples: [{ advance: "PT72H" }] });
const clockView = z
  .object({ now: z.string() })
  .meta({ id: "Clock", examples: [{ now: "2026-11-27T15:00:00.000Z" }] });
/** Body of `POST /dev/cron`. */
const cronBody = z
  .strictObject({ cron: z.enum(CRONS) })
  .meta({ id: "CronRequest", examples: [{ cron: "* * * * *" }] });
const cronView = z
  .object({ cron: z.enum(CRONS), due: z.number().int() })
  .meta({ id: "CronResult", examples: [{ cron: "* * * * *", due: 2 }] });

const operations = describeOperations("Internal", {
  setClock: {
    summary: "Set the clock",
    description: "Sets or advances product time, on a local installation only.",
    answers: { 200: clockView },
    problems: ["not_found"],
  },
  runCron: {
    summary: "Run a cron",
    description: "On a local installation only.",
    answers: { 200: cronView },
    problems: ["not_found"],
  },
});

/** Moves time and fires crons, on a local installation only. */
export const dev = new Hono<AppEnv>()
  .use(async (c, next) => {
    if (c.env.ENVIRONMENT !== "local") return notFound();
    await next();
  })
  .use(atLeast("admin"))
  .post("/clock", operations.setClock, validJson(clockBody), async (c) => {
    const app = c.get("app");
    const body = c.req.valid("json");
    const moment =
      "now" in body ? Date.parse(body.now) : app.now() + (durationMs(body.advance) ?? 0);
    if (!isMoment(moment)) return invalid("advance", "must lead to a moment before the year 9999");
    await setClock(c.env, moment);
    return c.json({ now: iso(app.now()) });
  })
  .post("/cron", operations.runCron, validJson(cronBody), async (c) => {
    const { cron } = c.req.valid("json");
    return c.json({ cron, due: await runCron(cron, c.get("app")) });
  });
