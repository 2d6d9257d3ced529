import { type PDFDict, type PDFDocument, PDFHexString, PDFName } from "@cantoo/pdf-lib";
import { ok, type Result } from "../result";
import { boxOf, drawComb, drawList, drawText, ensureStates, layOut, styleOf } from "./appearance";
import { flatten } from "./flatten";
import type { FontShelf } from "./fonts";
import { acroFormOf, type Field, heldBy, type Option, onStateOf } from "./form";
import { writeDate, writeNumber } from "./formats";
import { type Form, openForm, type Refusal } from "./open";
import { Pen, tidy } from "./pen";

export type Value = string | number | boolean | string[];
export type Report = {
  /** What stands in the saved file, as it was read back from there. */
  filled: { name: string; value: string }[];
  /** Fields that nothing was told for. */
  skipped: { name: string; reason: string }[];
  /** Values that are not in the file, and why. */
  problems: { name: string; message: string }[];
};
export type Filled = { bytes: Uint8Array; report: Report };

/**
 * Fills a form by the names of its fields. A value that does not fit, has a sign that no font has, or
 * is no option of its field is left out and reported: nothing is cut, guessed or shown as a question
 * mark. The file is saved, opened again and read back before it is handed out.
 */
export async function fillForm(
  bytes: Uint8Array,
  values: Record<string, Value>,
  shelf: FontShelf,
  flat = false,
): Promise<Result<Filled, Refusal>> {
  const opened = await openForm(bytes);
  if (!opened.ok) return opened;
  const form = opened.value;
  const report: Report = { filled: [], skipped: [], problems: [] };
  const wrote = await fillFields(form, values, shelf, report);
  // Otherwise a viewer draws all anew, with a font that lacks most signs.
  acroFormOf(form.doc)?.delete(PDFName.of("NeedAppearances"));
  const saved = await save(form.doc);
  const again = await openForm(saved);
  if (!again.ok) return again;
  readBack(again.value, wrote, report);
  if (!flat) return ok({ bytes: saved, report });
  flatten(again.value.doc);
  return ok({ bytes: await save(again.value.doc), report });
}

const save = (doc: PDFDocument): Promise<Uint8Array> => doc.save({ updateFieldAppearances: false });

async function fillFields(
  { doc, fields }: Form,
  values: Record<string, Value>,
  shelf: FontShelf,
  report: Report,
) {
  const pen = new Pen(doc, shelf);
  const wrote = new Map<string, string[]>();
  for (const field of fields) {
    const { name, type } = field;
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) {
      report.skipped.push({ name, reason: "no value was given" });
      continue;
    }
    const problem = UNFILLABLE[type] ?? (await put({ doc, pen, field }, value));
    if (typeof problem === "string") report.problems.push({ name, message: problem });
    else wrote.set(name, problem);
  }
  const known = new Set(fields.map(({ name }) => name));
  for (const name of Object.keys(values))
    if (!known.has(name))
      report.problems.push({ name, message: "the form has no field of this name" });
  return wrote;
}

const UNFILLABLE: Partial<Record<Field["type"], string>> = {
  signature: "a signature is not filled in",
  button: "a button holds no value",
  password: "a password is not filled in",
};

type Target = { doc: PDFDocument; pen: Pen; field: Field };

/** Writes one value: answers what the file must hold then, or why nothing was written. */
async function put(target: Target, value: Value): Promise<string[] | string> {
  switch (target.field.type) {
    case "checkbox":
    case "radio":
      return check(target, value);
    case "dropdown":
    case "list":
      return await choose(target, value);
    default:
      return Array.isArray(value) || typeof value === "boolean"
        ? "must be text"
        : await write(target, String(value));
  }
}

async function write({ doc, pen, field }: Target, given: string): Promise<string[] | string> {
  const { type, format, maxLength, widgets, dict } = field;
  const told = tidy(given).trim();
  const text = (format?.kind === "date" && writeDate(told, format.pattern)) || told;
  const shown = format?.kind === "number" ? writeNumber(text, format) : text;
  const signs = [...new Intl.Segmenter("en").segment(text)].map(({ segment }) => segment);
  if (maxLength && signs.length > maxLength)
    return `is ${signs.length} characters long and the field takes ${maxLength}`;
  const form = acroFormOf(doc);
  const bold = widgets.some((one) => styleOf(one.dict, form).bold);
  const missing = await pen.prepare(shown, bold);
  if (missing.length > 0) return `has characters that no font here has: ${missing.join(" ")}`;
  const drawn: [PDFDict, ReturnType<typeof drawText>][] = [];
  for (const { dict: widget } of widgets) {
    const style = styleOf(widget, form);
    if (type === "comb") {
      drawn.push([widget, drawComb(doc, pen, widget, signs, maxLength ?? signs.length, style)]);
      continue;
    }
    const multiline = type === "multiline";
    const laid = layOut(pen, shown, boxOf(widget), style, multiline);
    if (!laid) return "does not fit in its field, even in the smallest print that can be read";
    drawn.push([widget, drawText(doc, pen, widget, laid, style, multiline)]);
  }
  for (const [widget, picture] of drawn)
    widget.set(PDFName.of("AP"), doc.context.obj({ N: picture }));
  hold(dict, PDFHexString.fromText(text));
  return [text];
}

