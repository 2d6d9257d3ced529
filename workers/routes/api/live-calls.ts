import { Hono } from "hono";
import { z } from "zod";
import { markConverted } from "../../../src/callbacks/links";
import {
  controlBody,
  controlView,
  conversionBody,
  conversionView,
} from "../../../src/calls/contract";
import type { Control } from "../../../src/calls/leg";
import { keyOfCall, saveConversion } from "../../../src/calls/store";
import { planAfterBound } from "../../../src/follow-ups/store";
import { id } from "../../../src/ids";
import { iso } from "../../../src/time";
import { callObject } from "../../call/stub";
import type { App, AppEnv } from "../../compose";
import { atLeast } from "../../http/auth";
import { describeOperations } from "../../http/operation";
import { notFound, problem, unavailable, validJson, validParam } from "../../http/problem";
import { PROBLEMS } from "../../http/problems";

const callParam = z.object({ call_id: id });

const operations = describeOperations("Calls", {
  watchCall: {
    summary: "Watch a call (WebSocket)",
    description: "JSON lines with `type` `state` or `transcript`, as they come.",
    answers: { 101: { leadsTo: "Switched to a WebSocket." } },
    problems: ["not_found", "upgrade_required"],
  },
  controlCall: {
    summary: "Control a live call",
    description: "Say something, whisper to the assistant, transfer, or end the call.",
    answers: { 202: controlView },
    problems: ["not_found", "conflict", "no_transfer_number"],
  },
  recordConversion: {
    summary: "Record a conversion",
    description: "What became of the call: bound or lost.",
    answers: { 200: conversionView },
    problems: ["not_found"],
  },
});

/** What is done with a call while it runs, and what became of it. */
export const liveCalls = new Hono<AppEnv>()
  .get("/:call_id/live", operations.watchCall, validParam(callParam), async (c) => {
    const { call_id } = c.req.valid("param");
    if (c.req.header("upgrade")?.toLowerCase() !== "websocket")
      return problem(426, "upgrade_required", PROBLEMS.upgrade_required.title, {
        headers: { upgrade: "websocket" },
      });
    const callKey = await keyOfCall(c.get("app").db, call_id);
    if (!callKey) return notFound(`There is no call ${call_id}`);
    const url = `https://call/live?call_id=${encodeURIComponent(call_id)}`;
    return await callObject(c.env, callKey).fetch(url, c.req.raw);
  })
  .post(
    "/:call_id/control",
    operations.controlCall,
    atLeast("operator"),
    validParam(callParam),
    validJson(controlBody),
    async (c) => {
      const app = c.get("app");
      const { call_id } = c.req.valid("param");
      const { action, text } = c.req.valid("json");
      const callKey = await keyOfCall(app.db, call_id);
      if (!callKey) return notFound(`There is no call ${call_id}`);
      const control = controlOf(action, text, app);
      if (!control) return problem(422, "no_transfer_number", "TRANSFER_NUMBER is not set");
      const done = await app.calls.live({ callKey, callId: call_id }).control(control);
      if (!done) return problem(409, "conflict", "The call is not live");
      return done.ok
        ? c.json({ call_id, action }, 202)
        : unavailable("The provider's call control is not available");
    },
  )
  .post(
    "/:call_id/conversion",
    operations.recordConversion,
    atLeast("operator"),
    validParam(callParam),
    validJson(conversionBody),
    async (c) => {
      const app = c.get("app");
      const { call_id } = c.req.valid("param");
      const body = c.req.valid("json");
      const at = body.at ? Date.parse(body.at) : app.now();
      const conversion = { ...body, at: iso(at) };
      const saved = await saveConversion(app.db, call_id, conversion);
      if (!saved) return notFound(`There is no call ${call_id}`);
      await markConverted(app.db, call_id, body.kind === "bound" ? at : null);
      const about = saved.prospectId && { prospectId: saved.prospectId, callId: call_id };
      if (about && body.kind === "bound") await planAfterBound(app.db, about, app.now());
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
