import { connect, type Db } from "../../src/db/client";
import { lazily } from "../../src/lazy";
import { fetchLimited as fetch } from "../platform/fetch-limited";
import type { Settings } from "./settings";

type Databases = {
  db: Db;
  /** For reads that may be a moment old: a replica, where there is one. */
  readDb: Db;
};

/** The database and its replica. */
export function databases({ config, need }: Settings) {
  const fetchEndpoint = config.DATABASE_FETCH_ENDPOINT;
  const made: Databases = lazily<Databases>({
    db: () => connect({ url: need("DATABASE_URL"), fetchEndpoint, fetch }),
    readDb: () => {
      const url = config.DATABASE_READ_URL;
      return url ? connect({ url, fetchEndpoint, fetch }) : made.db;
    },
  });
  return made;
}
