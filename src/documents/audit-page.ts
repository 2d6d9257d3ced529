import { PDFDocument, type PDFPage, rgb } from "@cantoo/pdf-lib";
import type { FontLibrary } from "../pdf/fonts";
import { missingIn, TextLayout } from "../pdf/text-layout";
import type { Signature } from "./signature";

type SignatureRecord = {
  documentId: string;
  companyName: string;
  signature: Signature;
  drawing: string | undefined;
  history: { kind: string; at: string }[];
  verifyUrl: string;
};

const [WIDTH, HEIGHT, LEFT] = [612, 792, 48] as const;
const GREEN = rgb(0.08, 0.33, 0.18);
const HISTORY_MAX = 24;
const HONEST =
  "Identity was checked by control of the email address or link to which this document was sent. " +
  "The seal on this file is the agency's own: it shows that nothing was changed after signing. The " +
  "SHA-256 of this whole file cannot stand inside it; it is shown at the address above.";

/** The PDF that was shown, with one page more: who signed it, when, how, and what had happened before. */
export async function withAuditPage(
  shown: Uint8Array,
  audit: SignatureRecord,
  fonts: FontLibrary,
): Promise<Uint8Array> {
  const doc = await PDFDocument.load(shown, { updateMetadata: false });
  const page = doc.addPage([WIDTH, HEIGHT]);
  const layout = new TextLayout(doc, fonts);
  const writer = new Writer(page, layout);
  const { signature, history } = audit;
  const lines: [string, string][] = [
    ["Document", audit.documentId],
    ["SHA-256 of what was shown", signature.document_sha256],
    ["Signed by", signature.name],
    ["At (UTC)", signature.at],
    ["From address", signature.ip ?? "not known"],
    ["Browser", signature.user_agent ?? "not known"],
    ["Opened the PDF before", signature.opened ? "yes" : "not that we saw"],
    ["Meaning", signature.intent_text],
    [`Consent, version ${signature.consent_version}`, signature.consent_text],
    ["History up to here", signature.history_head || "none"],
    ["Check it", audit.verifyUrl],
  ];
  const title = `Signature record, ${audit.companyName}`;
  const events = history
    .slice(-HISTORY_MAX)
    .map(({ kind, at }) => `${at}  ${kind.replace("_", " ")}`);
  const all = [title, HONEST, ...lines.flat(), ...events].join("\n");
  const missing = await missingIn(fonts, all);
  const clean = (text: string) => missing.reduce((rest, sign) => rest.replaceAll(sign, "□"), text);
  await layout.prepare(clean(all));
  await layout.prepare(clean(all), true);
  page.drawRectangle({ x: 0, y: HEIGHT - 64, width: WIDTH, height: 64, color: GREEN });
  writer.text(clean(title), LEFT, HEIGHT - 40, 16, { bold: true, color: rgb(1, 1, 1) });
  let y = HEIGHT - 96;
  for (const [label, value] of lines) {
    writer.text(label, LEFT, y, 8, { color: rgb(0.36, 0.38, 0.4) });
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
  writer.text("What happened to it", LEFT, y, 11, { bold: true, color: GREEN });
  for (const line of events) {
    y -= 12.5;
    if (y > 84) writer.text(line, LEFT, y, 8.5);
  }
  writer.text(HONEST, LEFT, 62, 7.5, { color: rgb(0.36, 0.38, 0.4) });
  return await doc.save({ updateFieldAppearances: false });
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