const YES = /^(true|yes|y|on|x|1|checked|ja|sí|si|oui)$/i;
const NO = /^(false|no|n|off|0|unchecked|)$/i;

function check({ doc, field }: Target, value: Value): string[] | string {
  const { type, options, widgets, dict } = field;
  const told = Array.isArray(value) ? value[0] : value;
  const text = String(told ?? "");
  const single = type === "checkbox" && options.length === 1;
  const option =
    optionOf(options, text) ??
    (single && (told === true || YES.test(text)) ? options[0] : undefined);
  const off = told === false || (!option && NO.test(text));
  if (!option && !off) return `must be one of ${listed(options, single ? ["true", "false"] : [])}`;
  const state = off ? "Off" : (option?.value ?? "Off");
  for (const [at, { dict: widget }] of widgets.entries()) {
    const own = onStateOf(widget) ?? options[Math.min(at, options.length - 1)]?.value ?? "Yes";
    ensureStates(doc, field, widget, own);
    widget.set(PDFName.of("AS"), PDFName.of(own === state ? state : "Off"));
  }
  hold(dict, PDFName.of(state));
  return [state];
}

async function choose({ doc, pen, field }: Target, value: Value): Promise<string[] | string> {
  const { type, options, several, editable, widgets, dict } = field;
  const told = (Array.isArray(value) ? value : [value]).map((one) => tidy(String(one)).trim());
  if (told.length > 1 && !several) return "takes one value only";
  const chosen: Option[] = [];
  for (const text of told) {
    const option = optionOf(options, text) ?? (editable ? { value: text, label: text } : undefined);
    if (!option) return `must be one of ${listed(options)}`;
    chosen.push(option);
  }
  const labels =
    type === "list" ? options.map(({ label }) => label) : chosen.map(({ label }) => label);
  const bold = widgets.some((one) => styleOf(one.dict, acroFormOf(doc)).bold);
  const missing = await pen.prepare(labels.join(" "), bold);
  if (missing.length > 0) return `has characters that no font here has: ${missing.join(" ")}`;
  for (const { dict: widget } of widgets) {
    const style = styleOf(widget, acroFormOf(doc));
    const laid =
      type === "list" ? undefined : layOut(pen, labels.join(", "), boxOf(widget), style, false);
    if (type !== "list" && !laid)
      return "does not fit in its field, even in the smallest print that can be read";
    const marked = options.map((option) => ({
      label: option.label,
      chosen: chosen.includes(option),
    }));
    const picture = laid
      ? drawText(doc, pen, widget, laid, style, false)
      : drawList(doc, pen, widget, marked, style);
    widget.set(PDFName.of("AP"), doc.context.obj({ N: picture }));
  }
  const texts = chosen.map((option) => PDFHexString.fromText(option.value));
  const [only] = texts;
  hold(dict, only && texts.length === 1 ? only : doc.context.obj(texts));
  const places = chosen.map((option) => options.indexOf(option)).filter((at) => at >= 0);
  if (type === "list" && places.length > 0)
    dict.set(PDFName.of("I"), doc.context.obj(places.toSorted((a, b) => a - b)));
  return chosen.map((option) => option.value);
}

const plain = (text: string) => text.normalize("NFKC").trim().toLowerCase().replaceAll(/\s+/g, " ");
/** An option by what the file calls it, else by what people read. */
const optionOf = (options: Option[], text: string): Option | undefined =>
  options.find((one) => one.value === text || one.label === text) ??
  options.find((one) => plain(one.value) === plain(text) || plain(one.label) === plain(text));
const listed = (options: Option[], also: string[] = []): string =>
  [...options.map(({ label }) => label), ...also].slice(0, 12).join(", ");

/** Sets a value, and takes away what else would be shown in its place. */
function hold(dict: PDFDict, value: Parameters<PDFDict["set"]>[1]): void {
  for (const stale of ["RV", "I"]) dict.delete(PDFName.of(stale));
  dict.set(PDFName.of("V"), value);
}

/** Compares what the saved file holds with what was written. */
function readBack({ fields }: Form, wrote: Map<string, string[]>, report: Report): void {
  for (const [name, expected] of wrote) {
    const held = fields.filter((field) => field.name === name).map(heldBy);
    const same = held.length > 0 && held.every((one) => one.join("\n") === expected.join("\n"));
    if (same) report.filled.push({ name, value: expected.join(", ") });
    else report.problems.push({ name, message: "could not be read back from the saved file" });
  }
}
