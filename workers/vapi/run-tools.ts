import { mailCallbackLink } from "../../src/actions/mail-callback-link";
import { callbackSlotsTaken, mayTryCode } from "../../src/callbacks/bookings";
import { freeSlots } from "../../src/callbacks/slots";
import { findProspect } from "../../src/prospects/store";
import type { ToolCall } from "../../src/telephony/vapi-requests";
import { DAY_MS } from "../../src/time";
import { tools } from "../../src/tools/index";
import type { Caller, ToolDeps } from "../../src/tools/tool";
import { withTimeout } from "../../src/with-timeout";
import { openWorkItem } from "../../src/work-items/store";
import { bookCallback } from "../book-callback";
import { callObject } from "../call/stub";
import type { App } from "../compose";
import { recallForCaller } from "../recall-for";
import { zonesOfPerson } from "../zones-of";

/** VAPI gives up after 8 s; an answer that is late is none. */
const TOOL_MS = 7_000;
const LATE = "That takes too long right now. Offer to have a person call back.";
const RESULT_MAX = 4_000;

export type ToolResult = { toolCallId: string; name: string; result?: string; error?: string };

/** Uses the tools that a message asks for, each once, however often it is asked. */
export async function runTools(
  calls: ToolCall[],
  callKey: string | undefined,
  callId: string | undefined,
  app: App,
  env: Env,
): Promise<ToolResult[]> {
  const object = callKey ? callObject(env, callKey) : undefined;
  const use = async ({ id: toolCallId, name, args }: ToolCall): Promise<ToolResult> => {
    const shape = { toolCallId, name };
    const found = Object.hasOwn(tools, name) ? tools[name] : undefined;
    const parsed = found?.parameters.safeParse(args);
    if (!found || !parsed) return { ...shape, error: `There is no tool ${name}.` };
    if (!parsed.success) return { ...shape, error: "The arguments do not fit; ask again." };
    const before = callId && (await object?.toolUse(callId, toolCallId));
    if (!object || !callId || !before) return { ...shape, error: "This call is not known." };
    if (before.result !== null) return { ...shape, result: before.result };
    const deps = depsFor(before.caller, app, env);
    const said = await withTimeout(TOOL_MS, found.run(parsed.data, deps), {
      instead: LATE,
      event: "tool.failed",
    });
    const result = said.replaceAll(/\s*\n\s*/g, " ").slice(0, RESULT_MAX);
    if (said !== LATE) await object.keepToolUse(toolCallId, result);
    return { ...shape, result };
  };
  const results: ToolResult[] = [];
  for (const call of calls) results.push(await use(call)); // In turn: one may need what another did.
  return results;
}

/** What a tool may use, for one caller. */
function depsFor(caller: Caller, app: App, env: Env): ToolDeps {
  const object = callObject(env, caller.callKey);
  const person = () =>
    caller.prospectId ? findProspect(app.db, caller.prospectId) : Promise.resolve(undefined);
  const zones = async () => zonesOfPerson(app.testNumbers(), await person(), caller.phone);
  const agencyZone = app.need("AGENCY_TIME_ZONE");
  const slots = async () =>
    freeSlots({
      ...{ now: app.now(), until: app.now() + 7 * DAY_MS, agencyZone, zones: await zones() },
      taken: await callbackSlotsTaken(app.db, new Date(app.now())),
    });
  return {
    ...{ db: app.db, now: app.now, caller, slots, codeHash: (code) => app.links.codeHash(code) },
    zone: async () => (await zones())[0] ?? agencyZone,
    mayTry: () =>
      mayTryCode(
        ...([app.db, app.newId()] as const),
        ...([app.hashOf(`verify:${caller.phone || caller.callId}`), app.now()] as const),
      ),
    identify: (who) => object.identify(caller.callId, who),
    recall: (question) => recallForCaller(app, caller, question),
    async book(start) {
      if (!(await slots()).some((slot) => slot.start === start)) return "taken";
      const who = await person();
      if (caller.verified && who && caller.campaignId) {
        const { callId: previousCallId, campaignId } = caller;
        const timeZone = (await zones())[0] ?? agencyZone;
        const wanted = { person: who, campaignId, previousCallId, start, timeZone };
        const booked = await bookCallback(app, env, wanted);
        if (booked === "taken") return "taken";
        if (booked !== "blocked") return "booked";
      }
      // Somebody whom an AI may not call, or whom we do not know, is called by a person.
      const item = {
        kind: "callback_request",
        title: "Somebody asked to be called",
        callId: caller.callId,
      };
      const detail = { start: new Date(start).toISOString(), phone: caller.phone };
      await openWorkItem(
        app.db,
        { ...item, prospectId: caller.prospectId, detail },
        new Date(app.now()),
      );
      return "byPerson";
    },
    async sendLink() {
      const who = await person();
      if (!who?.email) return "noAddress";
      // They asked for it themselves, so it goes out whatever else was stopped.
      const sent = await mailCallbackLink(caller, "asked", { ...who, email: who.email }, app);
      if (!sent.ok) throw new Error(sent.error.detail);
      return "sent";
    },
    // Kept in the call's object, which suppresses as soon as it can: no database is needed to say so.
    optOut: (as) => app.reclassify(caller.callKey, caller.callId, as),
  };
}
