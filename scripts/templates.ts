import { mkdir, readFile, writeFile } from "node:fs/promises";
import {
  PDFDict,
  PDFDocument,
  type PDFFont,
  PDFName,
  type PDFPage,
  PDFString,
  rgb,
  StandardFonts,
} from "@cantoo/pdf-lib";
import { FIELD_LABELS, FORM } from "../src/documents/copy";
import { FontLibrary } from "../src/pdf/fonts";
import { TextLayout } from "../src/pdf/text-layout";

// Generates the forms for quotes and proposals: `npm run templates`.

const [WIDTH, HEIGHT, LEFT, RIGHT] = [612, 792, 48, 564] as const;
const [GREEN, GREY, PALE, RED] = [
  rgb(0.08, 0.33, 0.18),
  rgb(0.36, 0.38, 0.4),
  rgb(0.94, 0.96, 0.94),
  "0.7 0.1 0.1 rg",
] as const;
const ROWS = 8;

type Look = {
  size?: number;
  align?: 0 | 1 | 2;
  bold?: boolean;
  color?: string;
  multiline?: boolean;
  tooltip: string;
};

/** Lays one document out: what stands in it always, and the fields for what does not. */
class Sheet {
  readonly doc: PDFDocument;
  readonly #layout: TextLayout;
  readonly #fonts: { plain: PDFFont; bold: PDFFont };
  page: PDFPage;

  private constructor(
    doc: PDFDocument,
    layout: TextLayout,
    fonts: { plain: PDFFont; bold: PDFFont },
  ) {
    this.doc = doc;
    this.#layout = layout;
    this.#fonts = fonts;
    this.page = doc.addPage([WIDTH, HEIGHT]);
  }

  static async of(title: string): Promise<Sheet> {
    const doc = await PDFDocument.create({ updateMetadata: false });
    doc.setTitle(title, { showInWindowTitleBar: true });
    doc.setLanguage("en-US");
    const library = new FontLibrary(
      async (file) => new Uint8Array(await readFile(`assets/fonts/${file}`)),
    );
    const layout = new TextLayout(doc, library);
    await layout.prepare("a");
    await layout.prepare("a", true);
    const plain = await doc.embedFont(StandardFonts.Helvetica);
    return new Sheet(doc, layout, {
      plain,
      bold: await doc.embedFont(StandardFonts.HelveticaBold),
    });
  }

