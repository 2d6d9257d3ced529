import { Hono } from "hono";
import { z } from "zod";
import { markConverted } from "../../../src/callbacks/links";
import { controlBody, conversionBody } from "../../../src/calls/contract";
import type { Control } from "../../../src/calls/leg";
import { keyOfCall, saveConversion } from "../../../src/calls/store";
import { planAfterBound } from "../../../src/follow-ups/store";
import { id } from "../../../src/ids";
import { iso } from "../../../src/time";
import { callObject } from "../../call/stub";
import type { App, AppEnv } from "../../compose";
import { atLeast } from "../../http/auth";
import { notFound, problem, unavailable, validJson, validParam } from "../../http/problem";

const callParam = z.object({ call_id: id });

/** What is done with a call while it runs, and what became of it. */
export const liveCalls = new Hono<AppEnv>()
  .get("/:call_id/live", validParam(callParam), async (c) => {
    const { call_id } = c.req.valid("param");
    if (c.req.header("upgrade")?.toLowerCase() !== "websocket")
      return problem(426, "upgrade_required", "Ask for a WebSocket", {
        headers: { upgrade: "websocket" },
      });
    const callKey = await keyOfCall(c.get("app").db, call_id);
    if (!callKey) return notFound(`Call ${call_id}`);
    const url = `https://call/live?call_id=${encodeURIComponent(call_id)}`;
    return await callObject(c.env, callKey).fetch(url, c.req.raw);
  })
  .post(
    "/:call_id/control",
    atLeast("operator"),
    validParam(callParam),
    validJson(controlBody),
    async (c) => {
      const app = c.get("app");
      const { call_id } = c.req.valid("param");
      const { action, text } = c.req.valid("json");
      const callKey = await keyOfCall(app.db, call_id);
      if (!callKey) return notFound(`Call ${call_id}`);
      const control = controlOf(action, text, app);
      if (!control) return problem(422, "no_transfer_number", "TRANSFER_NUMBER is not set");
      const done = await app.calls.live({ callKey, callId: call_id }).control(control);
      if (!done) return problem(409, "conflict", "The call is not live");
      return done.ok ? c.json({ call_id, action }, 202) : unavailable("The provider's control");
    },
  )
  .post(
    "/:call_id/conversion",
    atLeast("operator"),
    validParam(callParam),
    validJson(conversionBody),
    async (c) => {
      const app = c.get("app");
      const { call_id } = c.req.valid("param");
      const told = c.req.valid("json");
      const at = told.at ? Date.parse(told.at) : app.now();
      const conversion = { ...told, at: iso(at) };
      const saved = await saveConversion(app.db, call_id, conversion);
      if (!saved) return notFound(`Call ${call_id}`);
      await markConverted(app.db, call_id, told.kind === "bound" ? at : null);
      const about = saved.prospectId && { prospectId: saved.prospectId, callId: call_id };
      if (about && told.kind === "bound") await planAfterBound(app.db, about, app.now());
      return c.json({ call_id, ...conversion });
    },
  );

type Action = z.infer<typeof controlBody>["action"];
function controlOf(action: Action, text: string | undefined, app: App): Control | undefined {
  const number = app.config.TRANSFER_NUMBER?.replace(/[ ()-]/g, "");
  switch (action) {
    case "say":
    case "whisper":
      return { action, text: text ?? "" };
    case "transfer":
      return number ? { action, number, text } : undefined;
    case "end":
      return { action };
  }
}
