import { PDFDict, PDFDocument, PDFName, PDFStream } from "@cantoo/pdf-lib";
import { describeError, type Result } from "../result";
import { acroFormOf, type Field, fieldsOf } from "./form";
import { inflatesTooMuch } from "./inflate-limit";

/** More than any form has. Each field takes time to fill. */
const FIELDS_MAX = 5_000;

/** Why a file is refused. `title` is for people. */
export type Refusal = {
  code: "broken_pdf" | "needs_password" | "xfa_only" | "no_form";
  title: string;
};
const refuse = (code: Refusal["code"], title: string): Result<never, Refusal> => ({
  ok: false,
  error: { code, title },
});

/**
 * Opens a PDF. Most of the industry's forms are encrypted with an empty user password, which lets
 * anyone read and fill them, so they open like any other (ISO 32000-2, 7.6).
 */
export async function openPdf(bytes: Uint8Array): Promise<Result<PDFDocument, Refusal>> {
  // Some files begin with a line from a mail or web server. PDF readers accept up to 1,024 such
  // bytes.
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, 1_024));
  if (!head.includes("%PDF-")) return refuse("broken_pdf", "This is no PDF file");
  if (inflatesTooMuch(bytes))
    return refuse("broken_pdf", "The PDF is larger inside than any form is");
  try {
    const doc = await PDFDocument.load(bytes, { password: "", updateMetadata: false });
    forgetEncryption(doc);
    if (doc.getPageCount() === 0) return refuse("broken_pdf", "The PDF has no pages");
    return { ok: true, value: doc };
  } catch (error) {
    const why = describeError(error);
    return /password|encrypt/i.test(why)
      ? refuse("needs_password", "The PDF needs a password. Save it without one and send it again")
      : refuse("broken_pdf", "The PDF cannot be read: it is damaged or cut short");
  }
}

/** Removes all traces of encryption, old cross-reference streams included: the copy has none. */
function forgetEncryption({ context }: PDFDocument): void {
  delete context.trailerInfo.Encrypt;
  for (const [at, object] of context.enumerateIndirectObjects()) {
    const dict = object instanceof PDFStream ? object.dict : object;
    if (!(dict instanceof PDFDict)) continue;
    const is = (key: string, value: string) => dict.get(PDFName.of(key)) === PDFName.of(value);
    const standard = is("Filter", "Standard") && dict.has(PDFName.of("O"));
    if (is("Type", "XRef") || standard) context.delete(at);
  }
}

/** An open PDF and its fields. */
export type Form = { doc: PDFDocument; fields: Field[] };

/**
 * Opens a form for filling. Its XFA data is dropped, or viewers would show that instead of the
 * fields.
 */
export async function openForm(bytes: Uint8Array): Promise<Result<Form, Refusal>> {
  const pdf = await openPdf(bytes);
  if (!pdf.ok) return pdf;
  const doc = pdf.value;
  const form = acroFormOf(doc);
  let fields: Field[];
  try {
    fields = fieldsOf(doc);
  } catch {
    return refuse("broken_pdf", "The form in the PDF cannot be read: it is damaged");
  }
  if (fields.length > FIELDS_MAX)
    return refuse(
      "broken_pdf",
      `The PDF has more than ${FIELDS_MAX.toLocaleString("en-US")} fields`,
    );
  if (
    fields.length === 0 &&
    !new TextDecoder("latin1").decode(bytes.subarray(-2_048)).includes("%%EOF")
  )
    return refuse("broken_pdf", "The PDF is cut short: it has no end");
  if (fields.length === 0)
    return form?.has(PDFName.of("XFA"))
      ? refuse(
          "xfa_only",
          "The form is XFA only, which PDF viewers no longer show. Ask for it as an AcroForm",
        )
      : refuse("no_form", "The PDF has no fields that can be filled");
  form?.delete(PDFName.of("XFA"));
  // Usage rights and signatures are void after the first change.
  form?.delete(PDFName.of("SigFlags"));
  for (const entry of ["Perms", "NeedsRendering"]) doc.catalog.delete(PDFName.of(entry));
  return { ok: true, value: { doc, fields } };
}