  text(
    text: string,
    x: number,
    y: number,
    size = 10,
    { bold = false, color = rgb(0.1, 0.1, 0.1), width = RIGHT - LEFT } = {},
  ): void {
    for (const [at, line] of this.#layout.wrap(text, size, width, bold).entries())
      for (const run of this.#layout.runs(line, bold))
        this.page.drawText(run.text, { x, y: y - at * size * 1.4, size, font: run.font, color });
  }

  field(name: string, x: number, y: number, width: number, height: number, look: Look): void {
    const form = this.doc.getForm();
    const known = form.getFieldMaybe(name);
    const field = known ? form.getTextField(name) : form.createTextField(name);
    if (look.multiline) field.enableMultiline();
    field.addToPage(this.page, {
      x,
      y,
      width,
      height,
      borderWidth: 0,
      font: look.bold ? this.#fonts.bold : this.#fonts.plain,
    });
    for (const { dict } of field.acroField.getWidgets()) {
      // What is left empty shows what lies under it.
      dict.delete(PDFName.of("AP"));
      const own = dict.lookup(PDFName.of("MK"));
      if (own instanceof PDFDict) own.delete(PDFName.of("BG"));
    }
    const [dict] = [field.acroField.dict];
    const font = look.bold ? "HelveticaBold" : "Helvetica";
    const appearance = `/${font} ${look.size ?? 10} Tf ${look.color ?? "0.1 g"}`;
    for (const one of [dict, ...field.acroField.getWidgets().map((widget) => widget.dict)])
      one.set(PDFName.of("DA"), PDFString.of(appearance));
    if (look.align) dict.set(PDFName.of("Q"), this.doc.context.obj(look.align));
    dict.set(PDFName.of("TU"), PDFString.of(look.tooltip));
  }

  line(y: number, color = rgb(0.85, 0.87, 0.85)): void {
    this.page.drawLine({ start: { x: LEFT, y }, end: { x: RIGHT, y }, thickness: 0.7, color });
  }

  heading(text: string, y: number): void {
    this.text(text, LEFT, y, 12, { bold: true, color: GREEN });
    this.line(y - 6);
  }

  /** A label over its field, in which a long value takes two lines of small print. */
  pair(name: keyof typeof FIELD_LABELS, x: number, y: number, width = 240): void {
    const label = FIELD_LABELS[name];
    this.text(label, x, y, 7.5, { color: GREY });
    this.field(name, x - 2, y - 18, width, 16, { tooltip: label, multiline: true });
  }

  top(title: string): void {
    this.page.drawRectangle({ x: 0, y: HEIGHT - 84, width: WIDTH, height: 84, color: GREEN });
    this.text(title, LEFT, HEIGHT - 52, 20, { bold: true, color: rgb(1, 1, 1) });
    this.field("agency", 300, HEIGHT - 42, 264, 18, {
      tooltip: FIELD_LABELS.agency,
      size: 12,
      align: 2,
      bold: true,
      color: "1 g",
    });
    this.field("agency_contact", 300, HEIGHT - 66, 264, 20, {
      tooltip: FIELD_LABELS.agency_contact,
      size: 8,
      align: 2,
      multiline: true,
      color: "1 g",
    });
    this.field("notice", LEFT, HEIGHT - 106, RIGHT - LEFT, 16, {
      tooltip: FIELD_LABELS.notice,
      size: 9.5,
      align: 1,
      bold: true,
      color: RED,
    });
  }

  foot(): void {
    this.line(78);
    this.text(FORM.disclaimer, LEFT, 66, 7.5, { color: GREY });
    this.field("agent_line", LEFT, 24, RIGHT - LEFT, 14, {
      tooltip: FIELD_LABELS.agent_line,
      size: 8.5,
      bold: true,
    });
  }
}

function parties(sheet: Sheet, y: number): void {
  sheet.heading(FORM.preparedFor, y);
  sheet.pair("company", LEFT, y - 22);
  sheet.pair("name", 310, y - 22);
  sheet.pair("email", LEFT, y - 54);
  sheet.pair("phone", 310, y - 54);
  sheet.heading(FORM.information, y - 92);
  const fields = [
    "coverage_type",
    "industry",
    "employee_count",
    "revenue",
    "state",
    "current_carrier",
    "renewal_date",
    "budget",
  ] as const;
  for (const [at, name] of fields.entries())
    sheet.pair(name, LEFT + (at % 4) * 130, y - 114 - Math.floor(at / 4) * 34, 124);
}

function premium(sheet: Sheet, y: number): void {
  sheet.page.drawRectangle({ x: LEFT, y: y - 60, width: RIGHT - LEFT, height: 60, color: PALE });
  sheet.text(FORM.annualPremium, LEFT + 14, y - 22, 10, { color: GREY });
  sheet.field("premium", LEFT + 12, y - 54, 280, 26, {
    tooltip: FIELD_LABELS.premium,
    size: 20,
    bold: true,
  });
  sheet.text(FIELD_LABELS.number, 400, y - 18, 7.5, { color: GREY });
  sheet.field("number", 440, y - 24, 118, 14, {
    tooltip: FIELD_LABELS.number,
    size: 8.5,
    align: 2,
  });
  sheet.text(FIELD_LABELS.date, 400, y - 34, 7.5, { color: GREY });
  sheet.field("date", 440, y - 40, 118, 14, { tooltip: FIELD_LABELS.date, size: 8.5, align: 2 });
  sheet.text(FIELD_LABELS.valid_until, 400, y - 50, 7.5, { color: GREY });
  sheet.field("valid_until", 440, y - 56, 118, 14, {
    tooltip: FIELD_LABELS.valid_until,
    size: 8.5,
    align: 2,
  });
}

function calculation(sheet: Sheet, y: number): void {
  sheet.heading(FORM.calculation, y);
  for (let row = 1; row <= ROWS; row++) {
    const at = y - 12 - row * 16;
    if (row % 2 === 0)
      sheet.page.drawRectangle({
        x: LEFT,
        y: at - 2,
        width: RIGHT - LEFT,
        height: 16,
        color: PALE,
      });
    sheet.field(`line_${row}`, LEFT + 4, at - 1, 300, 14, { tooltip: `Step ${row}`, size: 9 });
    sheet.field(`factor_${row}`, 360, at - 1, 80, 14, {
      tooltip: `Factor ${row}`,
      size: 9,
      align: 2,
    });
    sheet.field(`amount_${row}`, 450, at - 1, 110, 14, {
      tooltip: `Amount ${row}`,
      size: 9,
      align: 2,
    });
  }
  sheet.field("table", LEFT, y - 160, RIGHT - LEFT, 12, {
    tooltip: FIELD_LABELS.table,
    size: 7.5,
    color: "0.4 g",
  });
}

const NEEDS = { tooltip: FIELD_LABELS.needs, size: 9.5, multiline: true };

async function quote(): Promise<Uint8Array> {
  const sheet = await Sheet.of(FORM.quote);
  sheet.top(FORM.quote);
  premium(sheet, 672);
  parties(sheet, 588);
  calculation(sheet, 394);
  sheet.heading(FORM.needs, 212);
  sheet.field("needs", LEFT, 92, RIGHT - LEFT, 108, NEEDS);
  sheet.foot();
  return await sheet.doc.save({ updateFieldAppearances: false });
}

async function proposal(): Promise<Uint8Array> {
  const sheet = await Sheet.of(FORM.proposal);
  sheet.top(FORM.proposal);
  parties(sheet, 660);
  sheet.heading(FORM.quotes, 466);
  sheet.field("heard", LEFT, 300, RIGHT - LEFT, 152, {
    tooltip: FIELD_LABELS.heard,
    size: 9.5,
    multiline: true,
  });
  sheet.heading(FORM.proposed, 274);
  sheet.field("proposed", LEFT, 92, RIGHT - LEFT, 168, {
    tooltip: FIELD_LABELS.proposed,
    size: 10,
    multiline: true,
  });
  sheet.foot();
  sheet.page = sheet.doc.addPage([WIDTH, HEIGHT]);
  sheet.top(FORM.premium);
  premium(sheet, 672);
  calculation(sheet, 584);
  sheet.heading(FORM.needs, 402);
  sheet.field("needs", LEFT, 290, RIGHT - LEFT, 100, NEEDS);
  sheet.heading(FORM.nextSteps, 262);
  sheet.text(FORM.steps, LEFT, 240, 10);
  sheet.foot();
  return await sheet.doc.save({ updateFieldAppearances: false });
}

await mkdir("assets/templates", { recursive: true });
await writeFile("assets/templates/quote.pdf", await quote());
await writeFile("assets/templates/proposal.pdf", await proposal());
console.log("Regenerated assets/templates/quote.pdf and assets/templates/proposal.pdf");
