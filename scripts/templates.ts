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
import { FontLibrary } from "../src/pdf/fonts";
import { TextLayout } from "../src/pdf/text-layout";

// Makes the forms that quotes and proposals are filled into: `npm run templates`.

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
  readonly #pen: TextLayout;
  readonly #fonts: { plain: PDFFont; bold: PDFFont };
  page: PDFPage;

  private constructor(doc: PDFDocument, pen: TextLayout, fonts: { plain: PDFFont; bold: PDFFont }) {
    this.doc = doc;
    this.#pen = pen;
    this.#fonts = fonts;
    this.page = doc.addPage([WIDTH, HEIGHT]);
  }

  static async of(title: string): Promise<Sheet> {
    const doc = await PDFDocument.create({ updateMetadata: false });
    doc.setTitle(title, { showInWindowTitleBar: true });
    doc.setLanguage("en-US");
    const shelf = new FontLibrary(
      async (file) => new Uint8Array(await readFile(`assets/fonts/${file}`)),
    );
    const pen = new TextLayout(doc, shelf);
    await pen.prepare("a");
    await pen.prepare("a", true);
    const plain = await doc.embedFont(StandardFonts.Helvetica);
    return new Sheet(doc, pen, { plain, bold: await doc.embedFont(StandardFonts.HelveticaBold) });
  }

  text(
    text: string,
    x: number,
    y: number,
    size = 10,
    { bold = false, color = rgb(0.1, 0.1, 0.1), width = RIGHT - LEFT } = {},
  ): void {
    for (const [at, line] of this.#pen.wrap(text, size, width, bold).entries())
      for (const run of this.#pen.runs(line, bold))
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
  pair(label: string, name: string, x: number, y: number, width = 240): void {
    this.text(label, x, y, 7.5, { color: GREY });
    this.field(name, x - 2, y - 18, width, 16, { tooltip: label, multiline: true });
  }

  top(title: string): void {
    this.page.drawRectangle({ x: 0, y: HEIGHT - 84, width: WIDTH, height: 84, color: GREEN });
    this.text(title, LEFT, HEIGHT - 52, 20, { bold: true, color: rgb(1, 1, 1) });
    this.field("agency", 300, HEIGHT - 42, 264, 18, {
      tooltip: "Agency",
      size: 12,
      align: 2,
      bold: true,
      color: "1 g",
    });
    this.field("agency_contact", 300, HEIGHT - 66, 264, 20, {
      tooltip: "Agency's address and telephone",
      size: 8,
      align: 2,
      multiline: true,
      color: "1 g",
    });
    this.field("notice", LEFT, HEIGHT - 106, RIGHT - LEFT, 16, {
      tooltip: "Notice",
      size: 9.5,
      align: 1,
      bold: true,
      color: RED,
    });
  }

  foot(): void {
    this.line(78);
    this.text(
      "This is an estimate, not a binder: it is no insurance contract, and no coverage is bound by it or by signing it. The premium follows from the inputs shown here; an insurer may ask for more and decide otherwise. Terms, limits and exclusions are those of the policy.",
      LEFT,
      66,
      7.5,
      { color: GREY },
    );
    this.field("agent_line", LEFT, 24, RIGHT - LEFT, 14, {
      tooltip: "Licensed person who released it",
      size: 8.5,
      bold: true,
    });
  }
}

function parties(sheet: Sheet, y: number): void {
  sheet.heading("Prepared for", y);
  sheet.pair("Company", "company", LEFT, y - 22);
  sheet.pair("Name", "name", 310, y - 22);
  sheet.pair("Email", "email", LEFT, y - 54);
  sheet.pair("Telephone", "phone", 310, y - 54);
  sheet.heading("What we were told", y - 92);
  const asked = [
    ["Coverage", "coverage_type"],
    ["Industry", "industry"],
    ["Employees", "employee_count"],
    ["Yearly revenue", "revenue"],
    ["State", "state"],
    ["Current carrier", "current_carrier"],
    ["Renewal", "renewal_date"],
    ["Budget", "budget"],
  ] as const;
  for (const [at, [label, name]] of asked.entries())
    sheet.pair(label, name, LEFT + (at % 4) * 130, y - 114 - Math.floor(at / 4) * 34, 124);
}

function premium(sheet: Sheet, y: number): void {
  sheet.page.drawRectangle({ x: LEFT, y: y - 60, width: RIGHT - LEFT, height: 60, color: PALE });
  sheet.text("Estimated premium for one year", LEFT + 14, y - 22, 10, { color: GREY });
  sheet.field("premium", LEFT + 12, y - 54, 280, 26, {
    tooltip: "Premium for one year",
    size: 20,
    bold: true,
  });
  sheet.text("Number", 400, y - 18, 7.5, { color: GREY });
  sheet.field("number", 440, y - 24, 118, 14, { tooltip: "Number", size: 8.5, align: 2 });
  sheet.text("Date", 400, y - 34, 7.5, { color: GREY });
  sheet.field("date", 440, y - 40, 118, 14, { tooltip: "Date", size: 8.5, align: 2 });
  sheet.text("Valid until", 400, y - 50, 7.5, { color: GREY });
  sheet.field("valid_until", 440, y - 56, 118, 14, { tooltip: "Valid until", size: 8.5, align: 2 });
}

function calculation(sheet: Sheet, y: number): void {
  sheet.heading("How it is calculated", y);
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
    tooltip: "Rating table",
    size: 7.5,
    color: "0.4 g",
  });
}

