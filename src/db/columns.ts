import { timestamp } from "drizzle-orm/pg-core";

/** A moment, in product time unless its table says otherwise. */
export const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });
export const createdAt = () => at("created_at").notNull();
