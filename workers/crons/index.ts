import { sendFollowUps } from "../../src/actions/send-follow-ups";
import type { App } from "../compose";
import { indexCorpusChanges, repairVectors } from "./corpus";
import { doWhatIsDue } from "./due";
import { enrichCompanies } from "./enrichment";
import { sendNotifications } from "./notifications";

export const EVERY_MINUTE = "* * * * *";
export const NIGHTLY = "0 3 * * *";
export const CRONS = [EVERY_MINUTE, NIGHTLY];

/** Runs what a cron stands for; answers how many things were due. */
export async function runCron(cron: string, app: App): Promise<number> {
  if (cron === NIGHTLY) return await repairVectors(app);
  if (cron !== EVERY_MINUTE) return 0;
  const done = await Promise.all([
    doWhatIsDue(app),
    sendFollowUps(app),
    sendNotifications(app),
    enrichCompanies(app).then(async (found) => found + (await indexCorpusChanges(app))),
  ]);
  return done.reduce((sum, one) => sum + one, 0);
}