const NEEDS = { tooltip: "What is needed", size: 9.5, multiline: true };

async function quote(): Promise<Uint8Array> {
  const sheet = await Sheet.of("Insurance quote");
  sheet.top("Insurance quote");
  premium(sheet, 672);
  parties(sheet, 588);
  calculation(sheet, 394);
  sheet.heading("What we still need from you", 212);
  sheet.field("needs", LEFT, 92, RIGHT - LEFT, 108, NEEDS);
  sheet.foot();
  return await sheet.doc.save({ updateFieldAppearances: false });
}

async function proposal(): Promise<Uint8Array> {
  const sheet = await Sheet.of("Insurance proposal");
  sheet.top("Insurance proposal");
  parties(sheet, 660);
  sheet.heading("What we heard, in your words", 466);
  sheet.field("heard", LEFT, 300, RIGHT - LEFT, 152, {
    tooltip: "Quotes from the call",
    size: 9.5,
    multiline: true,
  });
  sheet.heading("What we propose", 274);
  sheet.field("proposed", LEFT, 92, RIGHT - LEFT, 168, {
    tooltip: "Proposal",
    size: 10,
    multiline: true,
  });
  sheet.foot();
  sheet.page = sheet.doc.addPage([WIDTH, HEIGHT]);
  sheet.top("Premium");
  premium(sheet, 672);
  calculation(sheet, 584);
  sheet.heading("What we still need from you", 402);
  sheet.field("needs", LEFT, 290, RIGHT - LEFT, 100, NEEDS);
  sheet.heading("Next steps", 262);
  sheet.text(
    "1. Read this proposal and ask us whatever is unclear: by the link it came with, or by telephone.\n2. Ask us to proceed by signing it behind the link. Nothing is bound by that; a licensed person then prepares the application with you.\n3. The insurer decides on the application. Coverage begins when the insurer confirms it in writing.",
    LEFT,
    240,
    10,
  );
  sheet.foot();
  return await sheet.doc.save({ updateFieldAppearances: false });
}

await mkdir("assets/templates", { recursive: true });
await writeFile("assets/templates/quote.pdf", await quote());
await writeFile("assets/templates/proposal.pdf", await proposal());
console.log("assets/templates/quote.pdf and proposal.pdf are made anew");
