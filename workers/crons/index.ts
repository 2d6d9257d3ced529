import { sendFollowUps } from "../../src/actions/send-follow-ups";
import { formatTraceparent, newTrace } from "../../src/trace";
import { type App, scoped } from "../compose";
import { indexCorpusChanges, repairVectors } from "./corpus";
import { runDueWork } from "./due";
import { enrichCompanies } from "./enrichment";
import { sendNotifications } from "./notifications";

export const EVERY_MINUTE = "* * * * *";
export const NIGHTLY = "0 3 * * *";
export const CRONS = [EVERY_MINUTE, NIGHTLY];

/** Runs the work of a cron; answers how many things were due. */
export async function runCron(cron: string, unscoped: App): Promise<number> {
  const app = scoped(unscoped, { cron }, formatTraceparent(newTrace(unscoped.newId)));
  if (cron === NIGHTLY) return await repairVectors(app);
  if (cron !== EVERY_MINUTE) return 0;
  const done = await Promise.all([
    runDueWork(app),
    sendFollowUps(app),
    sendNotifications(app),
    enrichCompanies(app).then(async (found) => found + (await indexCorpusChanges(app))),
  ]);
  return done.reduce((sum, one) => sum + one, 0);
}
