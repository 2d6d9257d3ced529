import type { FormReport } from "../db/webforms";
import type { OpenPage, PageState } from "./browser";
import { classifyAnswer } from "./confirmation";
import { type AskModel, type FilledField, fillStep, type Recipe, type UnfilledField } from "./step";
import type { FormValues } from "./values";

/** The most pages that one form may have. */
const STEPS_MAX = 6;
/** The time between looks at a page after a button was pressed, and the most looks. */
const LOOK_MS = 300;
const LOOKS_MAX = 40;

/** The result of filling a form, with a screenshot of its last page. */
export type FilledForm = FormReport & { screenshot: Uint8Array };
type Ending = Pick<FormReport, "status" | "reason" | "confirmation" | "problems">;

type Job = {
  values: FormValues;
  submit: boolean;
  recipe: Recipe;
  askModel: AskModel;
  /** Called just before the form is sent; false if it was sent before. */
  maySubmit: () => Promise<boolean>;
  pause: (ms: number) => Promise<void>;
};
type Progress = { fields: FilledField[]; unfilled: UnfilledField[]; recipe: Recipe };

/**
 * Fills the form on an open page, through all of its steps, and sends it once if `submit` is set.
 * It never checks a box that gives consent, and leaves a page with a captcha to a person.
 */
export async function fillPage(page: OpenPage, job: Job): Promise<FilledForm & { recipe: Recipe }> {
  const progress: Progress = { fields: [], unfilled: [], recipe: {} };
  const ending = await fillSteps(page, job, progress);
  const [state, screenshot] = await Promise.all([page.state(), page.screenshot()]);
  return { ...progress, ...ending, final_url: state.url, screenshot };
}

async function fillSteps(page: OpenPage, job: Job, progress: Progress): Promise<Ending> {
  for (let step = 0; step < STEPS_MAX; step++) {
    const state = await page.state();
    if (state.captcha && job.submit)
      return needsHuman("the page wants to know that a person is there");
    const { fields, unfilled, recipe, first } = await fillStep(page, job);
    progress.fields.push(...fields);
    progress.unfilled.push(...unfilled);
    Object.assign(progress.recipe, recipe);
    const button = await page.button(first);
    if (button.kind === "submit") return await finish(page, job, progress);
    if (button.kind === "none")
      return job.submit ? needsHuman("no button sends the form") : { status: "filled" };
    if (!(await goToNextPage(page, state, job))) {
      const { invalid, alerts } = await page.state();
      const details = { reason: "the page does not continue", problems: [...invalid, ...alerts] };
      return { status: job.submit ? "needs_human" : "filled", ...details };
    }
  }
  return needsHuman(`the form has more than ${STEPS_MAX} pages`);
}

const needsHuman = (reason: string): Ending => ({ status: "needs_human", reason });

/**
 * Sends the form if `submit` is set and no required field is missing, and reads the page's answer.
 */
async function finish(page: OpenPage, job: Job, { unfilled }: Progress): Promise<Ending> {
  if (!job.submit) return { status: "filled" };
  const missing = unfilled.filter((one) => one.required);
  if (missing.length > 0) {
    const names = missing.map((one) => one.label || one.selector);
    return needsHuman(`the form asks for ${names.join(", ")}`);
  }
  if (!(await job.maySubmit())) return { status: "ambiguous", reason: "it was submitted before" };
  const before = await page.state();
  const refusedBefore = page.refused().length;
  await page.press();
  const [refusedUrl] = page.refused().slice(refusedBefore);
  if (refusedUrl) {
    const host = /^https?:/.test(refusedUrl) ? new URL(refusedUrl).host : "another window";
    return needsHuman(`the form goes to ${host}, which is not on the list of allowed hosts`);
  }
  const answer = await waitForAnswer(page, before, job);
  if (answer.status !== "ambiguous") return answer;
  return { ...answer, reason: "the page does not say whether it was accepted" };
}

/**
 * Presses the button to the next page, and waits until the page has changed. False if it does not.
 */
async function goToNextPage(page: OpenPage, before: PageState, job: Job): Promise<boolean> {
  await page.press();
  for (let look = 0; look < LOOKS_MAX / 4; look++) {
    await job.pause(LOOK_MS);
    const now = await page.state();
    if (now.url !== before.url || now.text !== before.text || now.fields !== before.fields)
      return true;
  }
  return false;
}

async function waitForAnswer(page: OpenPage, before: PageState, job: Job) {
  let answer = classifyAnswer(before, before);
  for (let look = 0; look < LOOKS_MAX; look++) {
    await job.pause(LOOK_MS);
    // During navigation the page has no state.
    const now = await page.state().catch(() => undefined);
    if (!now) continue;
    answer = classifyAnswer(before, now);
    if (answer.status !== "ambiguous") return answer;
  }
  return answer;
}
