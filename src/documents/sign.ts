import { auditTrailOf } from "../audit/store";
import type { Signature } from "../db/documents";
import type { FontLibrary } from "../pdf/fonts";
import { sealPdf } from "../pdf/seal";
import type { SigningKey } from "../pdf/signing-key";
import { fail, ok, type Result } from "../result";
import { iso } from "../time";
import { type Applied, applyEvent, type NotApplied } from "./apply";
import { withAuditPage } from "./audit-page";
import { type PrintDeps, readFile, storeFile } from "./print";
import { CONSENT_TEXT, CONSENT_VERSION, INTENT_TEXT } from "./signature";
import type { Document } from "./store";

export type SignDeps = Pick<PrintDeps, "db" | "files" | "now" | "agency"> & {
  fonts: FontLibrary;
  sealKey: () => Promise<SigningKey>;
  verifyUrl: (documentId: string) => string;
};
type Signer = {
  name: string;
  /** Whether they have shown that the document is theirs. */
  verified: boolean;
  drawing?: string | undefined;
  ip: string | null;
  userAgent: string | null;
};

/**
 * Signs a document for its person: the very PDF that they were shown, with a record of the signature,
 * sealed. Of two at the same moment one signs; the other is refused. What follows is the caller's to do.
 */
export async function signDocument(
  document: Document,
  signer: Signer,
  deps: SignDeps,
): Promise<Result<Applied | NotApplied>> {
  const { db, files, fonts, now } = deps;
  const shown = await readFile(document, "document", files);
  if (!shown) return fail("the PDF is not there", false);
  if (!shown.ok) return shown;
  const history = await auditTrailOf(db, document.id);
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
    document_sha256: document.files.find(({ kind }) => kind === "document")?.sha256 ?? "",
    history_head: history.head,
  };
  const audit = {
    documentId: document.id,
    companyName: deps.agency().companyName,
    signature,
    drawing: signer.drawing,
    history: history.items,
    verifyUrl: deps.verifyUrl(document.id),
  };
  const recorded = await withAuditPage(shown.value, audit, fonts);
  const sealed = await sealPdf(recorded, await deps.sealKey(), {
    reason: `${signer.name}: ${INTENT_TEXT}`,
    at,
  });
  const file = await storeFile(document, "signed", sealed, deps);
  const { verified } = signer;
  return ok(await applyEvent(db, document.id, { type: "signed", verified, signature, file }, at));
}
