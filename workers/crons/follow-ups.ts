import { mayEmail } from "../../src/actions/contact-gate";
import { sendFollowUp } from "../../src/actions/send-follow-up";
import { campaignOf } from "../../src/calls/store";
import { takeDueFollowUps } from "../../src/follow-ups/store";
import { describeError } from "../../src/result";
import { type App, NotConfigured } from "../compose";

const FOLLOW_UPS_MAX = 100;

/** Sends the follow-ups whose time has come; what does not work now is tried again in some minutes. */
export async function sendFollowUps(app: App): Promise<number> {
  const due = await takeDueFollowUps(app.db, app.now(), FOLLOW_UPS_MAX);
  for (const one of due)
    try {
      const done = await sendFollowUp(one, {
        ...followUpDeps(app),
        async mayRemind(person, callId, emailId) {
          const campaignId = (await campaignOf(app.db, callId)) ?? "";
          return await mayEmail(person, { campaignId, callId, emailId }, app);
        },
      });
      if (!done.ok)
        console.error({ event: "follow-up.not-sent", id: one.id, detail: done.error.detail });
    } catch (error) {
      if (!(error instanceof NotConfigured))
        console.error({ event: "follow-up.not-sent", id: one.id, error: describeError(error) });
    }
  return due.length;
}

/** What any follow-up works with: without all of it set up, none is begun. */
const followUpDeps = (app: App) => ({
  db: app.db,
  files: app.files,
  fonts: app.fonts,
  readTemplate: app.readTemplate,
  agency: app.agency,
  links: app.links,
  email: app.email,
  mayMailRequested: app.mayMailRequested,
  now: app.now,
  machineNow: app.machineNow,
  announce: app.announce,
});
