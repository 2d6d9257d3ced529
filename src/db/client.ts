import { neon, neonConfig } from "@neondatabase/serverless";
import { drizzle, type NeonHttpDatabase } from "drizzle-orm/neon-http";
import * as prospects from "./prospects";

export type Db = NeonHttpDatabase<typeof prospects>;

type Options = { url: string; fetchEndpoint?: string | undefined; fetch: typeof fetch };

/** One statement is one HTTP request; several that belong together go as `batch` or one statement. */
export function connect({ url, fetchEndpoint, fetch }: Options): Db {
  // The driver takes these for all connections of a process, which talks to one database.
  if (fetchEndpoint) neonConfig.fetchEndpoint = fetchEndpoint;
  neonConfig.fetchFunction = fetch;
  return drizzle(neon(url), { schema: prospects });
}
