import { z } from "zod";
import { cleanText } from "../clean-text";
import type { Value } from "../pdf/fill";
import { FIELD_TYPES, type Field } from "../pdf/form";
import { isoTime } from "../time";
import { KEYS, keyOfWords } from "../webforms/labels";

/** A field of a template as the API returns it. */
export const templateField = z
  .object({
    name: z.string(),
    type: z.enum(FIELD_TYPES),
    options: z.array(z.string()).optional(),
    max_length: z.number().optional(),
    required: z.boolean(),
    page: z.number(),
    tooltip: z.string().optional(),
  })
  .meta({ id: "TemplateField", description: "`page` counts from 1." });
export type TemplateField = z.infer<typeof templateField>;

/** The key that fills each field, by the field's name. */
const mapping = z.record(z.string().min(1).max(500), z.enum(KEYS));
export type Mapping = z.infer<typeof mapping>;

/** Fields as they are kept; of a kind that is not known any more, they are left out. */
export const readFields = (kept: unknown[]): TemplateField[] =>
  kept.flatMap((one) => templateField.safeParse(one).data ?? []);
const value = z.union([
  z.string().max(20_000),
  z.number(),
  z.boolean(),
  z.array(z.string().max(2_000)).max(200),
]);
/** Body of `POST /api/templates/{id}/fill`: values by field name, or by our keys where mapped. */
export const fillBody = z
  .strictObject({
    values: z.record(z.string().min(1).max(500), value),
    flatten: z.boolean().default(false),
  })
  .meta({
    id: "TemplateValues",
    examples: [{ values: { organization: "Miller Bakery", "Applicant.Phone": "212 555 0143" } }],
  });
/** Answer of `POST /api/templates/{id}/fill?report=1`. */
export const fillReport = z
  .object({
    filled: z.array(z.object({ name: z.string(), value: z.string() })),
    skipped: z.array(z.object({ name: z.string(), reason: z.string() })),
    problems: z.array(z.object({ name: z.string(), message: z.string() })),
  })
  .meta({
    id: "FillReport",
    examples: [
      {
        filled: [{ name: "Applicant.Company", value: "Miller Bakery" }],
        skipped: [{ name: "Applicant.Fax", reason: "no value was given" }],
        problems: [],
      },
    ],
  });
/** Body of `PATCH /api/templates/{id}`: null removes a field from the mapping. */
export const templatePatch = z
  .strictObject({
    name: z.string().trim().min(1).max(200).optional(),
    mapping: z.record(z.string().min(1).max(500), z.enum(KEYS).nullable()).optional(),
  })
  .meta({
    id: "TemplatePatch",
    examples: [{ mapping: { "Applicant.Company": "organization", "Applicant.Fax": null } }],
  });
/** A template as the API returns it. */
export const templateView = z
  .object({
    template_id: z.string(),
    name: z.string(),
    sha256: z.string(),
    fields: z.array(templateField),
    mapping: mapping.meta({ description: "Which of our keys goes into which field." }),
    created_at: isoTime,
    updated_at: isoTime,
  })
  .meta({
    id: "Template",
    examples: [
      {
        template_id: "7d0a2f3b-1c4e-4f5a-8b6c-9d0e1f2a3b4c",
        name: "ACORD application",
        sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        fields: [
          { name: "Applicant.Company", type: "text", required: true, page: 1, tooltip: "Company" },
        ],
        mapping: { "Applicant.Company": "organization" },
        created_at: "2026-11-20T09:00:00.000Z",
        updated_at: "2026-11-20T09:00:00.000Z",
      },
    ],
  });

/**
 * The fields of a PDF form as the API returns them. A field in several places gets its first page.
 */
export const toTemplateFields = (fields: Field[]): TemplateField[] =>
  fields.map(({ name, type, options, maxLength, required, widgets, tooltip }) => ({
    name,
    type,
    required,
    page: widgets[0]?.page ?? 1,
    ...(options.length > 0 && { options: options.map(({ label }) => cleanText(label)) }),
    ...(maxLength && { max_length: maxLength }),
    ...(tooltip && { tooltip: cleanText(tooltip) }),
  }));

const TEXTS: Field["type"][] = ["text", "multiline", "comb", "date", "dropdown"];

/** Guesses the key of each field from its tooltip, else from the last part of its name. */
export function guessMapping(fields: TemplateField[]): Mapping {
  const mapping: Mapping = {};
  for (const { name, type, tooltip } of fields) {
    if (!TEXTS.includes(type)) continue;
    const lastPart =
      name
        .split(".")
        .at(-1)
        ?.replace(/\[\d+\]$/, "") ?? name;
    const key = keyOfWords(tooltip ?? "") ?? keyOfWords(lastPart);
    if (key) mapping[name] = key;
  }
  return mapping;
}

/** Our own names for some of the standard's tokens. */
const ALIASES: Record<string, (typeof KEYS)[number]> = {
  company: "organization",
  phone: "tel",
  title: "organization_title",
  first_name: "given_name",
  last_name: "family_name",
  city: "address_level2",
  state: "address_level1",
};

/**
 * Values by field name. A value given under one of our keys goes to every field mapped to that key.
 */
export function byFieldName(
  fields: TemplateField[],
  mapping: Mapping,
  values: Record<string, Value>,
): Record<string, Value> {
  const names = new Set(fields.map(({ name }) => name));
  const byName: Record<string, Value> = {};
  for (const [name, value] of Object.entries(values)) {
    if (names.has(name)) continue;
    const key = ALIASES[name] ?? name;
    const mapped = Object.keys(mapping).filter((name) => mapping[name] === key && names.has(name));
    for (const name of mapped) byName[name] = value;
    // A value that fits no field keeps its own name, by which it is reported.
    if (mapped.length === 0) byName[name] = value;
  }
  for (const [name, value] of Object.entries(values)) if (names.has(name)) byName[name] = value;
  return byName;
}
