import { readFile } from "node:fs/promises";
import { PDFDocument, PDFName } from "@cantoo/pdf-lib";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { fillForm, type Value } from "../../../src/pdf/fill";
import { FontLibrary } from "../../../src/pdf/fonts";
import { storedValuesOf } from "../../../src/pdf/form";
import { writeDate, writeNumber } from "../../../src/pdf/formats";
import { openForm } from "../../../src/pdf/open";
import { aForm } from "../../stand-ins/forms";

const shelf = new FontLibrary(
  async (file) => new Uint8Array(await readFile(`assets/fonts/${file}`)),
);
let form: Uint8Array;
beforeAll(async () => {
  form = await aForm();
});

async function fill(values: Record<string, Value>, flat = false) {
  const done = await fillForm(form, values, shelf, flat);
  if (!done.ok) throw new Error(done.error.title);
  return done.value;
}
async function held(bytes: Uint8Array, name: string) {
  const opened = await openForm(bytes);
  if (!opened.ok) throw new Error(opened.error.title);
  const field = opened.value.fields.find((one) => one.name === name);
  return field && storedValuesOf(field);
}

test.each([
  "Łukasz Şahin Nguyễn “Zoë” – €5",
  "Ђорђе Петровић",
  "Ἀλέξανδρος",
  "王小明有限公司",
  "さくら保険サービス",
  "한국보험",
  "محمد عبد الله (شركة)",
  "שלום חברה בע״מ 12",
  "สวัสดี",
  "Smith & محمد 王 Ltd.",
])("%s stands in the saved file, and is drawn in fonts that have it", async (name) => {
  const { bytes, report } = await fill({ "applicant.name": name });
  expect(report.problems).toEqual([]);
  expect(report.filled).toEqual([{ name: "applicant.name", value: name.normalize("NFC") }]);
  expect(await held(bytes, "applicant.name")).toEqual([name.normalize("NFC")]);
});

test("a field of every type takes its value", async () => {
  const values: Record<string, Value> = {
    notes: "Two\nlines",
    zip: "12207",
    effective: "2027-03-01",
    payroll: "12345.5",
    agree: true,
    bare: "yes",
    line: "wc",
    state: "texas",
    lines: ["Workers", "Health"],
  };
  const { bytes, report } = await fill(values);
  expect(report.problems).toEqual([]);
  expect(await held(bytes, "effective")).toEqual(["03/01/2027"]);
  expect(await held(bytes, "payroll")).toEqual(["12345.5"]);
  expect(await held(bytes, "line")).toEqual(["1"]);
  expect(await held(bytes, "state")).toEqual(["Texas"]);
  expect(await held(bytes, "lines")).toEqual(["Workers", "Health"]);
  expect(report.skipped.map(({ name }) => name)).toContain("applicant.name");
});

test("a box without a picture of its own is seen to be ticked", async () => {
  const { bytes } = await fill({ bare: true });
  const opened = await openForm(bytes);
  const [widget] = opened.ok
    ? (opened.value.fields.find(({ name }) => name === "bare")?.widgets ?? [])
    : [];
  expect(widget?.dict.get(PDFName.of("AS"))).toBe(PDFName.of("Yes"));
  expect(String(widget?.dict.lookup(PDFName.of("AP")))).toContain("/Yes");
});

test.each<[string, Value, RegExp]>([
  ["zip", "122070", /6 characters long and the field takes 5/],
  ["state", "Ohio", /must be one of Florida, Texas/],
  ["line", "xx", /must be one of/],
  ["agree", "perhaps", /must be one of/],
  ["tiny", "far too long for such a place", /does not fit/],
  ["applicant.name", "to the moon 🚀", /no font here has: 🚀/],
  ["applicant.name", ["a", "b"], /must be text/],
  ["nowhere", "x", /no field of this name/],
])("%s is not filled with %j: the report says why, and the old value stays", async (name, value, why) => {
  const { bytes, report } = await fill({ [name]: value });
  expect(report.filled).toEqual([]);
  expect(report.problems).toEqual([{ name, message: expect.stringMatching(why) }]);
  expect((await held(bytes, name)) ?? []).toEqual([]);
});

test("flattened, no field is left, and what was filled is part of the page", async () => {
  const { bytes } = await fill({ "applicant.name": "Zoë", agree: true }, true);
  expect(await openForm(bytes)).toMatchObject({ ok: false, error: { code: "no_form" } });
  const doc = await PDFDocument.load(bytes);
  expect(doc.catalog.has(PDFName.of("AcroForm"))).toBe(false);
  expect(
    new TextDecoder("latin1").decode(await doc.save({ useObjectStreams: false })),
  ).not.toContain("/Widget");
});

test.each([
  40, 128, 256,
])("what is no form of ours is refused with its reason (case %i)", async (case_) => {
  const plain = await PDFDocument.create();
  plain.addPage();
  const cases: Record<number, [Uint8Array, string]> = {
    40: [new TextEncoder().encode("hello"), "broken_pdf"],
    128: [await plain.save(), "no_form"],
    256: [form.slice(0, form.length / 2), "broken_pdf"],
  };
  const [bytes, code] = cases[case_] ?? [form, ""];
  expect(await openForm(bytes)).toMatchObject({ ok: false, error: { code } });
});

test("a form that keeps nobody out by its password is filled like any other; one that does is refused", async () => {
  for (const [user, works] of [
    ["", true],
    ["secret", false],
  ] as const) {
    const doc = await PDFDocument.load(form);
    doc.encrypt({ userPassword: user, ownerPassword: "owner" });
    const done = await fillForm(await doc.save(), { "applicant.name": "Zoë" }, shelf);
    expect(done.ok).toBe(works);
    if (done.ok) expect(await held(done.value.bytes, "applicant.name")).toEqual(["Zoë"]);
    else expect(done.error.code).toBe("needs_password");
  }
});

test("whatever is asked for is in the file as it was meant, or reported", async () => {
  const text = fc.string({ unit: "grapheme", maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(text, text, async (name, notes) => {
      const { bytes, report } = await fill({ "applicant.name": name, notes });
      for (const { name: field, value } of report.filled)
        expect((await held(bytes, field))?.join("\n")).toBe(value);
      expect(report.filled.length + report.problems.length).toBe(2);
    }),
    { numRuns: 40 },
  );
});

test("days are written as a form's own script wants them", () => {
  expect(writeDate("2027-03-01", "mm/dd/yyyy")).toBe("03/01/2027");
  expect(writeDate("2027-03-01", "d-mmm-yy")).toBe("1-Mar-27");
  expect(writeDate("2027-02-30", "mm/dd/yyyy")).toBeUndefined();
  const number = { kind: "number", decimals: 2, style: 2, currency: " €", first: false } as const;
  expect(writeNumber("1234567.5", number)).toBe("1.234.567,50 €");
  expect(writeNumber("n/a", number)).toBe("n/a");
});
