import { campaignOf } from "../calls/store";
import { type FollowUp, takeDueFollowUps } from "../follow-ups/store";
import type { Log } from "../log";
import { NotConfigured } from "../not-configured";
import { describeError } from "../result";
import { type GateDeps, mayEmail } from "./contact-gate";
import { type FollowUpDeps, sendFollowUp } from "./send-follow-up";

const FOLLOW_UPS_MAX = 100;

export type SendFollowUpsDeps = Omit<FollowUpDeps, "mayRemind"> & GateDeps & { log: Log };

/** Sends the follow-ups that are due; what fails now is tried again in some minutes. Answers how many. */
export async function sendFollowUps(deps: SendFollowUpsDeps): Promise<number> {
  const due = await takeDueFollowUps(deps.db, deps.now(), FOLLOW_UPS_MAX);
  for (const one of due) await sendOne(one, deps);
  return due.length;
}

async function sendOne(one: FollowUp, deps: SendFollowUpsDeps): Promise<void> {
  try {
    const sent = await sendFollowUp(one, {
      ...followUpDeps(deps),
      async mayRemind(person, callId, emailId) {
        const campaignId = (await campaignOf(deps.db, callId)) ?? "";
        return await mayEmail(person, { campaignId, callId, emailId }, deps);
      },
    });
    if (!sent.ok) deps.log.error("follow-up.not-sent", { id: one.id, error: sent.error.detail });
  } catch (error) {
    if (!(error instanceof NotConfigured))
      deps.log.error("follow-up.not-sent", { id: one.id, error: describeError(error) });
  }
}

/** What any follow-up works with: without all of it set up, none is begun. */
const followUpDeps = (deps: SendFollowUpsDeps) => ({
  db: deps.db,
  files: deps.files,
  fonts: deps.fonts,
  readTemplate: deps.readTemplate,
  agency: deps.agency,
  links: deps.links,
  email: deps.email,
  mayMailRequested: deps.mayMailRequested,
  now: deps.now,
  machineNow: deps.machineNow,
  announce: deps.announce,
  log: deps.log,
});
