import { PDFBool, type PDFDict, type PDFDocument, PDFHexString, PDFName } from "@cantoo/pdf-lib";
import { ok, type Result } from "../result";
import { boxOf, drawComb, drawList, drawText, ensureStates, layOut } from "./appearance";
import { appearanceStreamsOf } from "./appearance-streams";
import { flatten } from "./flatten";
import type { FontLibrary } from "./fonts";
import { acroFormOf, dictOf, type Field, type Option, onStateOf, storedValuesOf } from "./form";
import { writeDate, writeFormatted } from "./formats";
import { type Form, openForm, type Refusal } from "./open";
import { normalizeText, TextLayout } from "./text-layout";

/** A value for a field. A list may take several. */
export type Value = string | number | boolean | string[];
/** What happened to each field and value of a form. */
export type Report = {
  /** Values in the saved file, as read back from it. */
  filled: { name: string; value: string }[];
  /** Fields for which no value was given. */
  skipped: { name: string; reason: string }[];
  /** Values that are not in the file, and the reason. */
  problems: { name: string; message: string }[];
};
/** The filled file, and what happened to each value. */
export type FilledForm = { bytes: Uint8Array; report: Report };

/**
 * Fills a form by field names. A value that does not fit, has a character that no font has, or is
 * not one of the field's options is left out and reported. Nothing is cut, guessed or replaced. The
 * saved file is opened and read back before it is returned. `flat` makes the fields part of the
 * pages.
 */
export async function fillForm(
  bytes: Uint8Array,
  values: Record<string, Value>,
  fonts: FontLibrary,
  flat = false,
): Promise<Result<FilledForm, Refusal>> {
  const opened = await openForm(bytes);
  if (!opened.ok) return opened;
  const form = opened.value;
  const report: Report = { filled: [], skipped: [], problems: [] };
  const written = await fillFields(form, values, fonts, report);
  // Otherwise a viewer redraws the fields with a font that lacks most characters.
  acroFormOf(form.doc)?.delete(PDFName.of("NeedAppearances"));
  const saved = await save(form.doc);
  const reopened = await openForm(saved);
  if (!reopened.ok) return reopened;
  readBack(reopened.value, written, report);
  if (!flat) return ok({ bytes: saved, report });
  flatten(reopened.value.doc);
  return ok({ bytes: await save(reopened.value.doc), report });
}

const save = (doc: PDFDocument): Promise<Uint8Array> => doc.save({ updateFieldAppearances: false });

async function fillFields(
  { doc, fields }: Form,
  values: Record<string, Value>,
  fonts: FontLibrary,
  report: Report,
) {
  const layout = new TextLayout(doc, fonts);
  const needsAppearances = acroFormOf(doc)?.lookup(PDFName.of("NeedAppearances")) === PDFBool.True;
  const written = new Map<string, string[]>();
  for (const [name, sameName] of Map.groupBy(fields, (field) => field.name)) {
    const targets = sameName.map((field) => ({ doc, layout, field }));
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) {
      for (const target of targets) await keepField(target, needsAppearances, report);
      continue;
    }
    // Fields with the same name take a value together: all of them or none.
    const updates: FieldUpdate[] = [];
    for (const target of targets) updates.push(await prepareUpdate(target, value));
    const [problem] = updates.filter((one) => typeof one === "string");
    if (problem !== undefined) report.problems.push({ name, message: problem });
    else
      for (const one of updates)
        if (typeof one !== "string") {
          one.apply();
          written.set(name, one.values);
        }
  }
  const names = new Set(fields.map(({ name }) => name));
  for (const name of Object.keys(values))
    if (!names.has(name))
      report.problems.push({ name, message: "the form has no field of this name" });
  return written;
}

type Target = {
  doc: PDFDocument;
  layout: TextLayout;
  field: Field;
  /** The field holds the value already, and only needs an appearance. */
  isUnchanged?: boolean;
};
/**
 * A change to a field and the values it will hold, or the reason why it does not take the value.
 */
type FieldUpdate = { values: string[]; apply: () => void } | string;

const UNFILLABLE: Partial<Record<Field["type"], string>> = {
  signature: "a signature is not filled in",
  button: "a button holds no value",
  password: "a password is not filled in",
};

