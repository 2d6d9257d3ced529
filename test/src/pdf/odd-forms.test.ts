import { readFile } from "node:fs/promises";
import { deflateSync } from "node:zlib";
import { decodePDFRawStream, PDFDocument, PDFName, PDFRawStream } from "@cantoo/pdf-lib";
import { expect, test } from "vitest";
import { fillForm, type Value } from "../../../src/pdf/fill";
import { FontLibrary } from "../../../src/pdf/fonts";
import { storedValuesOf } from "../../../src/pdf/form";
import { openForm } from "../../../src/pdf/open";
import { aKid, aRawForm, aText } from "../../stand-ins/raw-form";

const shelf = new FontLibrary(
  async (file) => new Uint8Array(await readFile(`assets/fonts/${file}`)),
);
async function fill(form: Uint8Array, values: Record<string, Value>, flat = false) {
  const done = await fillForm(form, values, shelf, flat);
  if (!done.ok) throw new Error(done.error.title);
  return done.value;
}
async function holds(bytes: Uint8Array, name: string): Promise<string[]> {
  const opened = await openForm(bytes);
  if (!opened.ok) throw new Error(opened.error.title);
  return opened.value.fields.filter((one) => one.name === name).flatMap(storedValuesOf);
}
/** All that is drawn in a file, as operators. */
async function drawnIn(bytes: Uint8Array): Promise<string> {
  const doc = await PDFDocument.load(bytes);
  return doc.context
    .enumerateIndirectObjects()
    .flatMap(([, one]) => (one instanceof PDFRawStream ? [decodePDFRawStream(one).decode()] : []))
    .map((content) => new TextDecoder("latin1").decode(content))
    .join("\n");
}

test.each<[string, string, Value, string | undefined]>([
  ["Y", "N", true, "Y"],
  ["Y", "N", "no", "N"],
  ["Y", "N", false, "N"],
  ["Yes", "No", true, "Yes"],
  ["Yes", "No", false, "No"],
  ["1", "2", "No", undefined],
  ["LLC", "Corporation", false, undefined],
])("of two boxes %s and %s, %j ticks %s, or nothing is told to be ticked", async (one, other, value, ticked) => {
  const form = aRawForm([aKid(60, 50, one), aKid(60, 80, other)], {
    fields: "60 0 R",
    objects: { 60: "<< /FT /Btn /T (q) /Kids [20 0 R 21 0 R] >>" },
  });
  const { bytes, report } = await fill(form, { q: value });
  expect(report.problems.length).toBe(ticked ? 0 : 1);
  expect(await holds(bytes, "q")).toEqual(ticked ? [ticked] : []);
});

test("an option is known by what people read before what the file calls it", async () => {
  const form = aRawForm([
    "/FT /Ch /Ff 131072 /T (n) /Rect [50 700 250 716] /F 4 /Opt [[(1)(2)] [(2)(3)]]",
    "/FT /Ch /Ff 131072 /T (clear) /Rect [50 670 250 686] /F 4 /Opt [(A) (B)] /V (B)",
  ]);
  const { bytes, report } = await fill(form, { n: "2", clear: "" });
  expect(report.problems).toEqual([]);
  expect([await holds(bytes, "n"), await holds(bytes, "clear")]).toEqual([["1"], []]);
});

test("what a form held before is still seen, though it had no picture of it", async () => {
  const form = aRawForm(
    [
      aText("kept", "50 700 250 716", "/V (Prefilled)"),
      aText("told", "50 670 250 686"),
      "/FT /Btn /T (box) /Rect [50 640 64 654] /F 4 /V /Yes /AS /Yes",
    ],
    { form: "/NeedAppearances true" },
  );
  const before = (await drawnIn((await fill(form, { told: "x" }, true)).bytes)).match(/TJ/g);
  expect(before).toHaveLength(2);
  const { report } = await fill(form, { told: "x" });
  expect(report.skipped.map(({ name }) => name)).toEqual(["kept", "box"]);
});

test("what nobody gave a value for holds what it held, by the file's own word for it", async () => {
  const radio = [aKid(60, 50, "0"), aKid(60, 80, "1"), aKid(60, 110, "2")];
  const form = aRawForm(
    [
      ...radio,
      "/FT /Ch /Ff 131072 /T (d) /Rect [50 600 250 616] /F 4 /Opt [[(0)(1)] [(1)(2)]] /V (1)",
    ],
    {
      form: "/NeedAppearances true",
      fields: "60 0 R 23 0 R",
      objects: {
        60: "<< /FT /Btn /Ff 49152 /T (r) /Opt [(1) (2) (3)] /V /1 /Kids [20 0 R 21 0 R 22 0 R] >>",
      },
    },
  );
  const { bytes, report } = await fill(form, {});
  expect([await holds(bytes, "r"), await holds(bytes, "d")]).toEqual([["1"], ["1"]]);
  expect(report.problems).toEqual([]);
});

