import {
  PDFArray,
  PDFDict,
  type PDFDocument,
  PDFHexString,
  PDFName,
  PDFNumber,
  type PDFObject,
  PDFRef,
  PDFString,
} from "@cantoo/pdf-lib";
import { type ValueFormat, valueFormatOf } from "./formats";

/** The types of form fields as the API names them. */
export const FIELD_TYPES = [
  "text",
  "multiline",
  "comb",
  "date",
  "checkbox",
  "radio",
  "dropdown",
  "list",
  "signature",
  "button",
  "password",
] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

/** An option of a field: the value in the file and the label that people read. */
export type Option = { value: string; label: string };
/** A place where a field is shown. `page` counts from 1. */
export type Widget = { dict: PDFDict; page: number };
/** A field of a PDF form. */
export type Field = {
  name: string;
  type: FieldType;
  dict: PDFDict;
  widgets: Widget[];
  options: Option[];
  maxLength?: number | undefined;
  required: boolean;
  /** Each character has a cell of its own. */
  comb: boolean;
  /** A script in the file calculates the value. We do not run scripts. */
  calculated: boolean;
  /** `editable`: takes text that is not an option. `several`: takes several options. */
  editable: boolean;
  several: boolean;
  tooltip?: string | undefined;
  format?: ValueFormat | undefined;
};

const FLAG = {
  required: 1 << 1,
  multiline: 1 << 12,
  password: 1 << 13,
  radio: 1 << 15,
  button: 1 << 16,
  combo: 1 << 17,
  edit: 1 << 18,
  several: 1 << 21,
  comb: 1 << 24,
};
/** More levels than any form has. Guards against a field that is its own parent. */
const DEPTH_MAX = 32;

/** A field's entry, or the nearest one of its parents. */
export function inherited(field: PDFDict, key: string): PDFObject | undefined {
  let dict: PDFDict | undefined = field;
  for (let depth = 0; dict && depth < DEPTH_MAX; depth++) {
    const entry = dict.lookup(PDFName.of(key));
    if (entry) return entry;
    dict = dictOf(dict.lookup(PDFName.of("Parent")));
  }
  return undefined;
}

/** The object as a dictionary; undefined if it is none. */
export const dictOf = (object: PDFObject | undefined): PDFDict | undefined =>
  object instanceof PDFDict ? object : undefined;
/** The items of an array object; empty if it is none. */
export const arrayOf = (object: PDFObject | undefined): PDFObject[] =>
  object instanceof PDFArray
    ? Array.from({ length: object.size() }, (_, at) => object.lookup(at) as PDFObject)
    : [];
/** The text of a string or name object; undefined for any other. */
export function textOf(object: PDFObject | undefined): string | undefined {
  if (object instanceof PDFString || object instanceof PDFHexString) return object.decodeText();
  return object instanceof PDFName ? object.decodeText() : undefined;
}
/** The value of a number object; undefined for any other. */
export const numberOf = (object: PDFObject | undefined): number | undefined =>
  object instanceof PDFNumber ? object.asNumber() : undefined;

/** The document's form dictionary; undefined if it has no form. */
export const acroFormOf = (doc: PDFDocument): PDFDict | undefined =>
  dictOf(doc.catalog.lookup(PDFName.of("AcroForm")));

/** A form's fields in page order. Fields without a widget on a page are left out. */
export function fieldsOf(doc: PDFDocument): Field[] {
  const widgetsByField = new Map<PDFDict, Widget[]>();
  for (const [page, { node }] of doc.getPages().entries())
    for (const dict of arrayOf(node.lookup(PDFName.of("Annots"))).flatMap(
      (one) => dictOf(one) ?? [],
    )) {
      if (textOf(dict.lookup(PDFName.of("Subtype"))) !== "Widget") continue;
      // A widget without a name is one of the places where its parent is shown.
      const parent = dictOf(dict.lookup(PDFName.of("Parent")));
      const field = !dict.has(PDFName.of("T")) && parent ? parent : dict;
      const widgets = widgetsByField.get(field);
      if (widgets) widgets.push({ dict, page: page + 1 });
      else widgetsByField.set(field, [{ dict, page: page + 1 }]);
    }
  return [...widgetsByField].flatMap(([dict, widgets]) => fieldOf(dict, widgets) ?? []);
}

function fieldOf(dict: PDFDict, widgets: Widget[]): Field | undefined {
  const name = nameOf(dict);
  const flags = numberOf(inherited(dict, "Ff")) ?? 0;
  const has = (flag: keyof typeof FLAG) => (flags & FLAG[flag]) !== 0;
  const format = valueFormatOf(dict) ?? widgets.map((one) => valueFormatOf(one.dict)).find(Boolean);
  const type = typeOf(dict, has, format);
  if (!name || !type) return undefined;
  const maxLength = numberOf(inherited(dict, "MaxLen"));
  return {
    name,
    type,
    dict,
    widgets,
    format,
    options: type === "checkbox" || type === "radio" ? states(dict, widgets) : choices(dict),
    // Some forms write 0 for no limit.
    maxLength: maxLength && maxLength > 0 ? maxLength : undefined,
    required: has("required"),
    comb: has("comb") && type !== "multiline" && maxLength !== undefined && maxLength > 0,
    calculated: [dict, ...widgets.map((one) => one.dict)].some((one) =>
      dictOf(one.lookup(PDFName.of("AA")))?.has(PDFName.of("C")),
    ),
    editable: has("edit"),
    several: has("several"),
    tooltip: textOf(inherited(dict, "TU")),
  };
}

