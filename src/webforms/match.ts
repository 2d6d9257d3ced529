import type { How, Match, Matched, PageField } from "./field";
import {
  isCardEnd,
  isCardOrFax,
  isForeign,
  KEYS,
  type Key,
  keyOfWords,
  keysOfWords,
} from "./labels";
import { keyOfOptions } from "./options";
import { CHOSEN, NARROWER } from "./precedence";

const TEXTS = ["text", "email", "tel", "url", "number", "date", "month", "textarea", "select"];
/**
 * Which field asks for what. Only what a person can see is looked at; hidden fields, bait, secrets and
 * boxes of consent are nobody's business here. Pure: the same page gives the same answer.
 */
export function matchFields(fields: PageField[]): Matched {
  const seen = fields.filter((field) => !field.hidden && !field.disabled && !isBait(field));
  const found: Found = seen
    .filter(({ type }) => TEXTS.includes(type))
    .map((field) => ({ field, ...keyOf(field) }) as Found[number]);
  bySequence(found);
  const groups = groupsOf(seen);
  return {
    matches: found.flatMap((one) => (one.key ? [one] : [])),
    groups,
    leftovers: found.flatMap((one) => (one.key || isRefused(one.field) ? [] : [one.field])),
  };
}

/** Bait is there for machines: no person reaches it, or its own words say to leave it alone. */
const isBait = (field: PageField): boolean =>
  /\b(honey ?pot|hp|leave (this )?(field )?(blank|empty)|do not fill)\b/i.test(
    [
      field.label,
      field.near,
      field.placeholder,
      field.name.replaceAll(/[_-]/g, " "),
      field.id.replaceAll(/[_-]/g, " "),
    ].join(" "),
  ) ||
  (!field.tabbed && field.autocomplete === "off" && field.type !== "radio");

const lastPart = (name: string): string =>
  name.split(/[./$:[\]{}<>]+/).findLast((part) => part !== "") ?? name;

/** Words of a page that say that a field is not to be filled from what we know. */
function isRefused(field: PageField): boolean {
  const { type, label, aria, placeholder, near, title, name, id } = field;
  const token = tokenOf(field);
  // A person is often known by their email.
  if (token === "username" && type !== "email") return true;
  if (/^(cc-|new-password|current-password|one-time-code)/.test(token)) return true;
  if ([label, aria, placeholder, title].some((one) => one && isForeign(one))) return true;
  if ([name, id].some((one) => /captcha/i.test(one))) return true;
  if (isCardEnd([label, aria, placeholder, title, near, name, id].join(" "))) return true;
  // The address of a bill stands among a card's fields.
  const beside = !isAddress(field);
  if (beside && near && isForeign(near)) return true;
  if (beside && [name, id].some((one) => isCardOrFax(lastPart(one)))) return true;
  return [label, aria, placeholder, near].every((one) => one === "") && isForeign(name);
}

/** The address of a bill is a part of a card's form, and theirs to give. */
const isAddress = ({ label, aria, placeholder, near }: PageField): boolean =>
  /^(address|postal|country)/.test(keyOfWords(label || aria || placeholder || near) ?? "");

const tokenOf = ({ autocomplete }: PageField): string =>
  autocomplete
    .split(/\s+/)
    .filter((token) => token !== "webauthn")
    .at(-1) ?? "";

function keyOf(field: PageField): { key: Key; how: How } | undefined {
  const token = tokenOf(field).replaceAll("-", "_");
  const fax = /\b(fax|pager)\b/.test(field.autocomplete);
  if (!fax && (KEYS as readonly string[]).includes(token))
    return { key: token as Key, how: "autocomplete" };
  if (fax || isRefused(field)) return undefined;
  const sources: [string, How][] = [
    [field.label, "label"],
    [field.aria, "aria"],
    [field.placeholder, "placeholder"],
    [field.title, "aria"],
    [field.name, "name"],
    [field.id, "name"],
    [field.label || field.aria ? "" : field.near, "label"],
  ];
  let found: { key: Key; how: How } | undefined;
  let others: Key[] = [];
  for (const [text, how] of sources) {
    const [key, ...more] = (text ? keysIn(text, how) : []).filter((one) => isPossible(one, field));
    if (!key) continue;
    if (!found) [found, others] = [{ key, how }, more];
    // A label that asks for several things at once is told apart by the field's own name.
    else if (NARROWER[found.key]?.includes(key) || (how === "name" && others.includes(key)))
      found = { key, how: found.how };
  }
  found = byDetail(field, found, others);
  const own = TYPED[field.type];
  if (own === "email" || (own && !found && !sources.some(([text]) => text)))
    return { key: own ?? "email", how: found?.key === own ? found.how : "name" };
  if (found) return found;
  const key = field.type === "select" ? keyOfOptions(field.options) : undefined;
  return key && { key, how: "options" };
}

/** What a page says by the kind of a field, where it says nothing else: numbers are often called `tel`. */
const TYPED: Record<string, Key | undefined> = { email: "email", tel: "tel", url: "url" };

/** A name in a program says most in its last part: `billing.address[zip]`. */
function keysIn(text: string, how: How): Key[] {
  if (how !== "name") return keysOfWords(text);
  const last = lastPart(text);
  const keys = keysOfWords(last);
  return keys.length > 0 || last === text ? keys : keysOfWords(text);
}

/** The parts of an address that one label may ask for together, by how their fields are called. */
const PARTS: [Key, RegExp][] = [
  ["address_level2", /city|town|stadt|ciudad/],
  ["address_level1", /state|prov/],
  ["postal_code", /zip|post|plz/],
];

