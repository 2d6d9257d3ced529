import type { Log } from "../../src/log";

/** A log that nobody reads. */
export const silentLog: Log = {
  info() {},
  warn() {},
  error() {},
  with: () => silentLog,
};
