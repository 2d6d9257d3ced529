import { PDFDocument, type PDFPage, rgb } from "@cantoo/pdf-lib";
import type { Signature } from "../db/documents";
import type { FontLibrary } from "../pdf/fonts";
import { missingIn, TextLayout } from "../pdf/text-layout";
import { CERTIFICATE, eventText, momentText } from "./copy";

type SignatureRecord = {
  documentId: string;
  companyName: string;
  signature: Signature;
  drawing: string | undefined;
  history: { kind: string; at: string }[];
  verifyUrl: string;
};

const [WIDTH, HEIGHT, LEFT] = [612, 792, 48] as const;
const [GREEN, GREY] = [rgb(0.08, 0.33, 0.18), rgb(0.36, 0.38, 0.4)] as const;
const HISTORY_MAX = 24;

/** The document that was shown, with a signature certificate as its last page. */
export async function withAuditPage(
  document: Uint8Array,
  audit: SignatureRecord,
  fonts: FontLibrary,
): Promise<Uint8Array> {
  const pdf = await PDFDocument.load(document, { updateMetadata: false });
  const page = pdf.addPage([WIDTH, HEIGHT]);
  const layout = new TextLayout(pdf, fonts);
  const writer = new Writer(page, layout);
  const rows = certificateRows(audit);
  const title = CERTIFICATE.title(audit.companyName);
  const events = audit.history.slice(-HISTORY_MAX).map(({ kind, at }) => eventText(kind, at));
  const all = [
    title,
    CERTIFICATE.auditTrail,
    CERTIFICATE.statement,
    ...rows.flat(),
    ...events,
  ].join("\n");
  const missing = await missingIn(fonts, all);
  const clean = (text: string) => missing.reduce((rest, sign) => rest.replaceAll(sign, "□"), text);
  await layout.prepare(clean(all));
  await layout.prepare(clean(all), true);
  page.drawRectangle({ x: 0, y: HEIGHT - 64, width: WIDTH, height: 64, color: GREEN });
  writer.text(clean(title), LEFT, HEIGHT - 40, 16, { bold: true, color: rgb(1, 1, 1) });
  let y = HEIGHT - 96;
  for (const [label, value] of rows) {
    writer.text(label, LEFT, y, 8, { color: GREY });
    y -= writer.text(clean(value), LEFT + 150, y, 9, { width: 366 }) * 12.5 + 5;
  }
  if (audit.drawing) {
    page.drawSvgPath(audit.drawing, {
      x: LEFT + 150,
      y,
      borderColor: rgb(0.05, 0.1, 0.4),
      borderWidth: 1.6,
      scale: 0.6,
    });
    y -= 84;
  }
  y -= 8;
  writer.text(CERTIFICATE.auditTrail, LEFT, y, 11, { bold: true, color: GREEN });
  for (const line of events) {
    y -= 12.5;
    if (y > 84) writer.text(line, LEFT, y, 8.5);
  }
  writer.text(CERTIFICATE.statement, LEFT, 62, 7.5, { color: GREY });
  return await pdf.save({ updateFieldAppearances: false });
}

/** Label and value of each line of the certificate. */
function certificateRows({
  documentId,
  signature,
  verifyUrl,
}: SignatureRecord): [string, string][] {
  const { document_sha256, name, at, ip, user_agent, opened } = signature;
  return [
    [CERTIFICATE.documentId, documentId],
    [CERTIFICATE.documentHash, document_sha256],
    [CERTIFICATE.signedBy, name],
    [CERTIFICATE.signedAt, momentText(at)],
    [CERTIFICATE.ip, ip ?? CERTIFICATE.notRecorded],
    [CERTIFICATE.browser, user_agent ?? CERTIFICATE.notRecorded],
    [CERTIFICATE.viewed, opened ? CERTIFICATE.yes : CERTIFICATE.noRecord],
    [CERTIFICATE.meaning, signature.intent_text],
    [CERTIFICATE.consent(signature.consent_version), signature.consent_text],
    [CERTIFICATE.auditHead, signature.history_head || CERTIFICATE.none],
    [CERTIFICATE.verifyAt, verifyUrl],
  ];
}

type TextStyle = { bold?: boolean; color?: ReturnType<typeof rgb>; width?: number };

/** Writes wrapped text on a page; answers how many lines it took. */
class Writer {
  readonly #page: PDFPage;
  readonly #layout: TextLayout;

  constructor(page: PDFPage, layout: TextLayout) {
    this.#page = page;
    this.#layout = layout;
  }

  text(text: string, x: number, y: number, size: number, style: TextStyle = {}): number {
    const { bold = false, color = rgb(0.1, 0.1, 0.1), width = WIDTH - 2 * LEFT } = style;
    const lines = this.#layout.wrap(text, size, width, bold);
    for (const [at, line] of lines.entries()) {
      let right = x;
      for (const { font, text: run } of this.#layout.runs(line, bold)) {
        this.#page.drawText(run, { x: right, y: y - at * size * 1.35, size, font, color });
        right += font.widthOfTextAtSize(run, size);
      }
    }
    return lines.length;
  }
}
