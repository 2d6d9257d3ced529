import { z } from "zod";

/**
 * Exactly `count` digits as a person types them; spaces and hyphens are dropped. `text` is the
 * error.
 */
export const digits = (count: number, text: string) =>
  z
    .string()
    .transform((value) => value.replace(/[\s-]/g, ""))
    .refine((value) => new RegExp(`^\\d{${count}}$`).test(value), text);

/**
 * The last four digits of the number that was called, which show that a link belongs to its
 * visitor.
 */
export const last4 = digits(4, "must be the last four digits of the number that was called");
