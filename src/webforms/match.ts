import type { Match, MatchResult, MatchSource, PageField } from "./field";
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
import { NARROWER, RADIO_KEYS } from "./precedence";

const TEXTS = ["text", "email", "tel", "url", "number", "date", "month", "textarea", "select"];
/**
 * Finds the key of each field. It considers only fields that a person can see, never bait, secrets
 * or consent boxes. The same page always gives the same result.
 */
export function matchFields(fields: PageField[]): MatchResult {
  const visible = fields.filter((field) => !field.hidden && !field.disabled && !isBait(field));
  const candidates: Candidate[] = visible
    .filter(({ type }) => TEXTS.includes(type))
    .map((field) => ({ field, ...keyOf(field) }) as Candidate);
  refineBySequence(candidates);
  const groups = groupsOf(visible);
  return {
    matches: candidates.flatMap((one) => (one.key ? [one] : [])),
    groups,
    unmatched: candidates.flatMap((one) => (one.key || isRefused(one.field) ? [] : [one.field])),
  };
}

/**
 * Whether a field is bait for bots: a person cannot reach it, or its label says to leave it blank.
 */
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

/** Whether the page's words say that we must not fill a field. */
function isRefused(field: PageField): boolean {
  const { type, label, aria, placeholder, near, title, name, id } = field;
  const token = tokenOf(field);
  // A username is often the person's email.
  if (token === "username" && type !== "email") return true;
  if (/^(cc-|new-password|current-password|one-time-code)/.test(token)) return true;
  if ([label, aria, placeholder, title].some((one) => one && isForeign(one))) return true;
  if ([name, id].some((one) => /captcha/i.test(one))) return true;
  if (isCardEnd([label, aria, placeholder, title, near, name, id].join(" "))) return true;
  // A billing address is next to the card's fields, but may be filled.
  const isNotAddress = !isAddress(field);
  if (isNotAddress && near && isForeign(near)) return true;
  if (isNotAddress && [name, id].some((one) => isCardOrFax(lastPart(one)))) return true;
  return [label, aria, placeholder, near].every((one) => one === "") && isForeign(name);
}

/** Whether a field asks for a postal address. */
const isAddress = ({ label, aria, placeholder, near }: PageField): boolean =>
  /^(address|postal|country)/.test(keyOfWords(label || aria || placeholder || near) ?? "");

const tokenOf = ({ autocomplete }: PageField): string =>
  autocomplete
    .split(/\s+/)
    .filter((token) => token !== "webauthn")
    .at(-1) ?? "";

function keyOf(field: PageField): { key: Key; how: MatchSource } | undefined {
  const token = tokenOf(field).replaceAll("-", "_");
  const fax = /\b(fax|pager)\b/.test(field.autocomplete);
  if (!fax && (KEYS as readonly string[]).includes(token))
    return { key: token as Key, how: "autocomplete" };
  if (fax || isRefused(field)) return undefined;
  const sources: [string, MatchSource][] = [
    [field.label, "label"],
    [field.aria, "aria"],
    [field.placeholder, "placeholder"],
    [field.title, "aria"],
    [field.name, "name"],
    [field.id, "name"],
    [field.label || field.aria ? "" : field.near, "label"],
  ];
  let match: { key: Key; how: MatchSource } | undefined;
  let others: Key[] = [];
  for (const [text, how] of sources) {
    const [key, ...more] = (text ? keysIn(text, how) : []).filter((one) => isPossible(one, field));
    if (!key) continue;
    if (!match) [match, others] = [{ key, how }, more];
    // If a label asks for several things, the field's own name decides.
    else if (NARROWER[match.key]?.includes(key) || (how === "name" && others.includes(key)))
      match = { key, how: match.how };
  }
  match = refineByDetail(field, match, others);
  const typeKey = KEY_OF_TYPE[field.type];
  if (typeKey === "email" || (typeKey && !match && !sources.some(([text]) => text)))
    return { key: typeKey ?? "email", how: match?.key === typeKey ? match.how : "name" };
  if (match) return match;
  const key = field.type === "select" ? keyOfOptions(field.options) : undefined;
  return key && { key, how: "options" };
}

/**
 * The key of a field's type. Pages use `tel` for other numbers too, so only `email` always counts.
 */
const KEY_OF_TYPE: Record<string, Key | undefined> = { email: "email", tel: "tel", url: "url" };

/** The keys in a text. A name or id says most in its last part: `billing.address[zip]`. */
function keysIn(text: string, how: MatchSource): Key[] {
  if (how !== "name") return keysOfWords(text);
  const last = lastPart(text);
  const keys = keysOfWords(last);
  return keys.length > 0 || last === text ? keys : keysOfWords(text);
}

