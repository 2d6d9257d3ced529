import { customType } from "drizzle-orm/pg-core";

/**
 * A moment as the whole product counts it: milliseconds since 1970, in product time unless its table
 * says otherwise. Stored as `timestamptz`.
 */
const moment = customType<{ data: number; driverData: string }>({
  dataType: () => "timestamp with time zone",
  fromDriver: (text) => Date.parse(text),
  toDriver: (ms) => new Date(ms).toISOString(),
});

export const at = (name: string) => moment(name);
export const createdAt = () => at("created_at").notNull();
