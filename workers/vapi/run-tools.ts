import { bookCallback } from "../../src/actions/book-callback";
import { mailCallbackLink } from "../../src/actions/mail-callback-link";
import { callbackSlotsTaken, mayTryCode } from "../../src/callbacks/bookings";
import { freeSlots } from "../../src/callbacks/slots";
import type { Caller } from "../../src/calls/caller";
import type { CallRef } from "../../src/calls/calls";
import { recallForCaller } from "../../src/context/recall";
import { zonesOfPerson } from "../../src/prospects/calling-zones";
import { findProspect } from "../../src/prospects/store";
import type { ToolCall } from "../../src/telephony/vapi-requests";
import { DAY_MS, iso } from "../../src/time";
import { tools } from "../../src/tools";
import type { ToolDeps } from "../../src/tools/tool";
import { withTimeout } from "../../src/with-timeout";
import { openWorkItem } from "../../src/work-items/store";
import type { App } from "../compose";

/** VAPI gives up after 8 s. */
const TOOL_MS = 7_000;
const LATE = "That is taking too long. Offer to have a colleague call back.";
const RESULT_MAX = 4_000;

export type ToolResult = { toolCallId: string; name: string; result?: string; error?: string };

/** Runs the tools that a message asks for, each use once, and answers in VAPI's shape. */
export async function runTools(
  uses: ToolCall[],
  call: CallRef | undefined,
  app: App,
): Promise<ToolResult[]> {
  const results: ToolResult[] = [];
  // In sequence: a tool may need the result of the one before it.
  for (const use of uses) results.push(await runTool(use, call, app));
  return results;
}

async function runTool(
  { id: toolCallId, name, args }: ToolCall,
  call: CallRef | undefined,
  app: App,
): Promise<ToolResult> {
  const shape = { toolCallId, name };
  const tool = Object.hasOwn(tools, name) ? tools[name] : undefined;
  const parsed = tool?.parameters.safeParse(args);
  if (!tool || !parsed) return { ...shape, error: `There is no tool named ${name}.` };
  if (!parsed.success) return { ...shape, error: "The arguments are not valid. Ask again." };
  const live = call && app.calls.live(call);
  const before = await live?.toolUse(toolCallId);
  if (!live || !before) return { ...shape, error: "This call is not known." };
  if (before.result !== null) return { ...shape, result: before.result };
  const answer = await withTimeout(TOOL_MS, tool.run(parsed.data, toolDeps(before.caller, app)), {
    instead: LATE,
    event: "tool.failed",
    log: app.log,
  });
  const result = answer.replaceAll(/\s*\n\s*/g, " ").slice(0, RESULT_MAX);
  if (answer !== LATE) await live.saveToolResult(toolCallId, result);
  return { ...shape, result };
}

/** The dependencies of a tool, for one caller. */
function toolDeps(caller: Caller, app: App): ToolDeps {
  const agencyZone = app.need("AGENCY_TIME_ZONE");
  const person = () =>
    caller.prospectId ? findProspect(app.db, caller.prospectId) : Promise.resolve(undefined);
  const zones = async () => zonesOfPerson(app.testNumbers(), await person(), caller.phone);
  const slots = async () =>
    freeSlots({
      now: app.now(),
      until: app.now() + 7 * DAY_MS,
      agencyZone,
      zones: await zones(),
      taken: await callbackSlotsTaken(app.db, app.now()),
    });
  return {
    db: app.db,
    now: app.now,
    caller,
    slots,
    codeHash: (code) => app.links.codeHash(code),
    zone: async () => (await zones())[0] ?? agencyZone,
    mayTry: () => {
      const tries = app.hashOf(`verify:${caller.phone || caller.callId}`);
      return mayTryCode(app.db, app.newId(), tries, app.now());
    },
    identify: (who) => app.calls.live(caller).identify(who),
    recall: (question) => recallForCaller(app, caller, question),
    async book(start) {
      if (!(await slots()).some((slot) => slot.start === start)) return "taken";
      const who = await person();
      if (caller.verified && who && caller.campaignId) {
        const { callId: previousCallId, campaignId } = caller;
        const timeZone = (await zones())[0] ?? agencyZone;
        const request = { person: who, campaignId, previousCallId, start, timeZone };
        const booked = await bookCallback(request, app);
        if (booked === "taken") return "taken";
        if (booked !== "blocked") return "booked";
      }
      await askPersonToCall(caller, start, app);
      return "byPerson";
    },
    async sendLink() {
      const who = await person();
      if (!who?.email) return "noAddress";
      // The caller asked for it, so an earlier opt-out does not stop it.
      const sent = await mailCallbackLink(caller, "requested", { ...who, email: who.email }, app);
      if (!sent.ok) throw new Error(sent.error.detail);
      return "sent";
    },
    // Committed in the call's object, which suppresses when it can: this needs no database.
    optOut: (as) => app.reclassify(caller.callKey, caller.callId, as),
  };
}

/** Opens a work item for a person to call somebody whom an AI may not call, or whom we do not know. */
async function askPersonToCall(caller: Caller, start: number, app: App): Promise<void> {
  await openWorkItem(
    app.db,
    {
      kind: "callback_request",
      callId: caller.callId,
      prospectId: caller.prospectId,
      detail: { start: iso(start), phone: caller.phone },
    },
    app.now(),
  );
}
