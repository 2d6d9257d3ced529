import type { Log } from "../../src/log";
import type { Config } from "../env";

/** What adapters are made of. */
export type Settings = {
  env: Env;
  config: Partial<Config>;
  need: Need;
  newId: () => string;
  log: Log;
};

/** A setting that must be there; throws `NotConfigured` if it is not. */
export type Need = <Name extends keyof Config>(name: Name) => NonNullable<Config[Name]>;
