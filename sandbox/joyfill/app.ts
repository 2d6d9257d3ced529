import { readFileSync } from "node:fs";
import { PDFDocument, type PDFFont, type PDFPage } from "@cantoo/pdf-lib";
import * as fontkit from "fontkit";
import { z } from "zod";
import { type Ask, Refusal, type Routes } from "../server";

const position = z.looseObject({
  field: z.string(),
  x: z.number(),
  y: z.number(),
  width: z.number().positive(),
  height: z.number().positive(),
});
const page = z.looseObject({
  ...{ _id: z.string(), width: z.number(), height: z.number() },
  ...{ cols: z.number().positive(), rowHeight: z.number().positive() },
  fieldPositions: z.array(position),
});
const joyDoc = z.looseObject({
  name: z.string(),
  files: z.array(z.looseObject({ pageOrder: z.array(z.string()), pages: z.array(page) })).min(1),
  fields: z.array(
    z.looseObject({ _id: z.string(), title: z.string().default(""), value: z.string().optional() }),
  ),
});
type JoyDoc = z.infer<typeof joyDoc>;

const POINTS = 72 / 96;
const SIZE = 10;
/** By which it is told apart from a paper that the product draws. */
const PRODUCER = "JoyFill stand-in";

/** JoyFill's export: a document of fields becomes a PDF behind an address that works for a while. */
export function joyfill(apiKey: string, url: () => string): Routes {
  const made = new Map<string, Uint8Array>();
  const allow = ({ headers }: Ask) => {
    const basic = `Basic ${Buffer.from(apiKey).toString("base64")}`;
    if (!apiKey || ![basic, `Bearer ${apiKey}`].includes(headers.authorization ?? ""))
      throw new Refusal(401, { error: "Unauthorized" });
  };
  return {
    "POST /joyfill/v1/documents/exports/pdf": async (ask) => {
      allow(ask);
      const parsed = joyDoc.safeParse(ask.json());
      if (!parsed.success) throw new Refusal(422, { error: z.prettifyError(parsed.error) });
      const id = `${made.size + 1}`;
      made.set(id, await print(parsed.data));
      const download_url = `${url()}/joyfill/exports/${id}.pdf`;
      return { body: { download_url, preview_url: download_url } };
    },
    "GET /joyfill/exports/:.pdf": ({ params: [id = ""] }) => {
      const bytes = made.get(id);
      if (!bytes) throw new Refusal(404, { error: "Not found" });
      return { headers: { "content-type": "application/pdf" }, body: Buffer.from(bytes) };
    },
  };
}

async function print({ files, fields }: JoyDoc): Promise<Uint8Array> {
  const doc = await PDFDocument.create();
  doc.registerFontkit(fontkit as never);
  doc.setProducer(PRODUCER);
  const font = await doc.embedFont(readFileSync("assets/fonts/NotoSans-Regular.ttf"), {
    subset: true,
  });
  const byId = new Map(fields.map((field) => [field._id, field]));
  for (const file of files)
    for (const id of file.pageOrder) {
      const found = file.pages.find((one) => one._id === id);
      if (!found) throw new Refusal(422, { error: `pageOrder names no page: ${id}` });
      const sheet = doc.addPage([found.width * POINTS, found.height * POINTS]);
      for (const at of found.fieldPositions) {
        const field = byId.get(at.field);
        if (!field) throw new Refusal(422, { error: `a position names no field: ${at.field}` });
        const left = (at.x / found.cols) * sheet.getWidth();
        const top = sheet.getHeight() - at.y * found.rowHeight * POINTS;
        write(sheet, font, `${field.title}: ${field.value ?? ""}`, left, top - SIZE);
      }
    }
  return await doc.save();
}

function write(sheet: PDFPage, font: PDFFont, text: string, x: number, y: number): void {
  for (const [at, line] of text.split("\n").entries())
    sheet.drawText(line.slice(0, 110), { x, y: y - at * SIZE * 1.3, size: SIZE, font });
}
