import { type CallRecord, readRecord, writeRecord } from "../../src/calls/record";

/** Call records as JSON. Each is checked when it is first read; what was written here is known. */
export class StoredRecords {
  readonly #checked = new Map<string, string>();

  /** Reads a record. Throws, with the path that is wrong, if it cannot be read. */
  read(json: string): CallRecord {
    const { format: _, ...known } = JSON.parse(json);
    const callId = known.state?.request?.callId;
    if (this.#checked.get(callId) === json) return known;
    const record = readRecord(json);
    // An older format is read as it is today, and not known as today's before it is written.
    const now = writeRecord(record);
    if (now === json) this.#checked.set(record.state.request.callId, json);
    return record;
  }

  write(record: CallRecord): string {
    const json = writeRecord(record);
    this.#checked.set(record.state.request.callId, json);
    return json;
  }
}