test("a limit of characters is for the value, not for how it is shown", async () => {
  const js = "AFSpecial_Format\\(2\\)";
  const form = aRawForm([
    aText("p", "50 700 250 716", `/MaxLen 10 /AA << /F << /S /JavaScript /JS (${js}) >> >>`),
    aText("low", "50 670 250 677", "/DA (/Helv 6.4 Tf 0 g)"),
  ]);
  const { report } = await fill(form, { p: "5551234567", low: "Miller" });
  expect(report.problems).toEqual([]);
});

test("a vendor's rights and an older signature end with the change, and the report says so", async () => {
  const form = aRawForm(
    [aText("a", "50 700 250 716"), "/FT /Sig /T (s) /Rect [50 600 250 640] /F 4 /V 70 0 R"],
    {
      form: "/SigFlags 3",
      catalog: "/Perms << /UR3 70 0 R >>",
      objects: {
        70: "<< /Type /Sig /Filter /Adobe.PPKLite /ByteRange [0 1 2 3] /Contents <00> >>",
      },
    },
  );
  const { bytes, report } = await fill(form, { a: "x" });
  const doc = await PDFDocument.load(bytes);
  expect(doc.catalog.has(PDFName.of("Perms"))).toBe(false);
  expect(await holds(bytes, "s")).toEqual([]);
  expect(report.skipped).toEqual([{ name: "s", reason: expect.stringContaining("was signed") }]);
});

test("a place that nobody sees keeps no value out of those that are seen", async () => {
  const kids = [
    "/Parent 60 0 R /Rect [50 700 250 716] /F 4",
    "/Parent 60 0 R /Rect [0 0 0 0] /F 2",
  ];
  const form = aRawForm(kids, {
    fields: "60 0 R",
    objects: { 60: "<< /FT /Tx /T (a) /Kids [20 0 R 21 0 R] >>" },
  });
  const { bytes, report } = await fill(form, { a: "Acme Construction Company" });
  expect(report.problems).toEqual([]);
  expect(await holds(bytes, "a")).toEqual(["Acme Construction Company"]);
});

test("two fields of one name take a value together or not at all", async () => {
  const form = aRawForm([aText("a", "50 700 250 716"), aText("a", "50 670 60 686", "/MaxLen 3")]);
  const { bytes, report } = await fill(form, { a: "longer" });
  expect(report.problems).toEqual([{ name: "a", message: expect.stringContaining("takes 3") }]);
  expect(await holds(bytes, "a")).toEqual([]);
});

test("a date in cells is set in its cells", async () => {
  const script = '/AA << /F << /S /JavaScript /JS (AFDate_FormatEx\\("mm/dd/yyyy"\\)) >> >>';
  const form = aRawForm([aText("d", "50 700 250 716", `/Ff 16777216 /MaxLen 10 ${script}`)]);
  const { bytes } = await fill(form, { d: "2027-03-01" });
  expect(await holds(bytes, "d")).toEqual(["03/01/2027"]);
  expect((await drawnIn(bytes)).match(/ Tm/g)).toHaveLength(10);
});

test("a low line is made smaller until nothing of it is cut off", async () => {
  const form = aRawForm([
    aText("one", "50 700 250 710", "/DA (/Helv 10 Tf 0 g)"),
    aText("many", "50 670 250 679", "/Ff 4096 /DA (/Helv 9 Tf 0 g)"),
  ]);
  const { bytes, report } = await fill(form, { one: "Égypt, Peggy", many: "Acme LLC" });
  expect(report.problems).toEqual([]);
  const sizes = [...(await drawnIn(bytes)).matchAll(/F\d+ ([\d.]+) Tf/g)].map(([, size]) =>
    Number(size),
  );
  expect(sizes.every((size) => size * 1.2 <= 10)).toBe(true);
});

test("a button for the screen is no part of the flattened page; what is printed only is", async () => {
  const form = aRawForm([
    "/FT /Btn /Ff 65536 /T (reset) /Rect [50 740 90 754] /AP << /N 90 0 R >>",
    aText("a", "50 700 250 716", "").replace("/F 4", "/F 36"),
  ]);
  const { bytes } = await fill(form, { a: "x" }, true);
  const drawn = await drawnIn(bytes);
  expect(drawn.match(/ Do /g)).toHaveLength(1);
});