/** Leaves a field without a new value as it is, but draws its value if it has no appearance yet. */
async function keepField(target: Target, needsAppearances: boolean, report: Report): Promise<void> {
  const { name, type, dict, widgets, calculated } = target.field;
  if (type === "signature" && dict.has(PDFName.of("V"))) {
    dict.delete(PDFName.of("V"));
    for (const widget of widgets) widget.dict.delete(PDFName.of("AP"));
    const reason =
      "was signed; a signature does not hold for a copy that is filled, and is taken out";
    report.skipped.push({ name, reason });
    return;
  }
  const reason = calculated
    ? "no value was given, and the form's own script, which works it out, is not run"
    : "no value was given";
  report.skipped.push({ name, reason });
  const stored = storedValuesOf(target.field);
  const lacksAppearance = widgets.some(({ dict: widget }) => !hasAppearance(widget));
  if (UNFILLABLE[type] || stored.join("") === "" || !(needsAppearances || lacksAppearance)) return;
  // Uses the file's own name of the option, and does not change the value.
  const update = await prepareUpdate(
    { ...target, isUnchanged: true },
    type === "list" ? stored : (stored[0] ?? ""),
  );
  if (typeof update !== "string") update.apply();
}

const hasAppearance = (widget: PDFDict): boolean =>
  dictOf(widget.lookup(PDFName.of("AP"))) !== undefined;

/** Prepares a value for a field. Nothing changes until the change is applied. */
async function prepareUpdate(target: Target, value: Value): Promise<FieldUpdate> {
  const { type } = target.field;
  const problem = UNFILLABLE[type];
  if (problem) return problem;
  if (type === "checkbox" || type === "radio") return check(target, value);
  if (type === "dropdown" || type === "list") return await choose(target, value);
  const isText = !Array.isArray(value) && typeof value !== "boolean";
  return isText ? await write(target, String(value)) : "must be text";
}

const charactersOf = (text: string): string[] =>
  [...new Intl.Segmenter("en").segment(text)].map(({ segment }) => segment);

async function write(target: Target, input: string): Promise<FieldUpdate> {
  const { doc, layout, field, isUnchanged } = target;
  const { type, format, maxLength, dict } = field;
  const trimmed = normalizeText(input).trim();
  const text = (format?.kind === "date" && writeDate(trimmed, format.pattern)) || trimmed;
  const formatted = writeFormatted(text, format);
  // The limit is for the value itself. Its formatted text may be longer.
  const length = charactersOf(text).length;
  if (!isUnchanged && maxLength && length > maxLength)
    return `is ${length} characters long and the field takes ${maxLength}`;
  const characters = charactersOf(field.comb ? text : formatted);
  const cells = maxLength ?? characters.length;
  const multiline = type === "multiline";
  const draw = await appearanceStreamsOf(target, formatted, (widget, style) => {
    if (field.comb) return () => drawComb(doc, layout, widget, characters, cells, style);
    const block = layOut(layout, formatted, boxOf(widget), style, multiline);
    return block && (() => drawText(doc, layout, widget, block, style, multiline));
  });
  if (typeof draw === "string") return draw;
  const apply = () => {
    draw();
    if (!isUnchanged) setValue(dict, PDFHexString.fromText(text));
  };
  return { values: [text], apply };
}

const YES = /^(true|yes|y|on|x|1|checked|ja|sí|si|oui)$/i;
const NO = /^(false|no|n|off|0|unchecked)$/i;

/** The button state that a value means; undefined if it means none. */
function stateFor(
  options: Option[],
  single: boolean,
  value: string | number | boolean,
  isUnchanged: boolean,
) {
  const text = String(value);
  const option = typeof value === "boolean" ? undefined : optionOf(options, text, isUnchanged);
  if (option) return option.value;
  if (text === "" || /^off$/i.test(text)) return "Off";
  const [yes, no] = [YES.test(text), NO.test(text)];
  if (single) return yes ? options[0]?.value : no ? "Off" : undefined;
  const pattern = yes ? /^(y|yes|true)$/i : no ? /^(n|no|false)$/i : undefined;
  return options.find(({ value, label }) => pattern?.test(value) || pattern?.test(label))?.value;
}

