import { Hono } from "hono";
import { z } from "zod";
import { changeMeeting, type MeetingChange } from "../../../src/actions/change-meeting";
import { id } from "../../../src/ids";
import { cancelBody, meetingView, moveBody } from "../../../src/meetings/contract";
import { askForRun } from "../../../src/task-runs/store";
import type { App, AppEnv } from "../../compose";
import { atLeast } from "../../http/auth";
import { describeOperations } from "../../http/operation";
import { invalid, notFound, problem, unavailable, validJson, validParam } from "../../http/problem";
import { PROBLEMS } from "../../http/problems";

const callParam = validParam(z.object({ call_id: id }));

const operations = describeOperations("Meetings", {
  moveMeeting: {
    summary: "Move a meeting",
    description: "Gives the meeting that a call led to another time, and mails the new invitation.",
    answers: { 200: meetingView },
    problems: ["not_found", "slot_taken", "not_booked_here", "booking_refused"],
  },
  cancelMeeting: {
    summary: "Cancel a meeting",
    description: "And mails the cancellation to the person's calendar.",
    answers: { 200: meetingView },
    problems: ["not_found", "not_booked_here", "booking_refused"],
  },
});

/** Moves and cancels the meeting that a call led to, where it was booked by an interface. */
export const meetings = new Hono<AppEnv>()
  .post(
    "/:call_id/meeting/move",
    operations.moveMeeting,
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
  .post(
    "/:call_id/meeting/cancel",
    operations.cancelMeeting,
    atLeast("operator"),
    callParam,
    validJson(cancelBody),
    (c) =>
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
      ? unavailable("The booking service is not available")
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
      return notFound(`Call ${callId} has no booked meeting`);
    case "taken":
      return problem(409, "slot_taken", PROBLEMS.slot_taken.title);
    case "not_booked_here":
      return problem(422, "not_booked_here", PROBLEMS.not_booked_here.title);
  }
}