/** The parts of a birthday, by how their fields are called. */
const BIRTHDAY: [Key, RegExp][] = [
  ["bday_month", /month|(^|[^a-z])mm([^a-z]|$)/],
  ["bday_year", /year|yyyy/],
  ["bday_day", /day$|_date$|(^|[^a-z])dd([^a-z]|$)/],
];

/** What only several signs together say. */
function byDetail(
  field: PageField,
  found: { key: Key; how: How } | undefined,
  others: Key[],
): { key: Key; how: How } | undefined {
  const name = `${field.name} ${field.id}`.toLowerCase().trim();
  // Whose name stands on a card is not asked of us.
  if (found?.key === "name" && /payment/.test(name)) return undefined;
  const part = PARTS.find(([key, called]) => others.includes(key) && called.test(name));
  if (found && part) return { ...found, key: part[0] };
  if (found?.key === "name" && /first|fname/.test(name))
    return { ...found, key: "given_name" as const };
  if (found?.key === "name" && /last|second|surname|(?<![aeioul])lname/.test(name))
    return { ...found, key: "family_name" as const };
  const ofBirth =
    found?.key === "bday" &&
    BIRTHDAY.find(([, called]) => called.test(field.id.toLowerCase() || field.name.toLowerCase()));
  if (found && ofBirth && !/birthday$|bday$/.test(name)) return { ...found, key: ofBirth[0] };
  const short = field.maxLength !== null && field.maxLength <= 5;
  if (found?.key === "organization_title" && short)
    return { ...found, key: "honorific_prefix" as const };
  const byOptions = field.type === "select" ? keyOfOptions(field.options) : undefined;
  if (found?.key === "country" && byOptions === "tel_country_code")
    return { ...found, key: byOptions };
  return found;
}

/** Whether a field of this kind can take such a value at all. */
function isPossible(key: Key, { type, options }: PageField): boolean {
  if (type === "date" || type === "month") return /date|bday|times/.test(key);
  if (type === "number") return /count|revenue|budget|tel|postal|bday_/.test(key);
  if (type === "textarea")
    return /address|notes|times|industry|name|objections/.test(key) && key !== "name";
  if (type !== "select") return true;
  const byOptions = keyOfOptions(options);
  if (byOptions && byOptions !== key) return byOptions === "tel_country_code" && key === "country";
  return ![
    "email",
    "given_name",
    "family_name",
    "name",
    "tel",
    "address_line1",
    "address_line2",
    "notes",
  ].includes(key);
}

type Found = (Match | { field: PageField; key?: undefined })[];

/** What the place of a field among the others says of it. */
function bySequence(found: Found): void {
  const set = (at: number, key: Key) => {
    const one = found[at];
    if (one) found[at] = { field: one.field, key, how: one.key ? one.how : "label" };
  };
  for (const [at, { field, key }] of found.entries()) {
    const [next, third] = [found[at + 1], found[at + 2]];
    const bare = (one: Found[number] | undefined) =>
      one && !one.key && !one.field.label && !one.field.placeholder && !one.field.near;
    // 518 | 555 | 0101, with one label before the first.
    if (
      key === "tel" &&
      field.maxLength === 3 &&
      next?.field.maxLength === 3 &&
      third?.field.maxLength === 4
    ) {
      for (const [offset, part] of (
        ["tel_area_code", "tel_local_prefix", "tel_local_suffix"] as const
      ).entries())
        set(at + offset, part);
    } else if (key === "address_line1" && bare(next) && next?.field.type === "text")
      set(at + 1, "address_line2");
    else if (
      key === "name" &&
      next?.key === "family_name" &&
      !found.some((one) => one.key === "given_name")
    )
      set(at, "given_name");
    else if (key === "bday" && field.type === "select") birthday(found, at, set);
  }
  twoLines(found);
}

/** Month, day and year in three lists, of which one at most says what it is. */
function birthday(found: Found, at: number, set: (at: number, key: Key) => void): void {
  for (let offset = 0; offset < 3; offset++) {
    const options = found[at + offset]?.field.options.filter(({ value }) => value !== "") ?? [];
    const size = options.length;
    if (size === 12) set(at + offset, "bday_month");
    else if (size >= 28 && size <= 31) set(at + offset, "bday_day");
    else if (size > 31) set(at + offset, "bday_year");
  }
}

/** A street's second line is often called like its first. */
function twoLines(found: Found): void {
  for (const [at, one] of found.entries()) {
    const before = found[at - 1];
    if (
      one.key !== "address_line1" ||
      /1$|one$/i.test(one.field.name || one.field.id) ||
      before?.key !== "address_line1" ||
      before.field.form !== one.field.form
    )
      continue;
    found[at] = { ...one, key: "address_line2" };
  }
}

function groupsOf(seen: PageField[]): Matched["groups"] {
  const byName = new Map<string, PageField[]>();
  for (const field of seen)
    if (field.type === "radio" && field.name) {
      const name = `${field.frame}/${field.form}/${field.name}`;
      byName.set(name, [...(byName.get(name) ?? []), field]);
    }
  return [...byName.values()].flatMap((fields) => {
    const [first] = fields;
    if (!first) return [];
    const options = fields.map(({ value, label }) => ({ value, label }));
    const sources = [first.legend, first.near, first.name];
    const words = sources.find((one) => one && keyOfWords(one));
    const key = (words && keyOfWords(words)) || keyOfOptions(options);
    if (!key || !CHOSEN.includes(key)) return [];
    if (sources.some((one) => one && isForeign(one))) return [];
    return [
      {
        fields,
        key,
        how: words ? ("label" as const) : ("options" as const),
        label: first.legend || first.near || first.name,
      },
    ];
  });
}
