import type { Context } from "hono";
import { describeError } from "../../src/result";
import type { Logging } from "./problem";

/** The parts of a request that show whether a person made it. */
export const visitorOf = (c: Context) => ({
  method: c.req.method,
  userAgent: c.req.header("user-agent"),
  purpose: c.req.header("sec-purpose") ?? c.req.header("purpose") ?? c.req.header("x-moz"),
});

type Answered = Logging & Pick<Context, "executionCtx">;
/** Does work after the answer. A failure is logged as `event` and takes nothing from the answer. */
export const afterwards = (c: Answered, event: string, work: () => Promise<unknown>): void => {
  const { log } = c.get("app");
  c.executionCtx.waitUntil(
    work().catch((error) => log.error(event, { error: describeError(error) })),
  );
};
