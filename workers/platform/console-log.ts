import type { Log, LogFields } from "../../src/log";

type Level = "info" | "warn" | "error";

/** The log as the platform takes it: one JSON object an entry, by the console's level. */
export function consoleLog(fields: LogFields = {}): Log {
  const write = (level: Level) => (event: string, more?: LogFields) =>
    console[level]({ event, ...fields, ...more });
  return {
    info: write("info"),
    warn: write("warn"),
    error: write("error"),
    with: (more) => consoleLog({ ...fields, ...more }),
  };
}