function typeOf(
  dict: PDFDict,
  has: (flag: keyof typeof FLAG) => boolean,
  format: ValueFormat | undefined,
): FieldType | undefined {
  switch (textOf(inherited(dict, "FT"))) {
    case "Tx":
      if (has("password")) return "password";
      if (format?.kind === "date") return "date";
      if (has("comb") && numberOf(inherited(dict, "MaxLen"))) return "comb";
      return has("multiline") ? "multiline" : "text";
    case "Btn":
      if (has("button")) return "button";
      return has("radio") ? "radio" : "checkbox";
    case "Ch":
      return has("combo") ? "dropdown" : "list";
    case "Sig":
      return "signature";
    default:
      return undefined;
  }
}

/** A field's full name: its own and its parents' names, joined by dots. */
function nameOf(field: PDFDict): string {
  const names: string[] = [];
  let dict: PDFDict | undefined = field;
  for (let depth = 0; dict && depth < DEPTH_MAX; depth++) {
    const own = textOf(dict.lookup(PDFName.of("T")));
    if (own !== undefined) names.unshift(own);
    dict = dictOf(dict.lookup(PDFName.of("Parent")));
  }
  return names.join(".");
}

function choices(dict: PDFDict): Option[] {
  return arrayOf(inherited(dict, "Opt")).flatMap((option) => {
    const [value, label] = arrayOf(option).map(textOf);
    const text = textOf(option);
    if (text !== undefined) return { value: text, label: text };
    return value === undefined ? [] : { value, label: label ?? value };
  });
}

/** The on states of a button: each widget names its own, and the field may have labels for them. */
function states(dict: PDFDict, widgets: Widget[]): Option[] {
  const labels = arrayOf(inherited(dict, "Opt")).map(textOf);
  const seen = new Map<string, Option>();
  for (const [at, widget] of widgets.entries()) {
    const value = onStateOf(widget.dict) ?? (widgets.length > 1 ? String(at) : "Yes");
    const label = labels[/^\d+$/.test(value) ? Number(value) : at] ?? decodeName(value);
    if (!seen.has(value)) seen.set(value, { value, label });
  }
  return [...seen.values()];
}

/** Decodes a name as UTF-8 (ISO 32000-2, 7.3.5); as Latin-1 if it is not valid UTF-8. */
function decodeName(name: string): string {
  const bytes = Uint8Array.from(name, (character) => character.charCodeAt(0) & 0xff);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return name;
  }
}

/** Annotation flags (ISO 32000-2, table 167). */
const [HIDDEN, PRINT, NO_VIEW] = [1 << 1, 1 << 2, 1 << 5];

/** Whether a widget is visible, on screen or in print. */
export function isVisible(widget: PDFDict): boolean {
  const flags = numberOf(widget.lookup(PDFName.of("F"))) ?? 0;
  if ((flags & HIDDEN) !== 0 || ((flags & NO_VIEW) !== 0 && (flags & PRINT) === 0)) return false;
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = arrayOf(widget.lookup(PDFName.of("Rect"))).map(
    (one) => numberOf(one) ?? 0,
  );
  return x1 !== x2 && y1 !== y2;
}

/** Whether a widget is a push button that is not printed, such as `Reset` or `Print`. */
export function isScreenButton(widget: PDFDict): boolean {
  const flags = numberOf(widget.lookup(PDFName.of("F"))) ?? 0;
  const button = ((numberOf(inherited(widget, "Ff")) ?? 0) & FLAG.button) !== 0;
  return button && textOf(inherited(widget, "FT")) === "Btn" && (flags & PRINT) === 0;
}

/** The name of a widget's on state; undefined if it has no appearance for one. */
export function onStateOf(widget: PDFDict): string | undefined {
  const normal = dictOf(dictOf(widget.lookup(PDFName.of("AP")))?.lookup(PDFName.of("N")));
  return normal
    ?.keys()
    .map((key) => key.decodeText())
    .find((key) => key !== "Off");
}

/** A field's value in the file as text: the state of a button, or each chosen option of a list. */
export function storedValuesOf({ dict }: Pick<Field, "dict">): string[] {
  const value = inherited(dict, "V");
  const text = textOf(value);
  return text === undefined ? arrayOf(value).flatMap((one) => textOf(one) ?? []) : [text];
}

export const isRef = (object: unknown): object is PDFRef => object instanceof PDFRef;