/** Parts of an address that share one label, by the names of their fields. */
const ADDRESS_PARTS: [Key, RegExp][] = [
  ["address_level2", /city|town|stadt|ciudad/],
  ["address_level1", /state|prov/],
  ["postal_code", /zip|post|plz/],
];

/** Parts of a birthday, by the names of their fields. */
const BIRTHDAY_PARTS: [Key, RegExp][] = [
  ["bday_month", /month|(^|[^a-z])mm([^a-z]|$)/],
  ["bday_year", /year|yyyy/],
  ["bday_day", /day$|_date$|(^|[^a-z])dd([^a-z]|$)/],
];

/** Corrects a key by further details of the field: its name, length and options. */
function refineByDetail(
  field: PageField,
  match: { key: Key; how: MatchSource } | undefined,
  others: Key[],
): { key: Key; how: MatchSource } | undefined {
  const name = `${field.name} ${field.id}`.toLowerCase().trim();
  // The name on a payment card is not ours to fill.
  if (match?.key === "name" && /payment/.test(name)) return undefined;
  const part = ADDRESS_PARTS.find(([key, pattern]) => others.includes(key) && pattern.test(name));
  if (match && part) return { ...match, key: part[0] };
  if (match?.key === "name" && /first|fname/.test(name))
    return { ...match, key: "given_name" as const };
  if (match?.key === "name" && /last|second|surname|(?<![aeioul])lname/.test(name))
    return { ...match, key: "family_name" as const };
  const ofBirth =
    match?.key === "bday" &&
    BIRTHDAY_PARTS.find(([, pattern]) =>
      pattern.test(field.id.toLowerCase() || field.name.toLowerCase()),
    );
  if (match && ofBirth && !/birthday$|bday$/.test(name)) return { ...match, key: ofBirth[0] };
  const short = field.maxLength !== null && field.maxLength <= 5;
  if (match?.key === "organization_title" && short)
    return { ...match, key: "honorific_prefix" as const };
  const byOptions = field.type === "select" ? keyOfOptions(field.options) : undefined;
  if (match?.key === "country" && byOptions === "tel_country_code")
    return { ...match, key: byOptions };
  return match;
}

/** Whether a field of this type can take a value for the key. */
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

/** A field with its key, if it has one. */
type Candidate = Match | { field: PageField; key?: undefined };

/** Corrects keys by the sequence of the fields. */
function refineBySequence(candidates: Candidate[]): void {
  const set = (at: number, key: Key) => {
    const one = candidates[at];
    if (one) candidates[at] = { field: one.field, key, how: one.key ? one.how : "label" };
  };
  for (const [at, { field, key }] of candidates.entries()) {
    const [next, third] = [candidates[at + 1], candidates[at + 2]];
    const isUnlabeled = (one: Candidate | undefined) =>
      one && !one.key && !one.field.label && !one.field.placeholder && !one.field.near;
    // A phone number in three fields (518, 555, 0101), with one label before the first.
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
    } else if (key === "address_line1" && isUnlabeled(next) && next?.field.type === "text")
      set(at + 1, "address_line2");
    else if (
      key === "name" &&
      next?.key === "family_name" &&
      !candidates.some((one) => one.key === "given_name")
    )
      set(at, "given_name");
    else if (key === "bday" && field.type === "select") setBirthdayParts(candidates, at, set);
  }
  setSecondLines(candidates);
}

/** Recognizes month, day and year in three lists by their numbers of options. */
function setBirthdayParts(
  candidates: Candidate[],
  at: number,
  set: (at: number, key: Key) => void,
): void {
  for (let offset = 0; offset < 3; offset++) {
    const options =
      candidates[at + offset]?.field.options.filter(({ value }) => value !== "") ?? [];
    const size = options.length;
    if (size === 12) set(at + offset, "bday_month");
    else if (size >= 28 && size <= 31) set(at + offset, "bday_day");
    else if (size > 31) set(at + offset, "bday_year");
  }
}

/** The second of two fields in a row for `address_line1` is the second line. */
function setSecondLines(candidates: Candidate[]): void {
  for (const [at, one] of candidates.entries()) {
    const before = candidates[at - 1];
    if (
      one.key !== "address_line1" ||
      /1$|one$/i.test(one.field.name || one.field.id) ||
      before?.key !== "address_line1" ||
      before.field.form !== one.field.form
    )
      continue;
    candidates[at] = { ...one, key: "address_line2" };
  }
}

function groupsOf(visible: PageField[]): MatchResult["groups"] {
  const byName = new Map<string, PageField[]>();
  for (const field of visible)
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
    if (!key || !RADIO_KEYS.includes(key)) return [];
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
