import { Hono } from "hono";
import { z } from "zod";
import { changeMeeting, type MeetingChange } from "../../../src/actions/change-meeting";
import { id } from "../../../src/ids";
import { askForRun } from "../../../src/task-runs/store";
import { isoMoment } from "../../../src/time";
import type { App, AppEnv } from "../../compose";
import { atLeast } from "../../http/auth";
import { invalid, notFound, problem, unavailable, validJson, validParam } from "../../http/problem";

const callParam = validParam(z.object({ call_id: id }));
/** Body of `POST /call/{call_id}/meeting/move`. */
export const moveBody = z.strictObject({ start: isoMoment });
/** Body of `POST /call/{call_id}/meeting/cancel`. */
export const cancelBody = z.strictObject({ reason: z.string().trim().min(1).max(500).optional() });

/** Moves and cancels the meeting that a call led to, where it was booked by an interface. */
export const meetings = new Hono<AppEnv>()
  .post(
    "/:call_id/meeting/move",
    atLeast("operator"),
    callParam,
    validJson(moveBody),
    async (c) => {
      const app = c.get("app");
      const start = Date.parse(c.req.valid("json").start);
      if (start <= app.now()) return invalid("start", "must be in the future");
      return await applyChange(c.req.valid("param").call_id, { do: "move", start }, app);
    },
  )
  .post("/:call_id/meeting/cancel", atLeast("operator"), callParam, validJson(cancelBody), (c) =>
    applyChange(
      c.req.valid("param").call_id,
      { do: "cancel", ...c.req.valid("json") },
      c.get("app"),
    ),
  );

async function applyChange(callId: string, change: MeetingChange, app: App): Promise<Response> {
  const done = await changeMeeting(callId, change, app);
  if (!done.ok)
    return done.error.retry
      ? unavailable("The booking service")
      : problem(502, "booking_refused", done.error.detail);
  const { value } = done;
  if (!("refused" in value)) {
    // The task that booked it mails how it stands, as often as it takes.
    await askForRun(app.db, callId, "fill_web_form", app.now());
    await app.postCall.send({ task: "fill_web_form", callId });
    const { status, start, end, confirmation } = value;
    return Response.json({ call_id: callId, status, start, end, ...confirmation });
  }
  switch (value.refused) {
    case "unknown_meeting":
      return notFound(`A booked meeting of call ${callId}`);
    case "taken":
      return problem(409, "slot_taken", "That time is taken");
    case "not_booked_here":
      return problem(422, "not_booked_here", "It was booked on a page: change it there");
  }
}
