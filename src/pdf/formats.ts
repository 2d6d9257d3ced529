import {
  decodePDFRawStream,
  PDFDict,
  PDFHexString,
  PDFName,
  PDFRawStream,
  PDFString,
} from "@cantoo/pdf-lib";

/** How a form wants a value written. Its script says so, which no viewer but the vendor's runs. */
export type ValueFormat =
  | { kind: "date"; pattern: string }
  | { kind: "number"; decimals: number; style: number; currency: string; first: boolean };

/** The dates of `AFDate_Format` are known by their place in this list. */
const DATES = [
  ...["m/d", "m/d/yy", "mm/dd/yy", "mm/yy", "d-mmm", "d-mmm-yy", "dd-mmm-yy", "yy-mm-dd"],
  ...["mmm-yy", "mmmm-yy", "mmm d, yyyy", "mmmm d, yyyy", "m/d/yy h:MM tt", "m/d/yy HH:MM"],
];

/** The format of a field's own script, if it has one that we know. */
export function valueFormatOf(dict: PDFDict): ValueFormat | undefined {
  const actions = dict.lookup(PDFName.of("AA"));
  if (!(actions instanceof PDFDict)) return undefined;
  for (const when of ["F", "K"]) {
    const action = actions.lookup(PDFName.of(when));
    const script = action instanceof PDFDict ? scriptOf(action.lookup(PDFName.of("JS"))) : "";
    const pattern = /AFDate_(?:Format|Keystroke)Ex\(\s*["']([^"']+)["']/.exec(script)?.[1];
    if (pattern) return { kind: "date", pattern };
    const place = /AFDate_(?:Format|Keystroke)\(\s*(\d+)/.exec(script)?.[1];
    const known = place && DATES[Number(place)];
    if (known) return { kind: "date", pattern: known };
    const number =
      /AFNumber_Format\(\s*(\d+)\s*,\s*(\d+)\s*,\s*\d+\s*,\s*\d+\s*,\s*["']([^"']*)["']\s*,\s*(\w+)/.exec(
        script,
      );
    if (!number) continue;
    const [, decimals, style, currency = "", first] = number;
    const written = { decimals: Number(decimals), style: Number(style), currency };
    return { kind: "number", ...written, first: first === "true" };
  }
  return undefined;
}

function scriptOf(found: unknown): string {
  if (found instanceof PDFString || found instanceof PDFHexString) return found.decodeText();
  if (!(found instanceof PDFRawStream)) return "";
  return new TextDecoder("latin1").decode(decodePDFRawStream(found).decode());
}

const MONTHS =
  "January February March April May June July August September October November December".split(
    " ",
  );
const DAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" ");

/** A day such as 2026-12-01 as a form's pattern wants it; nothing if it is no day. */
export function writeDate(day: string, pattern: string): string | undefined {
  const at = new Date(`${day}T00:00:00Z`);
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(at.getTime())) return undefined;
  if (at.toISOString().slice(0, 10) !== day) return undefined;
  const [year, month, date] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()];
  const two = (value: number) => String(value).padStart(2, "0");
  const parts: Record<string, string> = {
    ...{ yyyy: String(year), yy: two(year % 100), m: String(month + 1), mm: two(month + 1) },
    ...{ mmm: MONTHS[month]?.slice(0, 3) ?? "", mmmm: MONTHS[month] ?? "" },
    ...{ d: String(date), dd: two(date) },
    ...{ ddd: DAYS[at.getUTCDay()]?.slice(0, 3) ?? "", dddd: DAYS[at.getUTCDay()] ?? "" },
    ...{
      h: "12",
      hh: "12",
      H: "0",
      HH: "00",
      M: "0",
      MM: "00",
      s: "0",
      ss: "00",
      t: "a",
      tt: "am",
    },
  };
  return pattern.replace(
    /yyyy|yy|m{1,4}|d{1,4}|h{1,2}|H{1,2}|M{1,2}|s{1,2}|t{1,2}/g,
    (one) => parts[one] ?? one,
  );
}

/** The separators of `AFNumber_Format`, by its second parameter. */
const STYLES = [
  { thousands: ",", point: "." },
  { thousands: "", point: "." },
  { thousands: ".", point: "," },
  { thousands: "", point: "," },
] as const;

/** A number as a form shows it; text that is none stays as it is. */
export function writeNumber(
  text: string,
  format: Extract<ValueFormat, { kind: "number" }>,
): string {
  const value = Number(text.replaceAll(/[\s,$]/g, ""));
  if (text.trim() === "" || !Number.isFinite(value)) return text;
  const { thousands, point } = STYLES[format.style] ?? STYLES[0];
  const [whole = "", part] = Math.abs(value).toFixed(format.decimals).split(".");
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, thousands);
  const digits = part === undefined ? grouped : grouped + point + part;
  const signed = value < 0 ? `-${digits}` : digits;
  return format.first ? format.currency + signed : signed + format.currency;
}
