/** Named values of a log entry. Ids and codes, never a person's data. */
export type LogFields = { [name: string]: unknown };

/** Where the product reports what people who run it should know. An event's name is `noun.what-happened`. */
export interface Log {
  info(event: string, fields?: LogFields): void;
  /** Something went wrong and is handled. */
  warn(event: string, fields?: LogFields): void;
  /** Something went wrong that a person should look at. */
  error(event: string, fields?: LogFields): void;
  /** The same log with fields that every entry carries. */
  with(fields: LogFields): Log;
}
