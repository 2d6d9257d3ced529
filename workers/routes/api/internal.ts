import { Hono } from "hono";
import { describeError, fail } from "../../../src/result";
import { job, tasks } from "../../../src/tasks";
import type { AppEnv } from "../../compose";
import { atLeast } from "../../http/auth";
import { validJson } from "../../http/problem";

/** What the same Worker, deployed elsewhere, asks of this one: a task, done where this one runs. */
export const internal = new Hono<AppEnv>().post(
  "/tasks",
  atLeast("admin"),
  validJson(job),
  async (c) => {
    const { task, callId } = c.req.valid("json");
    const done = await tasks[task]
      .run(callId, c.get("app"))
      .catch((error) => fail(describeError(error), true));
    return c.json(done.ok ? { ok: true, value: done.value ?? null } : done);
  },
);
