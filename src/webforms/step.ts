import { fingerprint } from "../ids";
import type { OpenPage } from "./browser";
import { labelOf, type Match, type MatchResult, type MatchSource, type PageField } from "./field";
import type { Key } from "./labels";
import { matchFields } from "./match";
import { choose } from "./options";
import { entryFor, type FormValues, isSame, valueFor } from "./values";

/** A field and the value that it holds now. */
export type FilledField = {
  selector: string;
  label: string;
  key: Key;
  value: string;
  how: MatchSource;
};
/** A field that was not filled, and why. */
export type UnfilledField = {
  selector: string;
  label: string;
  key?: Key;
  reason: string;
  required: boolean;
};
/** The keys of a site's fields as learned from earlier visits, by the signature of the field. */
export type Recipe = Record<string, Key>;
/** Asks a model for the keys of fields that no rule matches, by labels and options only. */
export type AskModel = (
  questions: { label: string; options: string[] }[],
) => Promise<(Key | null)[]>;

type Job = { values: FormValues; recipe: Recipe; askModel: AskModel };
/** What was filled on one page, and what was not. */
export type StepResult = {
  fields: FilledField[];
  unfilled: UnfilledField[];
  /** The keys of fields that accepted their value. */
  recipe: Recipe;
  /** The first filled field, by which the form's button is found. */
  first: PageField | undefined;
};

const OPTIONS_MAX = 20;

/** Identifies a field on the next visit. */
const signatureOf = (field: PageField): string =>
  fingerprint(field.type, field.name, field.id, field.label, field.aria, field.placeholder);

/** Fills one page of a form with the known values, and reads them back. */
export async function fillStep(page: OpenPage, job: Job): Promise<StepResult> {
  const all = await page.fields();
  const matched = matchFields(all);
  const { known, unclear } = await resolveKeys(matched, job);
  const result: StepResult = { fields: [], unfilled: [], recipe: {}, first: undefined };
  for (const one of known) await fillField(page, one, job, result);
  for (const group of matched.groups) await fillGroup(page, group, job, result);
  for (const field of unclear) skip(result, field, "it is not clear what it asks for");
  for (const box of all)
    if (box.type === "checkbox" && box.required && !box.hidden && !box.checked)
      skip(result, box, "only a person gives consent");
  result.first = all.find((one) => result.fields.some(({ selector }) => selector === one.selector));
  return result;
}

/** Finds keys by the rules, then by the recipe of earlier visits, then by the model. */
async function resolveKeys({ matches, unmatched }: MatchResult, { recipe, askModel }: Job) {
  const fromRecipe = unmatched.flatMap((field) => {
    const key = recipe[signatureOf(field)];
    return key ? [{ field, key, how: "recipe" as const }] : [];
  });
  const remaining = unmatched.filter((field) => !fromRecipe.some((one) => one.field === field));
  const questions = remaining.map((field) => ({
    label: labelOf(field),
    options: field.options.slice(0, OPTIONS_MAX).map(({ label }) => label),
  }));
  const keys = questions.length > 0 ? await askModel(questions) : [];
  const fromModel = remaining.flatMap((field, at) =>
    keys[at] ? [{ field, key: keys[at], how: "model" as const }] : [],
  );
  const known: Match[] = [...matches, ...fromRecipe, ...fromModel].toSorted(
    (one, other) => one.field.frame - other.field.frame || one.field.index - other.field.index,
  );
  return {
    known,
    unclear: remaining.filter((field) => !fromModel.some((one) => one.field === field)),
  };
}

function skip(result: StepResult, field: PageField, reason: string, key?: Key): void {
  const { selector, required } = field;
  result.unfilled.push({ selector, label: labelOf(field), reason, required, ...(key && { key }) });
}

async function fillField(page: OpenPage, { field, key, how }: Match, job: Job, result: StepResult) {
  const entry = entryFor(field, key, job.values);
  if ("reason" in entry) return skip(result, field, entry.reason, key);
  await page.put(field, entry.value);
  const stored = await page.read(field);
  if (typeof stored !== "string" || !isSame(key, entry.value, stored))
    return skip(result, field, "the page does not keep the value", key);
  result.recipe[signatureOf(field)] = key;
  result.fields.push({ selector: field.selector, label: labelOf(field), key, value: stored, how });
}

/** Chooses one of a group of radio buttons. */
async function fillGroup(
  page: OpenPage,
  { fields: radios, key, how, label }: MatchResult["groups"][number],
  { values }: Job,
  result: StepResult,
) {
  const [first] = radios;
  if (!first) return;
  const value = valueFor(key, values);
  if (value === undefined)
    return skip(result, { ...first, label }, "no value is known for it", key);
  const options = radios.map((radio) => ({ value: radio.value, label: radio.label }));
  const option = choose(key, value, options);
  const radio = option && radios.find((one) => one.value === option.value);
  if (!radio) return skip(result, { ...first, label }, "none of its options says the same", key);
  if ((await page.put(radio, true)) !== true)
    return skip(result, { ...radio, label }, "the page does not keep the value", key);
  const { selector } = radio;
  result.fields.push({ selector, label, key, value: radio.label || radio.value, how });
}
