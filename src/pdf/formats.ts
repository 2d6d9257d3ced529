import {
  decodePDFRawStream,
  PDFDict,
  PDFHexString,
  PDFName,
  PDFRawStream,
  PDFString,
} from "@cantoo/pdf-lib";

/** The format that a field's script asks for. We follow the known ones without running scripts. */
export type ValueFormat =
  | { kind: "date"; pattern: string }
  | { kind: "number"; decimals: number; style: number; currency: string; first: boolean }
  | { kind: "percent"; decimals: number; style: number }
  /** Digits in groups, as in `AFSpecial_Format`. `written` is the replacement. */
  | { kind: "digits"; groups: RegExp; replacement: string };

/** The date formats of `AFDate_Format`, by their index. */
const DATES = [
  "m/d",
  "m/d/yy",
  "mm/dd/yy",
  "mm/yy",
  "d-mmm",
  "d-mmm-yy",
  "dd-mmm-yy",
  "yy-mm-dd",
  "mmm-yy",
  "mmmm-yy",
  "mmm d, yyyy",
  "mmmm d, yyyy",
  "m/d/yy h:MM tt",
  "m/d/yy HH:MM",
];

/**
 * The formats of `AFSpecial_Format`, by index: ZIP, ZIP+4, phone number, social security number.
 */
const DIGITS = [
  { groups: /^(\d{5})$/, replacement: "$1" },
  { groups: /^(\d{5})(\d{4})$/, replacement: "$1-$2" },
  { groups: /^1?(\d{3})(\d{3})(\d{4})$/, replacement: "($1) $2-$3" },
  { groups: /^(\d{3})(\d{2})(\d{4})$/, replacement: "$1-$2-$3" },
];

/** The format in a field's script; undefined if it has none that we know. */
export function valueFormatOf(dict: PDFDict): ValueFormat | undefined {
  const actions = dict.lookup(PDFName.of("AA"));
  if (!(actions instanceof PDFDict)) return undefined;
  for (const when of ["F", "K"]) {
    const action = actions.lookup(PDFName.of(when));
    const script = action instanceof PDFDict ? scriptOf(action.lookup(PDFName.of("JS"))) : "";
    const pattern = /AFDate_(?:Format|Keystroke)Ex\(\s*["']([^"']+)["']/.exec(script)?.[1];
    if (pattern) return { kind: "date", pattern };
    const place = /AFDate_(?:Format|Keystroke)\(\s*(\d+)/.exec(script)?.[1];
    const listedPattern = place && DATES[Number(place)];
    if (listedPattern) return { kind: "date", pattern: listedPattern };
    const special = DIGITS[Number(/AFSpecial_Format\(\s*(\d)/.exec(script)?.[1] ?? -1)];
    if (special) return { kind: "digits", ...special };
    const percent = /AFPercent_Format\(\s*(\d+)\s*,\s*(\d+)/.exec(script);
    if (percent)
      return { kind: "percent", decimals: Number(percent[1]), style: Number(percent[2]) };
    const number =
      /AFNumber_Format\(\s*(\d+)\s*,\s*(\d+)\s*,\s*\d+\s*,\s*\d+\s*,\s*["']([^"']*)["']\s*,\s*(\w+)/.exec(
        script,
      );
    if (!number) continue;
    const [, decimals, style, currency = "", first] = number;
    const currencySymbol = currency.replaceAll(/\\u([\da-f]{4})/gi, (_, code) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    );
    const numberFormat = {
      decimals: Number(decimals),
      style: Number(style),
      currency: currencySymbol,
    };
    return { kind: "number", ...numberFormat, first: first === "true" };
  }
  return undefined;
}

function scriptOf(object: unknown): string {
  if (object instanceof PDFString || object instanceof PDFHexString) return object.decodeText();
  if (!(object instanceof PDFRawStream)) return "";
  return new TextDecoder("latin1").decode(decodePDFRawStream(object).decode());
}

const MONTHS =
  "January February March April May June July August September October November December".split(
    " ",
  );
const DAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" ");

/** Formats a day such as `2026-12-01` by a form's pattern; undefined if it is not a day. */
export function writeDate(day: string, pattern: string): string | undefined {
  const at = new Date(`${day}T00:00:00Z`);
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(at.getTime())) return undefined;
  if (at.toISOString().slice(0, 10) !== day) return undefined;
  const [year, month, date] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()];
  const two = (value: number) => String(value).padStart(2, "0");
  const parts: Record<string, string> = {
    yyyy: String(year),
    yy: two(year % 100),
    m: String(month + 1),
    mm: two(month + 1),
    mmm: MONTHS[month]?.slice(0, 3) ?? "",
    mmmm: MONTHS[month] ?? "",
    d: String(date),
    dd: two(date),
    ddd: DAYS[at.getUTCDay()]?.slice(0, 3) ?? "",
    dddd: DAYS[at.getUTCDay()] ?? "",
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

/** Parses a number with either thousands separator; undefined if it is not a clear number. */
function numberIn(text: string): number | undefined {
  const digitsAndSigns = text.replaceAll(/[\s$€£]/g, "");
  const negative = digitsAndSigns.startsWith("-");
  const digits = negative ? digitsAndSigns.slice(1) : digitsAndSigns;
  const value = NUMBER_PATTERNS.map((form) => form.exec(digits)).find(Boolean);
  if (!value) return undefined;
  const [, whole = "", part = ""] = value;
  const parsed = Number(`${whole.replaceAll(/[.,]/g, "") || "0"}.${part || "0"}`);
  return negative ? -parsed : parsed;
}
/** "1,234" is a thousand and more; "1.5", "1,5" and "1.234,50" end in decimals. */
const NUMBER_PATTERNS = [
  /^(\d{1,3}(?:,\d{3})+)(?:\.(\d+))?$/,
  /^(\d{1,3}(?:\.\d{3})+),(\d+)$/,
  /^(\d{1,3}(?:\.\d{3}){2,})$/,
  /^(\d*)\.(\d+)$/,
  /^(\d+),(\d{1,2})$/,
  /^(\d+)$/,
];

/** Formats a value as the form's script would. Text that does not fit the format is unchanged. */
export function writeFormatted(text: string, format: ValueFormat | undefined): string {
  switch (format?.kind) {
    case "number":
      return writeNumber(text, format);
    case "percent": {
      const value = numberIn(text);
      if (value === undefined) return text;
      const { decimals, style } = format;
      const plain = { decimals, style, currency: "%", first: false };
      return writeNumber(String(value * 100), { kind: "number", ...plain });
    }
    case "digits": {
      const digits = text.replaceAll(/[^\d]/g, "");
      return format.groups.test(digits) ? digits.replace(format.groups, format.replacement) : text;
    }
    default:
      return text;
  }
}

/** Formats a number as a form shows it. Text that is not a number is unchanged. */
export function writeNumber(
  text: string,
  format: Extract<ValueFormat, { kind: "number" }>,
): string {
  const value = numberIn(text);
  if (value === undefined) return text;
  const { thousands, point } = STYLES[format.style] ?? STYLES[0];
  const [whole = "", part] = Math.abs(value).toFixed(format.decimals).split(".");
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, thousands);
  const digits = part === undefined ? grouped : grouped + point + part;
  const signed = value < 0 ? `-${digits}` : digits;
  return format.first ? format.currency + signed : signed + format.currency;
}
