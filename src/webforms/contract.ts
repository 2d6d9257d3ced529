import { z } from "zod";
import { MATCH_SOURCES } from "./field";
import { KEYS } from "./labels";
import { formValues } from "./values";

/** Body of `POST /api/forms/fill`. Under one `job_key` a form is sent once; without one, once a day. */
export const fillFormBody = z
  .strictObject({
    url: z.url({ protocol: /^https?$/ }).max(2_000),
    values: formValues.meta({
      description: "By HTML autocomplete token with underscores, such as `given_name`.",
    }),
    submit: z.boolean().default(false).meta({ description: "Whether to send the form." }),
    job_key: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .optional()
      .meta({ description: "A form is sent once under one key; without one, once a day." }),
  })
  .meta({
    id: "FillFormRequest",
    examples: [
      {
        url: "https://booking.partner.com/new",
        values: { given_name: "Jo", family_name: "Miller", email: "jo@miller-bakery.com" },
        submit: false,
      },
    ],
  });

const confirmation = z
  .object({ text: z.string(), reference: z.string().optional(), url: z.string() })
  .meta({ id: "FormConfirmation" });

/** Answer of `POST /api/forms/fill`. */
export const formReport = z
  .object({
    form_id: z.string(),
    status: z.enum(["filled", "confirmed", "rejected", "ambiguous", "needs_human"]),
    fields: z.array(
      z
        .object({
          selector: z.string(),
          label: z.string(),
          key: z.enum(KEYS),
          value: z.string(),
          how: z.enum(MATCH_SOURCES),
        })
        .meta({ id: "FilledField" }),
    ),
    unfilled: z.array(
      z
        .object({
          selector: z.string(),
          label: z.string(),
          key: z.enum(KEYS).optional(),
          reason: z.string(),
          required: z.boolean(),
        })
        .meta({ id: "UnfilledField" }),
    ),
    reason: z.string().optional(),
    confirmation: confirmation.optional(),
    problems: z.array(z.string()).optional(),
    final_url: z.string(),
    screenshot_url: z.string(),
  })
  .meta({
    id: "FormReport",
    examples: [
      {
        form_id: "3c2b1a09-8f7e-4d6c-9b5a-4f3e2d1c0b9a",
        status: "filled",
        fields: [
          {
            selector: "#first",
            label: "First name",
            key: "given_name",
            value: "Jo",
            how: "autocomplete",
          },
        ],
        unfilled: [],
        final_url: "https://booking.partner.com/new",
        screenshot_url: "/api/forms/3c2b1a09-8f7e-4d6c-9b5a-4f3e2d1c0b9a/screenshot",
      },
    ],
  });
