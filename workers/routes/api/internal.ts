import { Hono } from "hono";
import { z } from "zod";
import { describeError, fail } from "../../../src/result";
import { job, tasks } from "../../../src/tasks";
import type { AppEnv } from "../../compose";
import { atLeast } from "../../http/auth";
import { describeOperations } from "../../http/operation";
import { validJson } from "../../http/problem";

const taskAnswer = z
  .looseObject({ ok: z.boolean() })
  .meta({ id: "TaskResult", examples: [{ ok: true, value: null }] });
const taskBody = job.meta({
  id: "TaskRequest",
  examples: [{ task: "extract", callId: "0b9a9c1e-5a3f-4c7e-9d51-2f6f0e5b7a10" }],
});

const { runTask } = describeOperations("Internal", {
  runTask: {
    summary: "Run a task",
    description: "Asked by the same Worker where it is deployed away from the database.",
    answers: { 200: taskAnswer },
  },
});

/** What the same Worker, deployed elsewhere, asks of this one: a task, done where this one runs. */
export const internal = new Hono<AppEnv>().post(
  "/tasks",
  runTask,
  atLeast("admin"),
  validJson(taskBody),
  async (c) => {
    const { task, callId } = c.req.valid("json");
    const done = await tasks[task]
      .run(callId, c.get("app"))
      .catch((error) => fail(describeError(error), true));
    return c.json(done.ok ? { ok: true, value: done.value ?? null } : done);
  },
);
