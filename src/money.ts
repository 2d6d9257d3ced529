import { z } from "zod";

/** A sum of money: in minor units, so that no cent is lost to rounding. */
export const money = z
  .strictObject({
    amount_minor: z.number().int().min(0).max(1_000_000_000_000),
    currency: z.string().regex(/^[A-Z]{3}$/, "must be a currency code such as USD"),
  })
  .meta({ id: "Money", description: "`amount_minor` is in minor units, such as cents." });
