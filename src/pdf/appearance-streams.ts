import { type PDFDict, type PDFDocument, PDFName, type PDFRef } from "@cantoo/pdf-lib";
import { type Style, styleOf } from "./appearance";
import { acroFormOf, type Field, isVisible } from "./form";
import type { TextLayout } from "./text-layout";

const TOO_SMALL = "does not fit in its field, even in the smallest print that can be read";

/**
 * Prepares the appearance streams of all of a field's widgets for a text. Returns a function that
 * sets them, or the reason why the text cannot be shown. `drawingOn` gives the drawing of one
 * widget; undefined if there is no room.
 */
export async function appearanceStreamsOf(
  { doc, layout, field: { widgets } }: { doc: PDFDocument; layout: TextLayout; field: Field },
  text: string,
  drawingOn: (widget: PDFDict, style: Style) => (() => PDFRef) | undefined,
): Promise<(() => void) | string> {
  const form = acroFormOf(doc);
  const styles = widgets.map(({ dict }) => ({ widget: dict, style: styleOf(dict, form) }));
  const bold = styles.some(({ style }) => style.bold);
  const missing = await layout.prepare(text, bold);
  if (missing.length > 0) return `has characters that no font here has: ${missing.join(" ")}`;
  const drawings: [PDFDict, (() => PDFRef) | undefined][] = [];
  for (const { widget, style } of styles) {
    const visible = isVisible(widget);
    const draw = visible ? drawingOn(widget, style) : undefined;
    if (visible && !draw) return TOO_SMALL;
    drawings.push([widget, draw]);
  }
  return () => {
    for (const [widget, draw] of drawings) setAppearance(doc, widget, draw?.());
  };
}

/** Sets a widget's appearance stream; a hidden widget gets none. */
function setAppearance(doc: PDFDocument, widget: PDFDict, stream: PDFRef | undefined): void {
  if (stream) widget.set(PDFName.of("AP"), doc.context.obj({ N: stream }));
  else widget.delete(PDFName.of("AP"));
}
