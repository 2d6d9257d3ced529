/** The object store. Keys hold ids, never personal data. */
export interface Files {
  /** Stores a file, replacing any under the same key. `type` is its media type. */
  put(
    key: string,
    body: ReadableStream | ArrayBuffer | Uint8Array | string,
    type: string,
  ): Promise<void>;
  /** The file and its media type; undefined if there is none. */
  get(key: string): Promise<{ body: ReadableStream; type: string } | undefined>;
}

/** The raw report of an attempt, redacted and gzipped. */
export const reportKey = (callId: string, attempt: number, hash: string): string =>
  `calls/${callId}/report-${attempt}-${hash}.json.gz`;
/** The recording of a call. */
export const recordingKey = (callId: string): string => `calls/${callId}/recording.mp3`;
/** The PDF form of a template, as uploaded. */
export const templateKey = (id: string): string => `templates/${id}.pdf`;
/** The PDF of a quote or proposal, by its company (or prospect) and its call. */
export const documentKey = (owner: string, callId: string, form: string): string =>
  `quotes/${owner}/${callId}_${form === "PDF_PROPOSAL_FORM" ? "proposal" : "quote"}.pdf`;
/** The screenshot of a filled web form. */
export const screenshotKey = (runId: string): string => `forms/${runId}.png`;
/** A webhook message that could not be used and is too long for a row. */
export const quarantineKey = (id: string): string => `quarantine/${id}.json`;
