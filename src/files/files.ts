/** Where files are kept. Keys hold ids, never a person's data. */
export interface Files {
  put(
    key: string,
    body: ReadableStream | ArrayBuffer | Uint8Array | string,
    type: string,
  ): Promise<void>;
  get(key: string): Promise<{ body: ReadableStream; type: string } | undefined>;
}

export const reportKey = (callId: string, attempt: number, hash: string): string =>
  `calls/${callId}/report-${attempt}-${hash}.json.gz`;
export const recordingKey = (callId: string): string => `calls/${callId}/recording.mp3`;
/** The form of a template, as it came in. */
export const templateKey = (id: string): string => `templates/${id}.pdf`;
/** A quote or a proposal, by the company it is for and the call it came from. */
export const documentKey = (owner: string, callId: string, form: string): string =>
  `quotes/${owner}/${callId}_${form === "PDF_PROPOSAL_FORM" ? "proposal" : "quote"}.pdf`;
/** What a filled form looked like. */
export const screenshotKey = (runId: string): string => `forms/${runId}.png`;
/** Where a message lies that we could not use and that is too long for a row. */
export const quarantineKey = (id: string): string => `quarantine/${id}.json`;
