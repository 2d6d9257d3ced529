import { fingerprint } from "../ids";
import type { OpenPage, PageState } from "./browser";
import { type How, labelOf, type PageField } from "./field";
import type { Key } from "./labels";
import { matchFields } from "./match";
import { choose } from "./options";
import { type Confirmation, judgeAnswer } from "./proof";
import { type FormValues, isSame, knownFor, wantedIn } from "./values";

/** Pages of one form that are gone through. */
const STEPS_MAX = 6;
/** How often a page is looked at after its button was pressed, and how often at most. */
const LOOK_MS = 300;
const LOOKS_MAX = 40;

export type FilledField = { selector: string; label: string; key: Key; value: string; how: How };
export type FormReport = {
  status: "filled" | "confirmed" | "rejected" | "ambiguous" | "needs_human";
  fields: FilledField[];
  unfilled: { selector: string; label: string; key?: Key; reason: string; required: boolean }[];
  reason?: string;
  confirmation?: Confirmation;
  problems?: string[];
  final_url: string;
  screenshot: Uint8Array;
};
/** What fields ask for, by a page of this form before: by the field's own words. */
export type Recipe = Record<string, Key>;

type Job = {
  values: FormValues;
  submit: boolean;
  recipe: Recipe;
  /** Asked for what no rule could tell, by labels only. */
  askModel: (labels: { label: string; options: string[] }[]) => Promise<(Key | null)[]>;
  /** Called immediately before the form is sent: false if it was sent before. */
  maySubmit: () => Promise<boolean>;
  pause: (ms: number) => Promise<void>;
};

/** By what a field is known the next time. */
export const signatureOf = (field: PageField): string =>
  fingerprint(field.type, field.name, field.id, field.label, field.aria, field.placeholder);

/**
 * Fills the form of an open page, over as many steps as it has, and sends it if that is asked for:
 * once. Nothing is ticked that asks for consent; a page that wants to see a human gets one.
 */
export async function fillPage(page: OpenPage, job: Job): Promise<FormReport & { recipe: Recipe }> {
  const fields: FilledField[] = [];
  const unfilled: FormReport["unfilled"] = [];
  const recipe: Recipe = {};
  const report = async (status: FormReport["status"], more: Partial<FormReport> = {}) => {
    const [state, screenshot] = await Promise.all([page.state(), page.screenshot()]);
    return { status, fields, unfilled, final_url: state.url, screenshot, recipe, ...more };
  };
  for (let step = 0; step < STEPS_MAX; step++) {
    const state = await page.state();
    if (state.captcha && job.submit)
      return report("needs_human", { reason: "the page wants to know that a person is there" });
    const filled = await fillStep(page, job, recipe);
    fields.push(...filled.fields);
    unfilled.push(...filled.unfilled);
    const button = await page.button(filled.first);
    if (button.kind === "none")
      return report(
        job.submit ? "needs_human" : "filled",
        job.submit ? { reason: "no button sends the form" } : {},
      );
    if (button.kind === "next") {
      if (!(await moveOn(page, state, job))) {
        const now = await page.state();
        const problems = [...now.invalid, ...now.alerts];
        return report(job.submit ? "needs_human" : "filled", {
          reason: "the page does not go on",
          problems,
        });
      }
      continue;
    }
    if (!job.submit) return report("filled");
    const missing = unfilled.filter((one) => one.required);
    if (missing.length > 0)
      return report("needs_human", {
        reason: `the form asks for ${missing.map((one) => one.label || one.selector).join(", ")}`,
      });
    if (!(await job.maySubmit())) return report("ambiguous", { reason: "it was sent before" });
    const before = await page.state();
    const refused = page.refused().length;
    await page.press();
    const [away] = page.refused().slice(refused);
    if (away)
      return report("needs_human", {
        reason: `the form goes to ${new URL(away).host}, which is not on the list of allowed hosts`,
      });
    const judged = await waitForAnswer(page, before, job);
    if (judged.status === "confirmed")
      return report("confirmed", { confirmation: judged.confirmation });
    if (judged.status === "rejected") return report("rejected", { problems: judged.problems });
    return report("ambiguous", { reason: "the page does not say whether it took it" });
  }
  return report("needs_human", { reason: `the form has more than ${STEPS_MAX} pages` });
}

async function fillStep(page: OpenPage, job: Job, recipe: Recipe) {
  const all = await page.fields();
  const { matches, groups, leftovers } = matchFields(all);
  const known = leftovers.flatMap((field) => {
    const key = job.recipe[signatureOf(field)];
    return key ? [{ field, key, how: "recipe" as const }] : [];
  });
  const open = leftovers.filter((field) => !known.some((one) => one.field === field));
  const asked =
    open.length > 0
      ? await job.askModel(
          open.map(({ options, ...field }) => ({
            label: labelOf({ options, ...field }),
            options: options.slice(0, 20).map(({ label }) => label),
          })),
        )
      : [];
  const told = open.flatMap((field, at) =>
    asked[at] ? [{ field, key: asked[at], how: "model" as const }] : [],
  );
  const fields: FilledField[] = [];
  const unfilled: FormReport["unfilled"] = [];
  const skip = (field: PageField, reason: string, key?: Key) =>
    unfilled.push({
      selector: field.selector,
      label: labelOf(field),
      reason,
      required: field.required,
      ...(key && { key }),
    });
  for (const { field, key, how } of [...matches, ...known, ...told].toSorted(
    (a, b) => a.field.frame - b.field.frame || a.field.index - b.field.index,
  )) {
    const wanted = wantedIn(field, key, job.values);
    if ("reason" in wanted) {
      skip(field, wanted.reason, key);
      continue;
    }
    await page.put(field, wanted.value);
    const held = await page.read(field);
    if (typeof held !== "string" || !isSame(key, wanted.value, held)) {
      skip(field, "the page does not keep the value", key);
      continue;
    }
    recipe[signatureOf(field)] = key;
    fields.push({ selector: field.selector, label: labelOf(field), key, value: held, how });
  }
  for (const { fields: radios, key, how, label } of groups) {
    const [first] = radios;
    const value = knownFor(key, job.values);
    const option =
      value === undefined
        ? undefined
        : choose(
            key,
            value,
            radios.map((radio) => ({ value: radio.value, label: radio.label })),
          );
    const radio = option && radios.find((one) => one.value === option.value);
    if (first && !radio)
      skip(
        { ...first, label },
        value === undefined ? "no value is known for it" : "none of its options says the same",
        key,
      );
    if (!radio) continue;
    if ((await page.put(radio, true)) !== true)
      skip({ ...radio, label }, "the page does not keep the value", key);
    else
      fields.push({ selector: radio.selector, label, key, value: radio.label || radio.value, how });
  }
  for (const field of open)
    if (!told.some((one) => one.field === field)) skip(field, "it is not clear what it asks for");
  for (const box of all.filter(
    (one) => one.type === "checkbox" && one.required && !one.hidden && !one.checked,
  ))
    skip(box, "only a person gives consent");
  return {
    fields,
    unfilled,
    first: all.find((one) => fields.some(({ selector }) => selector === one.selector)),
  };
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
