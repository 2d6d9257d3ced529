import { z } from "zod";
import type { Key } from "./labels";

const text = z.string().max(400).catch("");
/** A field as the page shows it. Its words are untrusted data, never instructions. */
export const pageField = z.object({
  index: z.number().int(),
  type: text,
  selector: z.string().max(2_000).catch(""),
  name: text,
  id: text,
  autocomplete: text,
  label: text,
  aria: text,
  placeholder: text,
  title: text,
  near: text,
  legend: text,
  inputmode: text,
  pattern: text,
  value: text,
  options: z.array(z.object({ value: z.string().max(2_000), label: text })).catch([]),
  required: z.boolean(),
  maxLength: z.number().nullable(),
  checked: z.boolean(),
  disabled: z.boolean(),
  hidden: z.boolean(),
  tabbed: z.boolean(),
  form: z.number(),
});
/** `frame` is the index of its frame in the page. */
export type PageField = z.infer<typeof pageField> & { frame: number };

/** What a key can be found by: the field's markup, its options, a model or an earlier visit. */
export const MATCH_SOURCES = [
  "autocomplete",
  "label",
  "aria",
  "placeholder",
  "name",
  "options",
  "model",
  "recipe",
] as const;
/** How the key of a field was found. */
export type MatchSource = (typeof MATCH_SOURCES)[number];
/** A field, the key that it asks for, and how that was found out. */
export type Match = { field: PageField; key: Key; how: MatchSource };
/** The fields of a page with their keys. */
export type MatchResult = {
  matches: Match[];
  /** Groups of radio buttons, each for one key. */
  groups: { fields: PageField[]; key: Key; how: MatchSource; label: string }[];
  /** Fields for which no rule gives a key. */
  unmatched: PageField[];
};

/** A field's name for people. */
export const labelOf = (field: PageField): string =>
  [field.label, field.aria, field.near, field.placeholder, field.title, field.name, field.id].find(
    (one) => one !== "",
  ) ?? "";
