import { auditTrailOf } from "../audit/store";
import type { FontLibrary } from "../pdf/fonts";
import { sealPdf } from "../pdf/seal";
import type { SigningKey } from "../pdf/signing-key";
import { fail, ok, type Result } from "../result";
import { iso } from "../time";
import { withAuditPage } from "./audit-page";
import { type PrintDeps, readFile, storeFile } from "./print";
import { CONSENT_TEXT, CONSENT_VERSION, INTENT_TEXT, type Signature } from "./signature";
import { type Document, markSigned } from "./store";

export type SignDeps = Pick<PrintDeps, "db" | "files" | "now" | "agency"> & {
  fonts: FontLibrary;
  sealKey: () => Promise<SigningKey>;
  verifyUrl: (documentId: string) => string;
};
type Signer = {
  name: string;
  drawing?: string | undefined;
  ip: string | null;
  userAgent: string | null;
};

/**
 * Signs a document for its person: the very PDF that they were shown, with a record of the signature,
 * sealed. Of two at the same moment one signs; the other is told that it is signed.
 */
export async function signDocument(
  paper: Document,
  signer: Signer,
  deps: SignDeps,
): Promise<Result<Document | "moved">> {
  const { db, files, fonts, now } = deps;
  const shown = await readFile(paper, "document", files);
  if (!shown) return fail("the PDF is not there", false);
  if (!shown.ok) return shown;
  const history = await auditTrailOf(db, paper.id);
  const at = now();
  const signature: Signature = {
    name: signer.name,
    at: iso(at),
    ip: signer.ip,
    user_agent: signer.userAgent?.slice(0, 400) ?? null,
    consent_version: CONSENT_VERSION,
    consent_text: CONSENT_TEXT,
    intent_text: INTENT_TEXT,
    drawn: Boolean(signer.drawing),
    opened: history.items.some(({ kind }) => kind === "downloaded"),
    document_sha256: paper.files.find(({ kind }) => kind === "document")?.sha256 ?? "",
    history_head: history.head,
  };
  const audit = {
    documentId: paper.id,
    companyName: deps.agency().companyName,
    signature,
    drawing: signer.drawing,
    history: history.items,
    verifyUrl: deps.verifyUrl(paper.id),
  };
  const recorded = await withAuditPage(shown.value, audit, fonts);
  const sealed = await sealPdf(recorded, await deps.sealKey(), {
    reason: `${signer.name}: ${INTENT_TEXT}`,
    at: at,
  });
  const file = await storeFile(paper, "signed", sealed, deps);
  const signed = await markSigned(db, paper.id, signature, file, at);
  return ok(signed ?? "moved");
}
