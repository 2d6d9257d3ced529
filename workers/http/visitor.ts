import type { Context } from "hono";
import { describeError } from "../../src/result";

/** How a request shows whether a person made it. */
export const visitorOf = (c: Context) => ({
  method: c.req.method,
  userAgent: c.req.header("user-agent"),
  purpose: c.req.header("sec-purpose") ?? c.req.header("purpose") ?? c.req.header("x-moz"),
});

/** Notes something after the answer; what could not be noted takes nothing from it. */
export const afterwards = (c: Context, event: string, work: () => Promise<unknown>): void =>
  c.executionCtx.waitUntil(
    work().catch((error) => console.error({ event, error: describeError(error) })),
  );
