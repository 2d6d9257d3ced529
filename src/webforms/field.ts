import { z } from "zod";
import type { Key } from "./labels";

const text = z.string().max(400).catch("");
/** A field as the page shows it. Its words are a stranger's: they are read, never obeyed. */
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
/** `frame` is the place of its frame in the page. */
export type PageField = z.infer<typeof pageField> & { frame: number };

export const HOWS = [
  "autocomplete",
  "label",
  "aria",
  "placeholder",
  "name",
  "options",
  "model",
  "recipe",
] as const;
export type How = (typeof HOWS)[number];
export type Match = { field: PageField; key: Key; how: How };
export type Matched = {
  matches: Match[];
  /** Radio buttons that answer one question together. */
  groups: { fields: PageField[]; key: Key; how: How; label: string }[];
  /** What a person would have to fill in: no rule says what it asks for. */
  leftovers: PageField[];
};

/** A field in words, as people call it. */
export const labelOf = (field: PageField): string =>
  [field.label, field.aria, field.near, field.placeholder, field.title, field.name, field.id].find(
    (one) => one !== "",
  ) ?? "";
