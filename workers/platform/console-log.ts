import type { Log, LogFields } from "../../src/log";
import { redactContacts } from "../../src/redact-contacts";

type Level = "info" | "warn" | "error";

/**
 * The log as the platform takes it: one JSON object an entry, by the console's level. Contacts in an
 * error's words are redacted, whoever wrote them.
 */
export function consoleLog(fields: LogFields = {}): Log {
  const write = (level: Level) => (event: string, more?: LogFields) =>
    console[level](redacted({ event, ...fields, ...more }));
  return {
    info: write("info"),
    warn: write("warn"),
    error: write("error"),
    with: (more) => consoleLog({ ...fields, ...more }),
  };
}

function redacted(fields: LogFields): LogFields {
  const entries = Object.entries(fields).map(([name, value]) => {
    return [name, typeof value === "string" ? redactContacts(value) : value];
  });
  return Object.fromEntries(entries);
}
