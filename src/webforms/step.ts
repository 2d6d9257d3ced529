import { fingerprint } from "../ids";
import type { OpenPage } from "./browser";
import { type How, labelOf, type Matched, type PageField } from "./field";
import type { Key } from "./labels";
import { matchFields } from "./match";
import { choose } from "./options";
import { type FormValues, isSame, knownFor, wantedIn } from "./values";

export type FilledField = { selector: string; label: string; key: Key; value: string; how: How };
export type UnfilledField = {
  selector: string;
  label: string;
  key?: Key;
  reason: string;
  required: boolean;
};
/** What fields ask for, by a page of this form before: by the field's own words. */
export type Recipe = Record<string, Key>;
/** What fields ask for that no rule could tell, by labels and options only. */
export type AskModel = (asked: { label: string; options: string[] }[]) => Promise<(Key | null)[]>;

type Known = { field: PageField; key: Key; how: How };
type Job = { values: FormValues; recipe: Recipe; askModel: AskModel };
export type Filled = {
  fields: FilledField[];
  unfilled: UnfilledField[];
  /** What was learned about fields that took their value. */
  recipe: Recipe;
  /** A field of the form that was filled, by which its button is found. */
  first: PageField | undefined;
};

const OPTIONS_ASKED = 20;

/** By what a field is known the next time. */
const signatureOf = (field: PageField): string =>
  fingerprint(field.type, field.name, field.id, field.label, field.aria, field.placeholder);

/** Fills one page of a form with what is known, and reads back what it holds. */
export async function fillStep(page: OpenPage, job: Job): Promise<Filled> {
  const all = await page.fields();
  const matched = matchFields(all);
  const { known, unclear } = await allKnown(matched, job);
  const done: Filled = { fields: [], unfilled: [], recipe: {}, first: undefined };
  for (const one of known) await fillField(page, one, job, done);
  for (const group of matched.groups) await fillGroup(page, group, job, done);
  for (const field of unclear) skip(done, field, "it is not clear what it asks for");
  for (const box of all)
    if (box.type === "checkbox" && box.required && !box.hidden && !box.checked)
      skip(done, box, "only a person gives consent");
  done.first = all.find((one) => done.fields.some(({ selector }) => selector === one.selector));
  return done;
}

/** What the rules tell, then what was learned here before, then what the model makes of the labels. */
async function allKnown({ matches, leftovers }: Matched, { recipe, askModel }: Job) {
  const learned = leftovers.flatMap((field) => {
    const key = recipe[signatureOf(field)];
    return key ? [{ field, key, how: "recipe" as const }] : [];
  });
  const open = leftovers.filter((field) => !learned.some((one) => one.field === field));
  const asked = open.map((field) => ({
    label: labelOf(field),
    options: field.options.slice(0, OPTIONS_ASKED).map(({ label }) => label),
  }));
  const keys = asked.length > 0 ? await askModel(asked) : [];
  const told = open.flatMap((field, at) =>
    keys[at] ? [{ field, key: keys[at], how: "model" as const }] : [],
  );
  const known: Known[] = [...matches, ...learned, ...told].toSorted(
    (one, other) => one.field.frame - other.field.frame || one.field.index - other.field.index,
  );
  return { known, unclear: open.filter((field) => !told.some((one) => one.field === field)) };
}

function skip(done: Filled, field: PageField, reason: string, key?: Key): void {
  const { selector, required } = field;
  done.unfilled.push({ selector, label: labelOf(field), reason, required, ...(key && { key }) });
}

async function fillField(page: OpenPage, { field, key, how }: Known, job: Job, done: Filled) {
  const wanted = wantedIn(field, key, job.values);
  if ("reason" in wanted) return skip(done, field, wanted.reason, key);
  await page.put(field, wanted.value);
  const held = await page.read(field);
  if (typeof held !== "string" || !isSame(key, wanted.value, held))
    return skip(done, field, "the page does not keep the value", key);
  done.recipe[signatureOf(field)] = key;
  done.fields.push({ selector: field.selector, label: labelOf(field), key, value: held, how });
}

/** Buttons of which one is chosen. */
async function fillGroup(
  page: OpenPage,
  { fields: radios, key, how, label }: Matched["groups"][number],
  { values }: Job,
  done: Filled,
) {
  const [first] = radios;
  if (!first) return;
  const value = knownFor(key, values);
  if (value === undefined) return skip(done, { ...first, label }, "no value is known for it", key);
  const options = radios.map((radio) => ({ value: radio.value, label: radio.label }));
  const option = choose(key, value, options);
  const radio = option && radios.find((one) => one.value === option.value);
  if (!radio) return skip(done, { ...first, label }, "none of its options says the same", key);
  if ((await page.put(radio, true)) !== true)
    return skip(done, { ...radio, label }, "the page does not keep the value", key);
  const { selector } = radio;
  done.fields.push({ selector, label, key, value: radio.label || radio.value, how });
}
