import {
  degrees,
  PDFDocument,
  type PDFField,
  PDFName,
  PDFString,
  type PDFTextField,
} from "@cantoo/pdf-lib";

const dictOf = (field: PDFField) => field.acroField.dict;

/** A form with a field of every type, as the forms of the industry have them. */
export async function aForm(): Promise<Uint8Array> {
  const doc = await PDFDocument.create();
  const page = doc.addPage([612, 792]);
  const form = doc.getForm();
  const script = (field: PDFTextField, js: string) =>
    dictOf(field).set(
      PDFName.of("AA"),
      doc.context.obj({ F: { S: "JavaScript", JS: PDFString.of(js) } }),
    );
  let y = 740;
  const text = (name: string, width = 300, height = 20) => {
    const field = form.createTextField(name);
    field.addToPage(page, { x: 40, y, width, height });
    y -= height + 6;
    return field;
  };
  text("applicant.name");
  dictOf(text("f1_01")).set(PDFName.of("TU"), PDFString.of("Name of business"));
  text("notes", 300, 90).enableMultiline();
  const comb = text("zip", 100);
  comb.setMaxLength(5);
  comb.enableCombing();
  script(text("effective"), 'AFDate_FormatEx("mm/dd/yyyy");');
  script(text("payroll"), 'AFNumber_Format(2, 0, 0, 0, "$", true);');
  text("tiny", 30, 12);
  form
    .createTextField("rotated")
    .addToPage(page, { x: 500, y: 300, width: 160, height: 20, rotate: degrees(90) });
  form.createCheckBox("agree").addToPage(page, { x: 40, y, width: 14, height: 14 });
  const bare = form.createCheckBox("bare");
  bare.addToPage(page, { x: 80, y, width: 14, height: 14 });
  for (const { dict } of bare.acroField.getWidgets()) dict.delete(PDFName.of("AP"));
  const line = form.createRadioGroup("line");
  for (const [at, option] of ["gl", "wc"].entries())
    line.addOptionToPage(option, page, { x: 120 + at * 40, y, width: 14, height: 14 });
  const state = form.createDropdown("state");
  state.addOptions(["Florida", "Texas"]);
  state.addToPage(page, { x: 40, y: y - 30, width: 120, height: 20 });
  const lines = form.createOptionList("lines");
  lines.addOptions(["Cyber", "Auto", "Workers", "Property", "Liability", "Health"]);
  lines.enableMultiselect();
  lines.addToPage(page, { x: 200, y: y - 60, width: 120, height: 50 });
  return await doc.save();
}
