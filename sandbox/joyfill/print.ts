import { readFileSync } from "node:fs";
import { PDFDocument, type PDFFont, type PDFPage } from "@cantoo/pdf-lib";
import * as fontkit from "fontkit";
import { z } from "zod";
import { Refusal } from "../server";

const position = z.looseObject({
  field: z.string(),
  x: z.number(),
  y: z.number(),
  width: z.number().positive(),
  height: z.number().positive(),
});
const page = z.looseObject({
  _id: z.string(),
  width: z.number(),
  height: z.number(),
  cols: z.number().positive(),
  rowHeight: z.number().positive(),
  fieldPositions: z.array(position),
});
const field = z.looseObject({
  _id: z.string(),
  title: z.string().default(""),
  value: z.string().optional(),
});
/** JoyFill's document, as far as it is printed. */
export const joyDoc = z.looseObject({
  name: z.string(),
  files: z.array(z.looseObject({ pageOrder: z.array(z.string()), pages: z.array(page) })).min(1),
  fields: z.array(field),
});
type JoyDoc = z.infer<typeof joyDoc>;
type Page = z.infer<typeof page>;
type Field = z.infer<typeof field>;

const POINTS_PER_PIXEL = 72 / 96;
const FONT_SIZE = 10;
const LINE_HEIGHT = 1.3;
const COLUMNS_MAX = 110;
/** Tells its PDFs from those that the product draws. */
const PRODUCER = "JoyFill stand-in";

/** The document as a PDF. Throws a refusal if a page or field that it names is missing. */
export async function print({ files, fields }: JoyDoc): Promise<Uint8Array<ArrayBuffer>> {
  const pdf = await PDFDocument.create();
  pdf.registerFontkit(fontkit as never);
  pdf.setProducer(PRODUCER);
  const fontFile = readFileSync("assets/fonts/NotoSans-Regular.ttf");
  const font = await pdf.embedFont(fontFile, { subset: true });
  const fieldsById = new Map(fields.map((one) => [one._id, one]));
  for (const { pageOrder, pages } of files)
    for (const id of pageOrder) {
      const source = pages.find(({ _id }) => _id === id);
      if (!source) throw new Refusal(422, { error: `pageOrder names no page: ${id}` });
      const size: [number, number] = [
        source.width * POINTS_PER_PIXEL,
        source.height * POINTS_PER_PIXEL,
      ];
      printPage(pdf.addPage(size), font, source, fieldsById);
    }
  return new Uint8Array(await pdf.save());
}

function printPage(sheet: PDFPage, font: PDFFont, source: Page, fields: Map<string, Field>): void {
  for (const { field: id, x, y } of source.fieldPositions) {
    const named = fields.get(id);
    if (!named) throw new Refusal(422, { error: `a position names no field: ${id}` });
    const left = (x / source.cols) * sheet.getWidth();
    const top = sheet.getHeight() - y * source.rowHeight * POINTS_PER_PIXEL;
    const lines = `${named.title}: ${named.value ?? ""}`.split("\n");
    for (const [index, line] of lines.entries())
      sheet.drawText(line.slice(0, COLUMNS_MAX), {
        x: left,
        y: top - FONT_SIZE - index * FONT_SIZE * LINE_HEIGHT,
        size: FONT_SIZE,
        font,
      });
  }
}
