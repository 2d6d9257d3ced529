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

/** One choice of a field: what the file keeps, and what people read. */
export type Option = { value: string; label: string };
export type Widget = { dict: PDFDict; page: number };
/** A field of a form as the file has it. */
export type Field = {
  name: string;
  type: FieldType;
  dict: PDFDict;
  widgets: Widget[];
  options: Option[];
  maxLength?: number | undefined;
  required: boolean;
  /** Each sign in a cell of its own. */
  comb: boolean;
  /** Its own script works out what stands in it, which no library runs. */
  calculated: boolean;
  /** May take text that is no option, or several options. */
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
/** More parents than any form has: a file may say that a field is its own. */
const DEPTH_MAX = 32;

/** What a field has, or the closest of those it belongs to. */
export function inherited(field: PDFDict, key: string): PDFObject | undefined {
  let dict: PDFDict | undefined = field;
  for (let depth = 0; dict && depth < DEPTH_MAX; depth++) {
    const found = dict.lookup(PDFName.of(key));
    if (found) return found;
    dict = dictOf(dict.lookup(PDFName.of("Parent")));
  }
  return undefined;
}

export const dictOf = (found: PDFObject | undefined): PDFDict | undefined =>
  found instanceof PDFDict ? found : undefined;
export const arrayOf = (found: PDFObject | undefined): PDFObject[] =>
  found instanceof PDFArray
    ? Array.from({ length: found.size() }, (_, at) => found.lookup(at) as PDFObject)
    : [];
export function textOf(found: PDFObject | undefined): string | undefined {
  if (found instanceof PDFString || found instanceof PDFHexString) return found.decodeText();
  return found instanceof PDFName ? found.decodeText() : undefined;
}
export const numberOf = (found: PDFObject | undefined): number | undefined =>
  found instanceof PDFNumber ? found.asNumber() : undefined;

export const acroFormOf = (doc: PDFDocument): PDFDict | undefined =>
  dictOf(doc.catalog.lookup(PDFName.of("AcroForm")));

/** A form's fields in the order of its pages; one that no page shows is none. */
export function fieldsOf(doc: PDFDocument): Field[] {
  const found = new Map<PDFDict, Widget[]>();
  for (const [page, { node }] of doc.getPages().entries())
    for (const dict of arrayOf(node.lookup(PDFName.of("Annots"))).flatMap(
      (one) => dictOf(one) ?? [],
    )) {
      if (textOf(dict.lookup(PDFName.of("Subtype"))) !== "Widget") continue;
      // Without a name of its own it is one of the places where its parent is shown.
      const parent = dictOf(dict.lookup(PDFName.of("Parent")));
      const field = !dict.has(PDFName.of("T")) && parent ? parent : dict;
      const widgets = found.get(field);
      if (widgets) widgets.push({ dict, page: page + 1 });
      else found.set(field, [{ dict, page: page + 1 }]);
    }
  return [...found].flatMap(([dict, widgets]) => fieldOf(dict, widgets) ?? []);
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
    // Some forms say 0 and mean that there is no limit.
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

/** A field's full name: the names of all that it belongs to, with dots between. */
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

/** The states in which a box is on: each widget has its own name for it, and the field may have words. */
function states(dict: PDFDict, widgets: Widget[]): Option[] {
  const labels = arrayOf(inherited(dict, "Opt")).map(textOf);
  const seen = new Map<string, Option>();
  for (const [at, widget] of widgets.entries()) {
    const value = onStateOf(widget.dict) ?? (widgets.length > 1 ? String(at) : "Yes");
    const label = labels[/^\d+$/.test(value) ? Number(value) : at] ?? spelled(value);
    if (!seen.has(value)) seen.set(value, { value, label });
  }
  return [...seen.values()];
}

/** A name's bytes are UTF-8 by custom (ISO 32000-2, 7.3.5), and read as Latin-1 where they are none. */
function spelled(name: string): string {
  const bytes = Uint8Array.from(name, (sign) => sign.charCodeAt(0) & 0xff);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return name;
  }
}

/** Flags of an annotation (ISO 32000-2, table 167). */
const [HIDDEN, PRINT, NO_VIEW] = [1 << 1, 1 << 2, 1 << 5];

/** Whether anybody ever sees a widget, on a page or on paper. */
export function isSeen(widget: PDFDict): boolean {
  const flags = numberOf(widget.lookup(PDFName.of("F"))) ?? 0;
  if ((flags & HIDDEN) !== 0 || ((flags & NO_VIEW) !== 0 && (flags & PRINT) === 0)) return false;
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = arrayOf(widget.lookup(PDFName.of("Rect"))).map(
    (one) => numberOf(one) ?? 0,
  );
  return x1 !== x2 && y1 !== y2;
}

/** Whether it is a button for the screen only: `Reset`, `Print`. */
export function isScreenButton(widget: PDFDict): boolean {
  const flags = numberOf(widget.lookup(PDFName.of("F"))) ?? 0;
  const button = ((numberOf(inherited(widget, "Ff")) ?? 0) & FLAG.button) !== 0;
  return button && textOf(inherited(widget, "FT")) === "Btn" && (flags & PRINT) === 0;
}

/** What a widget's on state is called; nothing if it has no appearance that says so. */
export function onStateOf(widget: PDFDict): string | undefined {
  const normal = dictOf(dictOf(widget.lookup(PDFName.of("AP")))?.lookup(PDFName.of("N")));
  return normal
    ?.keys()
    .map((key) => key.decodeText())
    .find((key) => key !== "Off");
}

/** What a field holds in the file, as text: of boxes the state, of lists each option. */
export function heldBy({ dict }: Pick<Field, "dict">): string[] {
  const value = inherited(dict, "V");
  const text = textOf(value);
  return text === undefined ? arrayOf(value).flatMap((one) => textOf(one) ?? []) : [text];
}

export const isRef = (found: unknown): found is PDFRef => found instanceof PDFRef;
