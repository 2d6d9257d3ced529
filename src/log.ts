/** The fields of a log entry: ids and codes, never personal data. */
export type LogFields = { [name: string]: unknown };

/**
 * Where the product reports what its operators should know. An event is named `noun.what-happened`.
 */
export interface Log {
  info(event: string, fields?: LogFields): void;
  /** Something went wrong and was handled. */
  warn(event: string, fields?: LogFields): void;
  /** Something went wrong that a person should look at. */
  error(event: string, fields?: LogFields): void;
  /** The same log, with fields added to every entry. */
  with(fields: LogFields): Log;
}
