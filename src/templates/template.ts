import { z } from "zod";
import { cleanText } from "../clean-text";
import type { Value } from "../pdf/fill";
import { FIELD_TYPES, type Field } from "../pdf/form";
import { isoTime } from "../time";
import { KEYS, keyOfWords } from "../webforms/labels";

/** A field of a template, as the API shows it. */
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

/** Field names, each with the key of ours that goes in. */
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
/** Body of `PATCH /api/templates/{id}`: null takes a field out of the mapping. */
export const templatePatch = z
  .strictObject({
    name: z.string().trim().min(1).max(200).optional(),
    mapping: z.record(z.string().min(1).max(500), z.enum(KEYS).nullable()).optional(),
  })
  .meta({
    id: "TemplatePatch",
    examples: [{ mapping: { "Applicant.Company": "organization", "Applicant.Fax": null } }],
  });
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

/** Fields as people are shown them; a field with several places has its first one's page. */
export const shown = (fields: Field[]): TemplateField[] =>
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

/** What each field probably asks for: its tooltip says it in words, its name often enough. */
export function guessMapping(fields: TemplateField[]): Mapping {
  const found: Mapping = {};
  for (const { name, type, tooltip } of fields) {
    if (!TEXTS.includes(type)) continue;
    const last =
      name
        .split(".")
        .at(-1)
        ?.replace(/\[\d+\]$/, "") ?? name;
    const key = keyOfWords(tooltip ?? "") ?? keyOfWords(last);
    if (key) found[name] = key;
  }
  return found;
}

/** Our names for what the standard's tokens call otherwise. */
const ALSO: Record<string, (typeof KEYS)[number]> = {
  company: "organization",
  phone: "tel",
  title: "organization_title",
  first_name: "given_name",
  last_name: "family_name",
  city: "address_level2",
  state: "address_level1",
};

/** Values by field name: told so, or told by one of our keys that the mapping gives a field to. */
export function byFieldName(
  fields: TemplateField[],
  mapping: Mapping,
  values: Record<string, Value>,
): Record<string, Value> {
  const names = new Set(fields.map(({ name }) => name));
  const byName: Record<string, Value> = {};
  for (const [told, value] of Object.entries(values)) {
    if (names.has(told)) continue;
    const key = ALSO[told] ?? told;
    const mapped = Object.keys(mapping).filter((name) => mapping[name] === key && names.has(name));
    for (const name of mapped) byName[name] = value;
    // What is for no field is reported by its own name.
    if (mapped.length === 0) byName[told] = value;
  }
  for (const [told, value] of Object.entries(values)) if (names.has(told)) byName[told] = value;
  return byName;
}