test.each([
  ['AFNumber_Format(2, 2, 0, 0, "\\\\u20ac ", true)', "1.234,56", "€ 1.234,56"],
  ['AFNumber_Format(2, 0, 0, 0, "$", true)', "1,234.5", "$1,234.50"],
  ['AFNumber_Format(0, 0, 0, 0, "", true)', "0x10", "0x10"],
  ['AFNumber_Format(2, 0, 0, 0, "$", true)', "1.234.567", "$1,234,567.00"],
  ['AFNumber_Format(2, 0, 0, 0, "$", true)', "1,50,000", "1,50,000"],
  ['AFNumber_Format(2, 0, 0, 0, "$", true)', ".5", "$0.50"],
  ["AFPercent_Format(2, 0)", "0.05", "5.00%"],
  ["AFSpecial_Format(2)", "5551234567", "(555) 123-4567"],
  ["AFSpecial_Format(3)", "123456789", "123-45-6789"],
])("%s shows %s as %s", async (script, value, shown) => {
  const js = script.replaceAll("(", "\\(").replaceAll(")", "\\)");
  const form = aRawForm([
    aText("n", "50 700 250 716", `/AA << /F << /S /JavaScript /JS (${js}) >> >>`),
  ]);
  const plain = await fill(form, { n: value });
  expect(await holds(plain.bytes, "n")).toEqual([value]);
  const twin = await fill(aRawForm([aText("n", "50 700 250 716")]), { n: shown });
  const widths = async (bytes: Uint8Array) =>
    [...(await drawnIn(bytes)).matchAll(/\[(.*)\] TJ/g)].map(([, codes]) => codes);
  expect(await widths(plain.bytes)).toEqual(await widths(twin.bytes));
});

test("what is copied out of a file is what went in, whatever was drawn before with the same font", async () => {
  await fill(aRawForm([aText("a", "50 700 450 716")]), { a: "… ﬁ ị Ångström" });
  const { bytes } = await fill(aRawForm([aText("a", "50 700 450 716")]), { a: "four. fi ị" });
  const drawn = await drawnIn(bytes);
  const told = [...drawn.matchAll(/^<[0-9A-F]{4}> <([0-9A-F]*)>$/gm)].map(([, code]) => code);
  const signs = told.map((code = "") =>
    String.fromCodePoint(...(code.match(/.{4}/g) ?? []).map((one) => Number.parseInt(one, 16))),
  );
  expect(signs).toEqual(expect.arrayContaining(["f", "o", ".", "fi"]));
  expect(signs).not.toContain("");
  expect(signs).not.toContain("…");
});

test.each([
  "محمد، الرياض؟",
  "฿500 บาท",
  "≤ 5 → ✓ ∞",
  "Երևան",
  "თბილისი",
])("%s is drawn", async (text) => {
  const { report } = await fill(aRawForm([aText("a", "50 700 450 716")]), { a: text });
  expect(report.problems).toEqual([]);
});
test.each([
  "Unit 1\ufe0f\u20e3 B",
  "a\u0b3c",
])("%j has a sign that no font has, and is refused", async (text) => {
  const { report } = await fill(aRawForm([aText("a", "50 700 450 716")]), { a: text });
  expect(report.problems).toHaveLength(1);
});

test("a small file that is huge inside is refused before it is unpacked", async () => {
  const packed = deflateSync(Buffer.alloc(80 * 1_048_576));
  const head = `%PDF-1.6\n1 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length ${packed.length} >>\nstream\n`;
  const tail = "\nendstream\nendobj\ntrailer\n<< /Root 2 0 R >>\n%%EOF\n";
  const bomb = Buffer.concat([Buffer.from(head), packed, Buffer.from(tail)]);
  expect(bomb.length).toBeLessThan(200_000);
  expect(await openForm(new Uint8Array(bomb))).toMatchObject({
    error: { code: "broken_pdf", title: expect.stringContaining("larger inside") },
  });
  const named = Buffer.from(head.replace("/ObjStm", "/Obj#53tm"));
  const hidden = Buffer.concat([named, packed, Buffer.from(tail)]);
  expect(await openForm(new Uint8Array(hidden))).toMatchObject({ error: { code: "broken_pdf" } });
  const twice = head.replace("/FlateDecode", "[/FlateDecode /FlateDecode]");
  const double = Buffer.concat([Buffer.from(twice), deflateSync(packed), Buffer.from(tail)]);
  expect((await openForm(new Uint8Array(double))).ok).toBe(false);
});
