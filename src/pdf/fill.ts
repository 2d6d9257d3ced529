import { PDFBool, type PDFDict, type PDFDocument, PDFHexString, PDFName } from "@cantoo/pdf-lib";
import { ok, type Result } from "../result";
import { boxOf, drawComb, drawList, drawText, ensureStates, layOut } from "./appearance";
import { appearanceStreamsOf } from "./appearance-streams";
import { flatten } from "./flatten";
import type { FontLibrary } from "./fonts";
import { acroFormOf, dictOf, type Field, heldBy, type Option, onStateOf } from "./form";
import { writeDate, writeFormatted } from "./formats";
import { type Form, openForm, type Refusal } from "./open";
import { TextLayout, tidy } from "./text-layout";

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
  shelf: FontLibrary,
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
  shelf: FontLibrary,
  report: Report,
) {
  const pen = new TextLayout(doc, shelf);
  const undrawn = acroFormOf(doc)?.lookup(PDFName.of("NeedAppearances")) === PDFBool.True;
  const wrote = new Map<string, string[]>();
  for (const [name, same] of Map.groupBy(fields, (field) => field.name)) {
    const targets = same.map((field) => ({ doc, pen, field }));
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) {
      for (const target of targets) await leave(target, undrawn, report);
      continue;
    }
    // Several fields of one name are one field to whoever fills it: all of them take the value, or none.
    const written: Written[] = [];
    for (const target of targets) written.push(await put(target, value));
    const [refused] = written.filter((one) => typeof one === "string");
    if (refused !== undefined) report.problems.push({ name, message: refused });
    else
      for (const one of written)
        if (typeof one !== "string") {
          one.apply();
          wrote.set(name, one.holds);
        }
  }
  const known = new Set(fields.map(({ name }) => name));
  for (const name of Object.keys(values))
    if (!known.has(name))
      report.problems.push({ name, message: "the form has no field of this name" });
  return wrote;
}

type Target = {
  doc: PDFDocument;
  pen: TextLayout;
  field: Field;
  /** Whether the value is what the field holds already, and only wants a picture. */
  held?: boolean;
};
/** What a field will hold, once it is applied; or, in words, why it takes no such value. */
type Written = { holds: string[]; apply: () => void } | string;

const UNFILLABLE: Partial<Record<Field["type"], string>> = {
  signature: "a signature is not filled in",
  button: "a button holds no value",
  password: "a password is not filled in",
};

/** A field that nothing was told for stays as it is, and is seen: what has no picture yet gets one. */
async function leave(target: Target, undrawn: boolean, report: Report): Promise<void> {
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
  const held = heldBy(target.field);
  const bare = widgets.some(({ dict: widget }) => !hasPicture(widget));
  if (UNFILLABLE[type] || held.join("") === "" || !(undrawn || bare)) return;
  // By what the file calls it, and without a change to what it holds.
  const drawn = await put({ ...target, held: true }, type === "list" ? held : (held[0] ?? ""));
  if (typeof drawn !== "string") drawn.apply();
}

const hasPicture = (widget: PDFDict): boolean =>
  dictOf(widget.lookup(PDFName.of("AP"))) !== undefined;

/** Works out what a field takes for a value. Nothing changes before it is applied. */
async function put(target: Target, value: Value): Promise<Written> {
  const { type } = target.field;
  const refused = UNFILLABLE[type];
  if (refused) return refused;
  if (type === "checkbox" || type === "radio") return check(target, value);
  if (type === "dropdown" || type === "list") return await choose(target, value);
  const isText = !Array.isArray(value) && typeof value !== "boolean";
  return isText ? await write(target, String(value)) : "must be text";
}

const signsOf = (text: string): string[] =>
  [...new Intl.Segmenter("en").segment(text)].map(({ segment }) => segment);

async function write(target: Target, given: string): Promise<Written> {
  const { doc, pen, field, held } = target;
  const { type, format, maxLength, dict } = field;
  const told = tidy(given).trim();
  const text = (format?.kind === "date" && writeDate(told, format.pattern)) || told;
  const shown = writeFormatted(text, format);
  // The limit is for what the field holds; what is shown of it may be longer.
  const length = signsOf(text).length;
  if (!held && maxLength && length > maxLength)
    return `is ${length} characters long and the field takes ${maxLength}`;
  const signs = signsOf(field.comb ? text : shown);
  const cells = maxLength ?? signs.length;
  const multiline = type === "multiline";
  const draw = await appearanceStreamsOf(target, shown, (widget, style) => {
    if (field.comb) return () => drawComb(doc, pen, widget, signs, cells, style);
    const laid = layOut(pen, shown, boxOf(widget), style, multiline);
    return laid && (() => drawText(doc, pen, widget, laid, style, multiline));
  });
  if (typeof draw === "string") return draw;
  const apply = () => {
    draw();
    if (!held) hold(dict, PDFHexString.fromText(text));
  };
  return { holds: [text], apply };
}

