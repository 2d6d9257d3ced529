import type { App } from "../compose";
import { sweepCorpus } from "./corpus";
import { doWhatIsDue } from "./due";

export const EVERY_MINUTE = "* * * * *";
export const NIGHTLY = "0 3 * * *";
export const CRONS = [EVERY_MINUTE, NIGHTLY];

/** Runs what a cron stands for; answers how many things were due. */
export async function runCron(cron: string, app: App, env: Env): Promise<number> {
  if (cron !== EVERY_MINUTE) return 0;
  const [due, indexed] = await Promise.all([doWhatIsDue(app, env), sweepCorpus(app)]);
  return due + indexed;
}
