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

export type FormDeps = {
  db: Db;
  files: Files;
  /** Nothing where none is set up. */
  browser: Browser | undefined;
  language: Language;
  guard: Guard;
  now: () => number;
  pause: (ms: number) => Promise<void>;
};
type Job = {
  /** Under one key a form is sent once. */
  id: string;
  url: string;
  values: FormValues;
  submit: boolean;
  callId?: string | undefined;
  prospectId?: string | undefined;
};
/** Fills a form on somebody's page in a real browser, stores a screenshot, and sends it once if asked to. */
export async function runForm(
  job: Job,
  deps: FormDeps,
): Promise<Result<{ run: FormRun; report: FormReport }>> {
  const { db, files, browser, guard, now } = deps;
  const { id, url, callId, prospectId } = job;
  const run = await beginRun(db, { id, url, callId, prospectId }, now());
  // It was sent before: what became of it stands, even if nobody knows.
  if (run.sentAt) return ok(outcomeOf(run));
  if (!browser) return fail("no browser is set up", false);
  const host = new URL(url).host;
  const recipe = await recipeOf(db, host);
  let lost = false;
  const visited = await browser.visit(url, guard, (page) =>
    fillPage(page, {
      values: job.values,
      submit: job.submit,
      recipe,
      pause: deps.pause,
      askModel: (fields) => askModel(fields, deps),
      async maySubmit() {
        const may = await markSent(db, id, now());
        lost = !may;
        return may;
      },
    }),
  );
  if (!visited.ok) return visited;
  const { screenshot, recipe: learned, ...report } = visited.value;
  // Another run sent it while we filled it in: what the page answered there stands.
  const other = lost ? await findRun(db, id) : undefined;
  if (other) return ok(outcomeOf(other));
  await files.put(screenshotKey(id), screenshot, "image/png");
  await learn(db, host, learned, now());
  await endRun(db, id, report.status, report, now());
  return ok({ run: { ...run, status: report.status }, report });
}

/** What a form's or a meeting's job came to, as the API shows it: a person takes over what is not confirmed. */
export function meetingConfirmation({ id, status, result }: FormRun) {
  const report = "fields" in result ? result : undefined;
  const meeting = "sequence" in result ? result : undefined;
  return {
    status: SHOWN_AS[status] ?? "needs_human",
    form_id: id,
    confirmation: (report ?? meeting)?.confirmation,
    reason: report?.reason,
    final_url: report?.final_url,
    start: meeting?.start,
    end: meeting?.end,
    ...(report && { screenshot_url: `/api/forms/${id}/screenshot` }),
  };
}
const SHOWN_AS: Partial<Record<FormRunStatus, string>> = {
  confirmed: "confirmed",
  rejected: "rejected",
  ambiguous: "ambiguous",
  // It left us, and what became of it is not known.
  sending: "ambiguous",
  // A meeting that was cancelled does not hold any more.
  cancelled: "revoked",
};

const outcomeOf = (run: FormRun) => ({
  run,
  report: run.status !== "sending" && "fields" in run.result ? run.result : unknown(run),
});

/** It was sent, and the browser died before the page answered. */
const unknown = (run: FormRun): FormReport => ({
  status: "ambiguous",
  fields: [],
  unfilled: [],
  final_url: run.url,
  reason: "it was submitted, but the outcome is unknown",
});

/** What is left to the model is labels: never what is put in. An answer that is no key of ours is none. */
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