const YES = /^(true|yes|y|on|x|1|checked|ja|sí|si|oui)$/i;
const NO = /^(false|no|n|off|0|unchecked)$/i;

/** Which state a value stands for: of one box, on or off; of several, the one that says so. */
function stateFor(
  options: Option[],
  single: boolean,
  told: string | number | boolean,
  held: boolean,
) {
  const text = String(told);
  const option = typeof told === "boolean" ? undefined : optionOf(options, text, held);
  if (option) return option.value;
  if (text === "" || /^off$/i.test(text)) return "Off";
  const [yes, no] = [YES.test(text), NO.test(text)];
  if (single) return yes ? options[0]?.value : no ? "Off" : undefined;
  const says = yes ? /^(y|yes|true)$/i : no ? /^(n|no|false)$/i : undefined;
  return options.find(({ value, label }) => says?.test(value) || says?.test(label))?.value;
}

function check({ doc, field, held = false }: Target, value: Value): Written {
  const { type, options, widgets, dict } = field;
  const single = type === "checkbox" && options.length === 1;
  const state = stateFor(options, single, (Array.isArray(value) ? value[0] : value) ?? "", held);
  if (!state) return `must be one of ${listed(options, single ? ["true", "false"] : [])}`;
  const apply = () => {
    for (const [at, { dict: widget }] of widgets.entries()) {
      const own = onStateOf(widget) ?? options[Math.min(at, options.length - 1)]?.value ?? "Yes";
      ensureStates(doc, field, widget, own);
      widget.set(PDFName.of("AS"), PDFName.of(own === state ? state : "Off"));
    }
    if (!held) hold(dict, PDFName.of(state));
  };
  return { holds: [state], apply };
}

async function choose(target: Target, value: Value): Promise<Written> {
  const { doc, pen, field, held = false } = target;
  const { type, options, several, editable, dict } = field;
  const told = (Array.isArray(value) ? value : [value]).map((one) => tidy(String(one)).trim());
  if (told.length > 1 && !several) return "takes one value only";
  const chosen: Option[] = [];
  for (const text of told) {
    const own = editable || held ? { value: text, label: text } : undefined;
    const option = optionOf(options, text, held) ?? own;
    if (option) chosen.push(option);
    else if (text !== "") return `must be one of ${listed(options)}`;
  }
  const isList = type === "list";
  const labels = (isList ? options : chosen).map(({ label }) => tidy(label));
  const marked = options.map((option) => ({
    label: tidy(option.label),
    chosen: chosen.includes(option),
  }));
  const draw = await appearanceStreamsOf(target, labels.join(" "), (widget, style) => {
    if (isList) return () => drawList(doc, pen, widget, marked, style);
    const laid = layOut(pen, labels.join(", "), boxOf(widget), style, false);
    return laid && (() => drawText(doc, pen, widget, laid, style, false));
  });
  if (typeof draw === "string") return draw;
  const apply = () => {
    draw();
    if (held) return;
    const texts = chosen.map((option) => PDFHexString.fromText(option.value));
    const [only] = texts;
    hold(dict, only && texts.length === 1 ? only : doc.context.obj(texts));
    const places = chosen.map((option) => options.indexOf(option)).filter((at) => at >= 0);
    if (isList && places.length > 0)
      dict.set(PDFName.of("I"), doc.context.obj(places.toSorted((a, b) => a - b)));
  };
  return { holds: chosen.map((option) => option.value), apply };
}

const plain = (text: string) => text.normalize("NFKC").trim().toLowerCase().replaceAll(/\s+/g, " ");
/** An option by what people read, else by what the file calls it; then the same without regard to case. */
const optionOf = (options: Option[], text: string, held = false): Option | undefined =>
  (held ? options.find((one) => one.value === text) : undefined) ??
  options.find((one) => one.label === text) ??
  options.find((one) => one.value === text) ??
  options.find((one) => plain(one.label) === plain(text)) ??
  options.find((one) => plain(one.value) === plain(text));
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