function check({ doc, field, isUnchanged = false }: Target, value: Value): FieldUpdate {
  const { type, options, widgets, dict } = field;
  const single = type === "checkbox" && options.length === 1;
  const state = stateFor(
    options,
    single,
    (Array.isArray(value) ? value[0] : value) ?? "",
    isUnchanged,
  );
  if (!state) return `must be one of ${listLabels(options, single ? ["true", "false"] : [])}`;
  const apply = () => {
    for (const [at, { dict: widget }] of widgets.entries()) {
      const onState =
        onStateOf(widget) ?? options[Math.min(at, options.length - 1)]?.value ?? "Yes";
      ensureStates(doc, field, widget, onState);
      widget.set(PDFName.of("AS"), PDFName.of(onState === state ? state : "Off"));
    }
    if (!isUnchanged) setValue(dict, PDFName.of(state));
  };
  return { values: [state], apply };
}

async function choose(target: Target, value: Value): Promise<FieldUpdate> {
  const { doc, layout, field, isUnchanged = false } = target;
  const { type, options, several, editable, dict } = field;
  const inputs = (Array.isArray(value) ? value : [value]).map((one) =>
    normalizeText(String(one)).trim(),
  );
  if (inputs.length > 1 && !several) return "takes one value only";
  const chosen: Option[] = [];
  for (const text of inputs) {
    const customOption = editable || isUnchanged ? { value: text, label: text } : undefined;
    const option = optionOf(options, text, isUnchanged) ?? customOption;
    if (option) chosen.push(option);
    else if (text !== "") return `must be one of ${listLabels(options)}`;
  }
  const isList = type === "list";
  const labels = (isList ? options : chosen).map(({ label }) => normalizeText(label));
  const listItems = options.map((option) => ({
    label: normalizeText(option.label),
    chosen: chosen.includes(option),
  }));
  const draw = await appearanceStreamsOf(target, labels.join(" "), (widget, style) => {
    if (isList) return () => drawList(doc, layout, widget, listItems, style);
    const block = layOut(layout, labels.join(", "), boxOf(widget), style, false);
    return block && (() => drawText(doc, layout, widget, block, style, false));
  });
  if (typeof draw === "string") return draw;
  const apply = () => {
    draw();
    if (isUnchanged) return;
    const texts = chosen.map((option) => PDFHexString.fromText(option.value));
    const [only] = texts;
    setValue(dict, only && texts.length === 1 ? only : doc.context.obj(texts));
    const places = chosen.map((option) => options.indexOf(option)).filter((at) => at >= 0);
    if (isList && places.length > 0)
      dict.set(PDFName.of("I"), doc.context.obj(places.toSorted((a, b) => a - b)));
  };
  return { values: chosen.map((option) => option.value), apply };
}

const comparable = (text: string) =>
  text.normalize("NFKC").trim().toLowerCase().replaceAll(/\s+/g, " ");
/** Finds an option by its label or value, first exactly, then ignoring case and spaces. */
const optionOf = (options: Option[], text: string, isUnchanged = false): Option | undefined =>
  (isUnchanged ? options.find((one) => one.value === text) : undefined) ??
  options.find((one) => one.label === text) ??
  options.find((one) => one.value === text) ??
  options.find((one) => comparable(one.label) === comparable(text)) ??
  options.find((one) => comparable(one.value) === comparable(text));
const listLabels = (options: Option[], also: string[] = []): string =>
  [...options.map(({ label }) => label), ...also].slice(0, 12).join(", ");

/** Sets a field's value, and removes entries that viewers would show in its place. */
function setValue(dict: PDFDict, value: Parameters<PDFDict["set"]>[1]): void {
  for (const stale of ["RV", "I"]) dict.delete(PDFName.of(stale));
  dict.set(PDFName.of("V"), value);
}

/** Compares the saved file's values with those that were written. */
function readBack({ fields }: Form, written: Map<string, string[]>, report: Report): void {
  for (const [name, expected] of written) {
    const stored = fields.filter((field) => field.name === name).map(storedValuesOf);
    const isSame =
      stored.length > 0 && stored.every((one) => one.join("\n") === expected.join("\n"));
    if (isSame) report.filled.push({ name, value: expected.join(", ") });
    else report.problems.push({ name, message: "could not be read back from the saved file" });
  }
}
