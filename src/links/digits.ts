import { z } from "zod";

/** So many digits, as a person types them: spaces and hyphens do not count. */
export const digits = (count: number, text: string) =>
  z
    .string()
    .transform((value) => value.replace(/[\s-]/g, ""))
    .refine((value) => new RegExp(`^\\d{${count}}$`).test(value), text);

/** What shows that a link is somebody's: how the number ends that was called. */
export const last4 = digits(4, "must be the last four digits of the number that was called");
