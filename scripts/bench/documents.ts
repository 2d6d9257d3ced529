import { readFile } from "node:fs/promises";
import { PDFDocument } from "@cantoo/pdf-lib";
import { PDF } from "@libpdf/core";
import { fillForm } from "../../src/pdf/fill";
import { FontLibrary } from "../../src/pdf/fonts";
import { sealPdf } from "../../src/pdf/seal";
import { signingKey } from "../../src/pdf/signing-key";
import type { PageField } from "../../src/webforms/field";
import { wordsOf } from "../../src/webforms/labels";
import { matchFields } from "../../src/webforms/match";
import type { Ready } from "../launch/product";
import { compare, type Figure } from "./compare";

const LATIN = "Miller Bakery, Ångström & Söhne";
const SCRIPTS = "Müller Ελλάδα Москва 王芳 食品 שלום مرحبا";
const AT = Date.parse("2026-11-25T09:00:00Z");
const FIELDS = 60;

/**
 * Papers and forms, against the libraries at their barest, in this process: a Worker's CPU time is what
 * matters, and the largest heap against its 128 MB.
 */
export async function documents(_: Ready, tell: (line: string) => void): Promise<Figure[]> {
  const form = new Uint8Array(await readFile("assets/templates/quote.pdf"));
  const fonts = new FontLibrary(
    async (file) => new Uint8Array(await readFile(`assets/fonts/${file}`)),
  );
  const names = (await PDFDocument.load(form))
    .getForm()
    .getFields()
    .map((one) => one.getName());
  const valuesOf = (text: string) => Object.fromEntries(names.map((name) => [name, text]));
  tell(
    `a form of ${names.length} fields, ${Math.round(form.length / 1_024)} KB; a page of ${FIELDS}`,
  );
  const fill = async (text: string) => {
    const done = await fillForm(form, valuesOf(text), fonts, true);
    if (!done.ok) throw new Error(done.error.title);
    return done.value.bytes;
  };
  const bare = async () => {
    const doc = await PDFDocument.load(form);
    for (const field of doc.getForm().getFields())
      if ("setText" in field) (field.setText as (text: string) => void)("Miller Bakery");
    doc.getForm().flatten();
    return await doc.save();
  };
  const paper = await fill(LATIN);
  const key = await signingKey("bench-key-0123456789", "Bench Agency");
  const page = Array.from({ length: FIELDS }, (_, at) => aField(at));
  const rows: [name: string, budget: number, floor: Work, product: Work][] = [
    ["filling a PDF form, Latin", 4, bare, () => fill(LATIN)],
    ["filling it in seven scripts", 4, bare, () => fill(SCRIPTS)],
    ["sealing a PDF", 15, async () => (await PDF.load(paper)).save(), () => seal(paper, key)],
    ["matching a page's fields", 10, () => readAll(page), () => matchFields(page)],
  ];
  const figures: Figure[] = [];
  for (const [name, budget, floor, product] of rows)
    figures.push(
      await compare({
        name,
        budget,
        rounds: 5,
        each: 8,
        floor: () => timed(floor),
        product: () => timed(product),
        counts: () => heapOf(product),
      }),
    );
  return figures;
}

type Work = () => unknown;
const seal = (paper: Uint8Array, key: Awaited<ReturnType<typeof signingKey>>) =>
  sealPdf(paper, key, { reason: "Signed", at: AT });

/** CPU time, in milliseconds: what other processes do meanwhile is not counted. */
async function timed(work: Work): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

async function heapOf(work: Work): Promise<string> {
  const size = () => process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
  const before = size();
  const result = await work();
  const grown = (size() - before) / 1_048_576;
  const bytes = result instanceof Uint8Array ? `, ${Math.round(result.length / 1_024)} KB out` : "";
  return `${Math.max(0, grown).toFixed(1)} MB of heap before a collection${bytes}`;
}

/** The least that looks at every field's words. */
const readAll = (fields: PageField[]) =>
  fields.map(({ label, name, id, placeholder }) => [label, name, id, placeholder].map(wordsOf));

const LABELS = ["First name", "Last name", "Business email", "Phone", "Street address", "City"];
const OTHERS = [
  "State",
  "ZIP code",
  "How many employees do you have?",
  "Comments",
  "Password",
  "?",
];
function aField(at: number): PageField {
  const label = [...LABELS, ...OTHERS][at % (LABELS.length + OTHERS.length)] ?? "";
  return {
    index: at,
    frame: 0,
    form: 0,
    selector: `#f${at}`,
    type: "text",
    label,
    name: `f_${at}`,
    id: `f${at}`,
    placeholder: "",
    aria: "",
    title: "",
    near: "",
    legend: "",
    pattern: "",
    autocomplete: "",
    inputmode: "",
    value: "",
    maxLength: null,
    options: [],
    tabbed: true,
    hidden: false,
    disabled: false,
    checked: false,
    required: false,
  };
}
