import type { FormReport } from "../db/webforms";
import type { OpenPage, PageState } from "./browser";
import { judgeAnswer } from "./confirmation";
import { type AskModel, type FilledField, fillStep, type Recipe, type UnfilledField } from "./step";
import type { FormValues } from "./values";

/** Pages of one form that are gone through. */
const STEPS_MAX = 6;
/** How often a page is looked at after its button was pressed, and how often at most. */
const LOOK_MS = 300;
const LOOKS_MAX = 40;

/** What became of a form, with a picture of its last page. */
export type FilledForm = FormReport & { screenshot: Uint8Array };
type End = Pick<FormReport, "status" | "reason" | "confirmation" | "problems">;

type Job = {
  values: FormValues;
  submit: boolean;
  recipe: Recipe;
  askModel: AskModel;
  /** Called immediately before the form is sent: false if it was sent before. */
  maySubmit: () => Promise<boolean>;
  pause: (ms: number) => Promise<void>;
};
type Done = { fields: FilledField[]; unfilled: UnfilledField[]; recipe: Recipe };

/**
 * Fills the form of an open page, over as many steps as it has, and sends it if that is asked for:
 * once. Nothing is ticked that asks for consent; a page that wants to see a human gets one.
 */
export async function fillPage(page: OpenPage, job: Job): Promise<FilledForm & { recipe: Recipe }> {
  const done: Done = { fields: [], unfilled: [], recipe: {} };
  const end = await fillSteps(page, job, done);
  const [state, screenshot] = await Promise.all([page.state(), page.screenshot()]);
  return { ...done, ...end, final_url: state.url, screenshot };
}

async function fillSteps(page: OpenPage, job: Job, done: Done): Promise<End> {
  for (let step = 0; step < STEPS_MAX; step++) {
    const state = await page.state();
    if (state.captcha && job.submit)
      return forPerson("the page wants to know that a person is there");
    const { fields, unfilled, recipe, first } = await fillStep(page, job);
    done.fields.push(...fields);
    done.unfilled.push(...unfilled);
    Object.assign(done.recipe, recipe);
    const button = await page.button(first);
    if (button.kind === "submit") return await finish(page, job, done);
    if (button.kind === "none")
      return job.submit ? forPerson("no button sends the form") : { status: "filled" };
    if (!(await moveOn(page, state, job))) {
      const { invalid, alerts } = await page.state();
      const stuck = { reason: "the page does not continue", problems: [...invalid, ...alerts] };
      return { status: job.submit ? "needs_human" : "filled", ...stuck };
    }
  }
  return forPerson(`the form has more than ${STEPS_MAX} pages`);
}

const forPerson = (reason: string): End => ({ status: "needs_human", reason });

/** Sends the form, if that is asked for and nothing that it demands is missing, and hears what became of it. */
async function finish(page: OpenPage, job: Job, { unfilled }: Done): Promise<End> {
  if (!job.submit) return { status: "filled" };
  const missing = unfilled.filter((one) => one.required);
  if (missing.length > 0) {
    const names = missing.map((one) => one.label || one.selector);
    return forPerson(`the form asks for ${names.join(", ")}`);
  }
  if (!(await job.maySubmit())) return { status: "ambiguous", reason: "it was submitted before" };
  const before = await page.state();
  const refused = page.refused().length;
  await page.press();
  const [away] = page.refused().slice(refused);
  if (away) {
    const host = /^https?:/.test(away) ? new URL(away).host : "another window";
    return forPerson(`the form goes to ${host}, which is not on the list of allowed hosts`);
  }
  const judged = await waitForAnswer(page, before, job);
  if (judged.status !== "ambiguous") return judged;
  return { ...judged, reason: "the page does not say whether it was accepted" };
}

/** Presses the button that leads to the next page, and waits until the page is another. */
async function moveOn(page: OpenPage, before: PageState, job: Job): Promise<boolean> {
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
  let judged = judgeAnswer(before, before);
  for (let look = 0; look < LOOKS_MAX; look++) {
    await job.pause(LOOK_MS);
    // While it goes from one page to the next there is nothing to ask.
    const now = await page.state().catch(() => undefined);
    if (!now) continue;
    judged = judgeAnswer(before, now);
    if (judged.status !== "ambiguous") return judged;
  }
  return judged;
}
