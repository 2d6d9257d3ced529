import type { Agency } from "../../src/conversation/script";
import { dateOf } from "../../src/formats";
import { clientUrl } from "./client-files";
import { Page } from "./layout";

export type VerifyView = {
  documentId: string;
  status: string;
  files: { kind: string; sha256: string; at: string }[];
  intact: boolean;
};

const copy = {
  title: "Verify a document",
  choose: "Choose the PDF. It stays on your device.",
  noScript:
    "Checking the file here needs JavaScript. You can compare its SHA-256 with the one below instead.",
  record: "Our record",
  document: (id: string, status: string) => `Document ${id}. Status: ${status}.`,
  intact: "Audit trail intact.",
  broken: "Audit trail failed verification: call us.",
  noFiles: "No PDF of this document was sent.",
  kinds: { paper: "Document as sent", signed: "Signed document" } as Record<string, string>,
  statuses: {
    filled: "approved",
    awaiting_release: "awaiting approval",
    delivered: "sent",
    needs_human: "in review",
    revoked: "withdrawn",
  } as Record<string, string>,
  /** What must be said before a match, since it must not be relied on. */
  voided: {
    revoked: "This document was withdrawn and is no longer valid.",
    declined: "This document was declined.",
    expired: "This document has expired and is no longer valid.",
  } as Record<string, string>,
};

/** Whether a copy is unchanged: its hash is made in the browser, and the file goes nowhere. */
export const VerifyPage = ({ agency, view }: { agency: Agency; view: VerifyView }) => {
  const { documentId, status, files, intact } = view;
  const voided = copy.voided[status];
  return (
    <Page title={copy.title} agency={agency}>
      <h1>{copy.title}</h1>
      {voided && (
        <section class="note alert">
          <strong>{voided}</strong>
        </section>
      )}
      <section>
        <label class="field" id="chooser" hidden>
          {copy.choose}
          <input type="file" id="file" accept="application/pdf" />
        </label>
        <p id="verdict" role="status" data-voided={voided} />
        <noscript>
          <p>{copy.noScript}</p>
        </noscript>
      </section>
      <section>
        <h2>{copy.record}</h2>
        <p class="soft">
          {copy.document(documentId, copy.statuses[status] ?? status)}{" "}
          {intact ? copy.intact : copy.broken}
        </p>
        {files.map(({ kind, sha256, at }) => (
          <p>
            <strong>{copy.kinds[kind] ?? kind}</strong>, {dateOf(at)}
            <br />
            <code class="hash" data-kind={copy.kinds[kind] ?? kind}>
              {sha256}
            </code>
          </p>
        ))}
        {files.length === 0 && <p>{copy.noFiles}</p>}
      </section>
      <script src={clientUrl("verify.js")} defer />
    </Page>
  );
};
