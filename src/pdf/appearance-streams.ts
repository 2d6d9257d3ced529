import { type PDFDict, type PDFDocument, PDFName, type PDFRef } from "@cantoo/pdf-lib";
import { type Style, styleOf } from "./appearance";
import { acroFormOf, type Field, isSeen } from "./form";
import type { TextLayout } from "./text-layout";

const TOO_SMALL = "does not fit in its field, even in the smallest print that can be read";

/**
 * What gives all of a field's widgets their pictures of a text; or, in words, why it cannot be shown.
 * `drawingOn` says how one widget is drawn, if there is room on it.
 */
export async function appearanceStreamsOf(
  { doc, pen, field: { widgets } }: { doc: PDFDocument; pen: TextLayout; field: Field },
  text: string,
  drawingOn: (widget: PDFDict, style: Style) => (() => PDFRef) | undefined,
): Promise<(() => void) | string> {
  const form = acroFormOf(doc);
  const styled = widgets.map(({ dict }) => ({ widget: dict, style: styleOf(dict, form) }));
  const bold = styled.some(({ style }) => style.bold);
  const missing = await pen.prepare(text, bold);
  if (missing.length > 0) return `has characters that no font here has: ${missing.join(" ")}`;
  const drawings: [PDFDict, (() => PDFRef) | undefined][] = [];
  for (const { widget, style } of styled) {
    const seen = isSeen(widget);
    const draw = seen ? drawingOn(widget, style) : undefined;
    if (seen && !draw) return TOO_SMALL;
    drawings.push([widget, draw]);
  }
  return () => {
    for (const [widget, draw] of drawings) show(doc, widget, draw?.());
  };
}

/** Gives a widget its picture; one that nobody sees has none. */
function show(doc: PDFDocument, widget: PDFDict, picture: PDFRef | undefined): void {
  if (picture) widget.set(PDFName.of("AP"), doc.context.obj({ N: picture }));
  else widget.delete(PDFName.of("AP"));
}
