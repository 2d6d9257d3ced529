import type { Agency } from "../../src/conversation/script";
import { clientUrl } from "./client-files";
import { Page } from "./layout";

export type VerifyView = {
  documentId: string;
  status: string;
  files: { kind: string; sha256: string; at: string }[];
  intact: boolean;
};

const KIND: Record<string, string> = { paper: "As it was sent", signed: "Signed and sealed" };

/** Whether a copy is unchanged: its hash is made in the browser, and the file goes nowhere. */
export const VerifyPage = ({ agency, view }: { agency: Agency; view: VerifyView }) => (
  <Page title="Check a document" agency={agency}>
    <h1>Is this copy unchanged?</h1>
    <section>
      <label class="field">
        Choose the PDF. It stays on your device.
        <input type="file" id="file" accept="application/pdf" />
      </label>
      <p id="verdict" role="status" class="soft">
        Nothing is checked yet.
      </p>
    </section>
    <section>
      <h2>What we have on record</h2>
      <p class="soft">
        Document {view.documentId}, {view.status.replace("_", " ")}. Its history is{" "}
        {view.intact ? "complete and unchanged" : "not as it was written: call us"}.
      </p>
      {view.files.map(({ kind, sha256, at }) => (
        <p>
          <strong>{KIND[kind] ?? kind}</strong>, {at.slice(0, 10)}
          <br />
          <code class="hash" data-kind={KIND[kind] ?? kind}>
            {sha256}
          </code>
        </p>
      ))}
      {view.files.length === 0 && <p>No PDF of it has left us.</p>}
    </section>
    <script src={clientUrl("verify.js")} defer />
  </Page>
);
