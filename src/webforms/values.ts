import { z } from "zod";
import { writeDate } from "../pdf/formats";
import type { PageField } from "./field";
import { KEYS, type Key } from "./labels";
import { partsOfName } from "./names";
import { choose } from "./options";

/** Our own names for some of the standard's tokens. */
const ALIASES: Record<string, Key> = {
  company: "organization",
  phone: "tel",
  phone_number: "tel",
  title: "organization_title",
  first_name: "given_name",
  last_name: "family_name",
  middle_name: "additional_name",
  city: "address_level2",
  state: "address_level1",
  zip: "postal_code",
  message: "notes",
  address: "street_address",
  website: "url",
  birthday: "bday",
};
const NAMES = [...KEYS, ...Object.keys(ALIASES)] as string[];

/** Values for a form, by the tokens of `autocomplete` with underscores or by our own names. */
export const formValues = z.record(
  z.string().refine((name) => NAMES.includes(name), "is no key that a form's field can have"),
  z.union([z.string().max(2_000), z.number(), z.boolean()]),
);
/** Known values as text, by key. */
export type FormValues = Partial<Record<Key, string>>;

/** Converts a request's values to text by the standard's keys. */
export function readValues(input: z.infer<typeof formValues>): FormValues {
  const values: FormValues = {};
  for (const [name, value] of Object.entries(input)) {
    const text = String(value).trim();
    if (text) values[ALIASES[name] ?? (name as Key)] = text;
  }
  return values;
}

/** The ten digits of a US number; undefined for any other. */
function national(tel: string | undefined): string | undefined {
  const digits = (tel ?? "").replaceAll(/\D/g, "");
  if (digits.length === 10) return digits;
  return digits.length === 11 && digits.startsWith("1") ? digits.slice(1) : undefined;
}

/**
 * The value of a key, derived if necessary: a last name from a full one, an area code from a
 * number.
 */
export function valueFor(key: Key, values: FormValues): string | undefined {
  const own = values[key];
  if (own !== undefined) return own;
  const name = partsOfName(values.name ?? "");
  const digits = national(values.tel);
  const lines = values.street_address?.split(/\n|,\s*/) ?? [];
  const [year, month, day] = values.bday?.split("-") ?? [];
  switch (key) {
    case "name":
      return (
        [values.given_name, values.additional_name, values.family_name].filter(Boolean).join(" ") ||
        undefined
      );
    case "given_name":
      return name?.given;
    case "family_name":
      return name?.family;
    case "street_address":
      return (
        [values.address_line1, values.address_line2, values.address_line3]
          .filter(Boolean)
          .join(", ") || undefined
      );
    case "address_line1":
      return lines[0];
    case "address_line2":
      return lines[1];
    case "tel_national":
      return digits;
    case "tel_area_code":
      return digits?.slice(0, 3);
    case "tel_local":
      return digits?.slice(3);
    case "tel_local_prefix":
      return digits?.slice(3, 6);
    case "tel_local_suffix":
      return digits?.slice(6);
    case "tel_country_code":
      return digits ? "+1" : undefined;
    case "bday_year":
      return year;
    case "bday_month":
      return month;
    case "bday_day":
      return day;
    default:
      return undefined;
  }
}

/** The value to enter into a field, or the reason why there is none. */
export type FieldEntry = { value: string } | { reason: string };

/** The value to enter into a field, in the field's own format; or the reason why there is none. */
export function entryFor(field: PageField, key: Key, values: FormValues): FieldEntry {
  const value = valueFor(key, values);
  if (value === undefined) return { reason: "no value is known for it" };
  if (field.type === "select") {
    const option = choose(key, value, field.options);
    return option ? { value: option.value } : { reason: "none of its options says the same" };
  }
  const text = formatValue(field, key, value);
  if (text === undefined) return { reason: "the value does not have the form that it wants" };
  if (field.maxLength && text.length > field.maxLength)
    return { reason: `it takes ${field.maxLength} characters only` };
  return { value: text };
}

function formatValue(field: PageField, key: Key, value: string): string | undefined {
  if (field.type === "date") return /^\d{4}-\d\d-\d\d$/.test(value) ? value : undefined;
  if (field.type === "month") return /^\d{4}-\d\d/.exec(value)?.[0];
  if (field.type === "number")
    return /^[\d.,$\s+-]*\d/.test(value) ? value.replaceAll(/[^\d.]/g, "") : undefined;
  if (key === "tel" || key === "tel_national") return formatPhone(field, value);
  if (/date|bday/.test(key)) return formatDate(field, value);
  return field.type === "textarea" ? value : value.replaceAll(/\s*\n\s*/g, ", ");
}

/** Formats a day as the field's example shows it. */
function formatDate(field: PageField, value: string): string {
  const example = /\b(?:[md]{1,2}|y{2,4})([/.-])(?:[md]{1,2}|y{2,4})\1(?:[md]{1,2}|y{2,4})\b/i.exec(
    `${field.placeholder} ${field.label} ${field.near}`,
  )?.[0];
  return (example && writeDate(value, example.toLowerCase())) || value;
}

/** Formats a phone number so that it fits the field's example, pattern and length. */
function formatPhone({ placeholder, pattern, maxLength }: PageField, value: string): string {
  const digits = national(value);
  if (!digits) return value;
  const [area, prefix, suffix] = [digits.slice(0, 3), digits.slice(3, 6), digits.slice(6)];
  const example = placeholder.replaceAll(/[\dx#_n0]/gi, "#");
  const forms: [string, string][] = [
    ["###-###-####", `${area}-${prefix}-${suffix}`],
    ["(###) ###-####", `(${area}) ${prefix}-${suffix}`],
    ["###.###.####", `${area}.${prefix}.${suffix}`],
    ["### ### ####", `${area} ${prefix} ${suffix}`],
    ["##########", digits],
  ];
  const byExample = forms.find(([form]) => example.includes(form))?.[1];
  const candidates = [...(byExample ? [byExample] : []), value, ...forms.map(([, text]) => text)];
  return candidates.find((text) => fits(text, pattern, maxLength)) ?? value;
}

function fits(text: string, pattern: string, maxLength: number | null): boolean {
  if (maxLength && text.length > maxLength) return false;
  if (!pattern) return true;
  try {
    return new RegExp(`^(?:${pattern})$`, "v").test(text);
  } catch {
    return true; // Browsers ignore an invalid pattern.
  }
}

/** Whether a field holds the value that was entered, apart from a mask's formatting. */
export function isSame(key: Key, entered: string, actual: string): boolean {
  if (entered === actual) return true;
  if (key.startsWith("tel"))
    return entered.replaceAll(/\D/g, "").slice(-10) === actual.replaceAll(/\D/g, "").slice(-10);
  const bare = (text: string) => text.toLowerCase().replaceAll(/[\s,.$-]/g, "");
  return bare(entered) === bare(actual);
}
