import { z } from "zod";
import { last4 } from "../links/digits";

export const CONSENT_VERSION = "2026-11-29";
/** What a signer agrees to before signing (15 USC 7001(c), UETA); kept by its version. */
export const CONSENT_TEXT =
  "I agree to receive and sign this document electronically. By calling the agency, I can get a paper " +
  "copy at no cost, and I can withdraw this consent before I sign. I can open and save PDF files. " +
  "This consent applies to this document only.";
/** What signing means, and what it does not. */
export const INTENT_TEXT = "I ask the agency to proceed; no coverage is bound.";

const agreed = z
  .union([z.literal(true), z.enum(["on", "true", "yes"])])
  .transform(() => true as const);

/** The box in which a signature is drawn. */
const [WIDTH, HEIGHT] = [400, 120];
const isInside = (path: string): boolean =>
  [...path.matchAll(/([\d.]+)[ ,]([\d.]+)/g)].every(
    ([, x, y]) => Number(x) <= WIDTH && Number(y) <= HEIGHT,
  );

/** Body of `POST /q/{token}/check`. */
export const checkBody = z
  .strictObject({ last4 })
  .meta({ id: "Last4Check", examples: [{ last4: "0143" }] });

const signing = z.strictObject({
  name: z
    .string()
    .trim()
    .min(2, "must be your full name")
    .max(120)
    .regex(/^[^\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]*$/u, "must be a name in one line"),
  /** To receive and sign electronically. */
  consent: agreed,
  /** To be bound by the words of intent. */
  intent: agreed,
  /** Strokes as an SVG path of moves and lines in a box of 400 by 120. */
  drawing: z
    .string()
    .max(20_000)
    .regex(
      /^(?:[ML]\s?\d{1,4}(?:\.\d{1,2})?[ ,]\d{1,4}(?:\.\d{1,2})?\s?)*$/,
      "must be moves and lines",
    )
    .refine(isInside, "must stay within its box of 400 by 120")
    .optional(),
});
/** Body of `POST /q/{token}/sign`, as JSON or as a form. */
export const signBody = signing.meta({
  id: "SignDocument",
  examples: [{ name: "Jo Miller", consent: true, intent: true }],
});
/** Body of `POST /q/{token}/decline`. */
export const declineBody = z
  .strictObject({ reason: z.string().trim().max(2_000).optional() })
  .meta({ id: "DeclineDocument", examples: [{ reason: "We renewed elsewhere." }] });
/** Body of `POST /q/{token}/question`. */
export const questionBody = z
  .strictObject({ question: z.string().trim().min(1, "must not be empty").max(4_000) })
  .meta({ id: "DocumentQuestion", examples: [{ question: "Is flood covered?" }] });
