import {
  PDFArray,
  PDFDict,
  type PDFDocument,
  PDFName,
  type PDFPage,
  type PDFRef,
  PDFStream,
} from "@cantoo/pdf-lib";
import { arrayOf, dictOf, isRef, isScreenButton, isVisible, numberOf, textOf } from "./form";

/** Draws the fields' appearances on the pages and removes all fields (ISO 32000-2, 12.5.5). */
export function flatten(doc: PDFDocument): void {
  for (const page of doc.getPages()) flattenPage(doc, page);
  const form = doc.catalog.get(PDFName.of("AcroForm"));
  doc.catalog.delete(PDFName.of("AcroForm"));
  if (isRef(form)) doc.context.delete(form);
  // Parent fields are unreachable now. A file that still contains them looks as if it had fields.
  for (const [ref, object] of doc.context.enumerateIndirectObjects())
    if (
      object instanceof PDFDict &&
      object.has(PDFName.of("T")) &&
      object.has(PDFName.of("Kids")) &&
      !object.has(PDFName.of("Type"))
    )
      doc.context.delete(ref);
}

function flattenPage(doc: PDFDocument, page: PDFPage): void {
  const annotations = page.node.lookup(PDFName.of("Annots"));
  if (!(annotations instanceof PDFArray)) return;
  // Pages may share one list of content streams, so this page gets its own copy.
  const contents = page.node.lookup(PDFName.of("Contents"));
  if (contents instanceof PDFArray)
    page.node.set(PDFName.of("Contents"), doc.context.obj(contents.asArray()));
  const keptAnnotations: (PDFDict | PDFRef)[] = [];
  let content = "";
  for (let at = 0; at < annotations.size(); at++) {
    const object = annotations.get(at);
    const annotation = dictOf(annotations.lookup(at));
    if (!annotation) continue;
    if (textOf(annotation.lookup(PDFName.of("Subtype"))) !== "Widget") {
      keptAnnotations.push(isRef(object) ? object : annotation);
      continue;
    }
    content += drawingOf(doc, page, annotation);
    if (isRef(object)) doc.context.delete(object);
  }
  page.node.set(PDFName.of("Annots"), doc.context.obj(keptAnnotations));
  if (!content) return;
  // pdf-lib wraps the existing content, so its graphics state does not affect what follows.
  page.node.addContentStream(doc.context.register(doc.context.flateStream(content)));
}

/** The content that draws a widget on its page; empty for a hidden one. */
function drawingOf(doc: PDFDocument, page: PDFPage, widget: PDFDict): string {
  if (!isVisible(widget) || isScreenButton(widget)) return "";
  const appearance = appearanceOf(widget);
  if (!appearance) return "";
  const { ref, stream } = appearance;
  const numbers = (key: string) =>
    arrayOf(stream.dict.lookup(PDFName.of(key))).map((one) => numberOf(one) ?? 0);
  const [left = 0, bottom = 0, right = 0, top = 0] = numbers("BBox");
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = numbers("Matrix");
  const corners = [left, right].flatMap((x) =>
    [bottom, top].map((y) => [a * x + c * y + e, b * x + d * y + f] as const),
  );
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  const [x1, y1] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) - x1, Math.max(...ys) - y1];
  const rect = arrayOf(widget.lookup(PDFName.of("Rect"))).map((one) => numberOf(one) ?? 0);
  const [rx1 = 0, ry1 = 0, rx2 = 0, ry2 = 0] = rect;
  if (width === 0 || height === 0) return "";
  const [sx, sy] = [Math.abs(rx2 - rx1) / width, Math.abs(ry2 - ry1) / height];
  const [tx, ty] = [Math.min(rx1, rx2) - x1 * sx, Math.min(ry1, ry2) - y1 * sy];
  // An appearance may leave these out, but a form XObject on a page must have them.
  stream.dict.set(PDFName.of("Type"), PDFName.of("XObject"));
  stream.dict.set(PDFName.of("Subtype"), PDFName.of("Form"));
  const name = page.node.newXObject("Field", ref ?? doc.context.register(stream));
  const matrix = [sx, 0, 0, sy, tx, ty].map((value) => Number(value.toFixed(5))).join(" ");
  return `q ${matrix} cm ${name} Do Q\n`;
}

function appearanceOf(widget: PDFDict): { ref: PDFRef | undefined; stream: PDFStream } | undefined {
  const appearances = dictOf(widget.lookup(PDFName.of("AP")));
  const normal = appearances?.lookup(PDFName.of("N"));
  const state = textOf(widget.lookup(PDFName.of("AS")));
  const [object, found] =
    normal instanceof PDFDict
      ? [normal.get(PDFName.of(state ?? "Off")), normal.lookup(PDFName.of(state ?? "Off"))]
      : [appearances?.get(PDFName.of("N")), normal];
  if (!(found instanceof PDFStream)) return undefined;
  return { ref: isRef(object) ? object : undefined, stream: found };
}
