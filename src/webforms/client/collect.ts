import type { PageField } from "../field";
import {
  CONTROLS,
  type Control,
  cut,
  findAll,
  isChoice,
  isHidden,
  isInput,
  textOf,
} from "./elements";
import { legendOf, selectorOf, wordsAfter, wordsBefore, wordsByIds } from "./field-words";

const FIELDS_MAX = 500;
const OPTIONS_MAX = 300;
const LENGTH_MAX = 100_000;

let found: Control[] = [];

/** The collected field at an index. */
export const fieldAt = (index: number): Control | undefined => found[index];

/** Collects every field of the page, with the words that a person reads next to it. */
export function collect(): Omit<PageField, "frame">[] {
  found = findAll<Control>(document, CONTROLS).slice(0, FIELDS_MAX);
  const forms: (HTMLFormElement | null)[] = [];
  return found.map((one, index) => {
    if (one.form && !forms.includes(one.form)) forms.push(one.form);
    return { ...describe(one), index, form: forms.indexOf(one.form) };
  });
}

function describe(one: Control): Omit<PageField, "frame" | "index" | "form"> {
  const type = isInput(one) ? one.type : one.localName;
  const choice = isChoice(one);
  const { placeholder = "", pattern = "", maxLength = -1, readOnly = false } = asText(one);
  return {
    type,
    selector: selectorOf(one),
    name: cut(one.name),
    id: cut(one.id),
    autocomplete: cut(one.getAttribute("autocomplete")).toLowerCase(),
    label: cut([...(one.labels ?? [])].map(textOf).join(" ")) || (choice ? wordsAfter(one) : ""),
    aria: cut(wordsByIds(one, "aria-labelledby") || one.getAttribute("aria-label")),
    placeholder: cut(placeholder),
    title: cut(one.title),
    near: wordsBefore(one),
    legend: legendOf(one),
    inputmode: one.inputMode ?? "",
    options: optionsOf(one),
    required: one.required || one.getAttribute("aria-required") === "true",
    maxLength: maxLength > 0 && maxLength < LENGTH_MAX ? maxLength : null,
    pattern: cut(pattern),
    value: choice ? one.value : cut(one.value),
    checked: isInput(one) && one.checked,
    disabled: one.matches(":disabled") || (readOnly && type !== "date"),
    hidden: type === "hidden" || isHidden(one),
    tabbed: one.tabIndex >= 0,
  };
}

/** The properties that only text fields have. */
type TextTraits = Partial<
  Pick<HTMLInputElement, "placeholder" | "pattern" | "maxLength" | "readOnly">
>;
const asText = (one: Control): TextTraits =>
  one.localName === "select" ? {} : (one as TextTraits);

const optionsOf = (one: Control): PageField["options"] =>
  "options" in one
    ? [...one.options]
        .slice(0, OPTIONS_MAX)
        .map((option) => ({ value: option.value, label: cut(option.label || option.text) }))
    : [];
