import { type CallRecord, RECORD_VERSION, readRecord, writeRecord } from "../../src/calls/record";

/** Call records as JSON. Each is checked when it is first read; what was written here is known. */
export class StoredRecords {
  readonly #checked = new Map<string, string>();

  /** Reads a record. Throws, with the path that is wrong, if it cannot be read. */
  read(json: string): CallRecord {
    const { format, ...known } = JSON.parse(json);
    const callId = known.state?.request?.callId;
    if (this.#checked.get(callId) === json) return known;
    const record = readRecord(json);
    // An older format is brought up to date at each read, until the record is written again.
    if (format === RECORD_VERSION) this.#checked.set(callId, json);
    return record;
  }

  write(record: CallRecord): string {
    const json = writeRecord(record);
    this.#checked.set(record.state.request.callId, json);
    return json;
  }
}
