import type { Db } from "../db/client";
import type { FormReport, FormRunStatus } from "../db/webforms";
import { type Files, screenshotKey } from "../files/files";
import type { Language } from "../language/language";
import { fail, ok, type Result } from "../result";
import type { Browser, Guard } from "./browser";
import { fieldPrompt } from "./field-prompt";
import { fillPage } from "./fill";
import { KEYS, type Key } from "./labels";
import { beginRun, endRun, type FormRun, findRun, learn, markSent, recipeOf } from "./store";
import type { FormValues } from "./values";

/** What filling a form uses of the application. */
export type FormDeps = {
  db: Db;
  files: Files;
  /** Undefined if no browser is set up. */
  browser: Browser | undefined;
  language: Language;
  guard: Guard;
  now: () => number;
  pause: (ms: number) => Promise<void>;
};
type Job = {
  /** A form is sent at most once per id. */
  id: string;
  url: string;
  values: FormValues;
  submit: boolean;
  callId?: string | undefined;
  prospectId?: string | undefined;
};
/**
 * Fills a form on another site in a real browser, sends it once if `submit` is set, and stores the
 * report.
 */
export async function runForm(
  job: Job,
  deps: FormDeps,
): Promise<Result<{ run: FormRun; report: FormReport }>> {
  const { db, files, browser, guard, now } = deps;
  const { id, url, callId, prospectId } = job;
  const run = await beginRun(db, { id, url, callId, prospectId }, now());
  // It was sent before, so that result stands, even if it is unknown.
  if (run.sentAt) return ok(outcomeOf(run));
  if (!browser) return fail("no browser is set up", false);
  const host = new URL(url).host;
  const recipe = await recipeOf(db, host);
  let wasSentElsewhere = false;
  const visit = await browser.visit(url, guard, (page) =>
    fillPage(page, {
      values: job.values,
      submit: job.submit,
      recipe,
      pause: deps.pause,
      askModel: (fields) => askModel(fields, deps),
      async maySubmit() {
        const isFirst = await markSent(db, id, now());
        wasSentElsewhere = !isFirst;
        return isFirst;
      },
    }),
  );
  if (!visit.ok) return visit;
  const { screenshot, recipe: newRecipe, ...report } = visit.value;
  // Another run sent it while we filled it in, so its result stands.
  const otherRun = wasSentElsewhere ? await findRun(db, id) : undefined;
  if (otherRun) return ok(outcomeOf(otherRun));
  await files.put(screenshotKey(id), screenshot, "image/png");
  await learn(db, host, newRecipe, now());
  await endRun(db, id, report.status, report, now());
  return ok({ run: { ...run, status: report.status }, report });
}

/** The result of a form or meeting as the API shows it. What is not confirmed goes to a person. */
export function meetingConfirmation({ id, status, result }: FormRun) {
  const report = "fields" in result ? result : undefined;
  const meeting = "sequence" in result ? result : undefined;
  return {
    status: API_STATUS[status] ?? "needs_human",
    form_id: id,
    confirmation: (report ?? meeting)?.confirmation,
    reason: report?.reason,
    final_url: report?.final_url,
    start: meeting?.start,
    end: meeting?.end,
    ...(report && { screenshot_url: `/api/forms/${id}/screenshot` }),
  };
}
const API_STATUS: Partial<Record<FormRunStatus, string>> = {
  confirmed: "confirmed",
  rejected: "rejected",
  ambiguous: "ambiguous",
  // It was sent, and the answer was lost.
  sending: "ambiguous",
  // The meeting was cancelled.
  cancelled: "revoked",
};

const outcomeOf = (run: FormRun) => ({
  run,
  report: run.status !== "sending" && "fields" in run.result ? run.result : lostReport(run),
});

/** The report of a form that was sent when the browser died before the answer. */
const lostReport = (run: FormRun): FormReport => ({
  status: "ambiguous",
  fields: [],
  unfilled: [],
  final_url: run.url,
  reason: "it was submitted, but the outcome is unknown",
});

/**
 * Asks the model which keys the labels want. It never sees values, and an unknown key counts as
 * none.
 */
async function askModel(
  fields: { label: string; options: string[] }[],
  { language }: FormDeps,
): Promise<(Key | null)[]> {
  const answer = await language.complete(fieldPrompt(fields, KEYS));
  if (!answer.ok) return fields.map(() => null);
  return fields.map((_, at) => {
    const key = answer.value.keys[at];
    return KEYS.find((one) => one === key) ?? null;
  });
}
