import {
  type PDFDict,
  type PDFDocument,
  type PDFFont,
  PDFName,
  type PDFRef,
} from "@cantoo/pdf-lib";
import { arrayOf, dictOf, type Field, inherited, numberOf, onStateOf, textOf } from "./form";
import { placed } from "./glyphs";
import type { TextLayout } from "./text-layout";

/** Nobody reads less. */
const SIZE_MIN = 6;
const SIZE_AUTO = 12;
const PADDING = 2;
/** Of Noto Sans, by its size: how high capitals are, how far apart lines, and all that a line takes. */
const CAPITALS = 0.714;
const LEADING = 1.25;
const LINE = 1.2;
/** Of a line, what lies above its foot: accents included. */
const ASCENT = 0.96;

type Box = { width: number; height: number; turn: number };
export type Style = { size: number; color: string; align: number; bold: boolean };
/** How a text goes into its box, or why it does not. */
export type Laid = { size: number; lines: string[] };

/** The place of a widget, upright, whichever way the page shows it. */
export function boxOf(widget: PDFDict): Box {
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = arrayOf(widget.lookup(PDFName.of("Rect"))).map(
    (one) => numberOf(one) ?? 0,
  );
  const told = numberOf(dictOf(widget.lookup(PDFName.of("MK")))?.lookup(PDFName.of("R"))) ?? 0;
  const turn = ((told % 360) + 360) % 360;
  const [across, up] = [Math.abs(x2 - x1), Math.abs(y2 - y1)];
  const lying = turn === 90 || turn === 270;
  return { width: lying ? up : across, height: lying ? across : up, turn };
}

export function styleOf(widget: PDFDict, form: PDFDict | undefined): Style {
  const own = textOf(inherited(widget, "DA")) ?? textOf(form?.lookup(PDFName.of("DA"))) ?? "";
  const size = Math.abs(Number(/([\d.+-]+)\s+Tf/.exec(own)?.[1] ?? 0)) || 0;
  const bold = /\/\S*(?:bold|hebo)\S*\s/i.test(own);
  // Of several colors the last one counts.
  const color = [...own.matchAll(/((?:[\d.]+\s+){1,4}(?:g|rg|k))(?=\s|$)/g)].at(-1)?.[1] ?? "0 g";
  return {
    size,
    color,
    bold,
    align: numberOf(inherited(widget, "Q") ?? form?.lookup(PDFName.of("Q"))) ?? 0,
  };
}

/** A text in a box, smaller than wanted where it must be; nothing where it would be too small to read. */
export function layOut(
  pen: TextLayout,
  text: string,
  box: Box,
  style: Style,
  multiline: boolean,
): Laid | undefined {
  const width = box.width - 2 * PADDING;
  const most = multiline ? SIZE_AUTO : Math.min(SIZE_AUTO, Math.max(4, box.height * 0.75));
  const wanted = style.size || most;
  // No line is higher than its box: a large size is not tried out in small steps.
  const largest = Math.min(wanted, Math.max(SIZE_MIN, Math.ceil(box.height)));
  const smallest = Math.min(SIZE_MIN, wanted);
  for (let at = largest; at > smallest - 0.5; at -= 0.5) {
    const size = Math.max(at, smallest);
    const lines = multiline
      ? pen.wrap(text, size, width, style.bold)
      : [text.replaceAll("\n", " ")];
    // In the smallest print a low box may cut off accents, but nothing by which letters differ.
    const least = size <= SIZE_MIN && lines.length === 1 ? size * CAPITALS : heightOf(lines, size);
    if (
      least <= box.height &&
      lines.every((line) => pen.width(line, size, style.bold) <= width + 0.01)
    )
      return { size, lines };
  }
  return undefined;
}

const heightOf = (lines: string[], size: number): number =>
  ((lines.length - 1) * LEADING + LINE) * size;

/** The drawing of text in a widget. */
export function drawText(
  doc: PDFDocument,
  pen: TextLayout,
  widget: PDFDict,
  laid: Laid,
  style: Style,
  multiline: boolean,
): PDFRef {
  const box = boxOf(widget);
  const ink = new Ink(pen, style.bold);
  const { size, lines } = laid;
  const free = box.height - heightOf(lines, size);
  const top =
    multiline && free >= 0
      ? box.height - Math.min(PADDING, free / 2) - ASCENT * size
      : (box.height - size * CAPITALS) / 2;
  for (const [at, line] of lines.entries()) {
    const left = box.width - 2 * PADDING - pen.width(line, size, style.bold);
    const x = PADDING + (style.align === 1 ? left / 2 : style.align === 2 ? left : 0);
    ink.line(line, size, x, top - at * size * LEADING);
  }
  return appearance(doc, widget, ink, style);
}

/** Each sign in a cell of its own. */
export function drawComb(
  doc: PDFDocument,
  pen: TextLayout,
  widget: PDFDict,
  signs: string[],
  cells: number,
  style: Style,
): PDFRef {
  const box = boxOf(widget);
  const ink = new Ink(pen, style.bold);
  const cell = box.width / cells;
  const size = Math.min(style.size || SIZE_AUTO, box.height * 0.8, cell * 1.3);
  const spare = cells - signs.length;
  const from = style.align === 1 ? Math.floor(spare / 2) : style.align === 2 ? spare : 0;
  for (const [at, sign] of signs.entries()) {
    const x = (from + at) * cell + (cell - pen.width(sign, size, style.bold)) / 2;
    ink.line(sign, size, x, (box.height - size * CAPITALS) / 2);
  }
  const edge = edgeOf(widget);
  if (edge)
    for (let at = 1; at < cells; at++)
      ink.under(`${edge.color} ${edge.line} w ${at * cell} 0 m ${at * cell} ${box.height} l S`);
  return appearance(doc, widget, ink, style);
}

/** A list's options from the first chosen one on, the chosen ones marked. */
export function drawList(
  doc: PDFDocument,
  pen: TextLayout,
  widget: PDFDict,
  options: { label: string; chosen: boolean }[],
  style: Style,
): PDFRef {
  const box = boxOf(widget);
  const ink = new Ink(pen, style.bold);
  const size = style.size || Math.min(SIZE_AUTO, box.height * 0.75);
  const step = size * LEADING;
  const room = Math.max(1, Math.floor((box.height - PADDING) / step));
  const [first, last] = [options.findIndex(isChosen), options.findLastIndex(isChosen)];
  // What does not fit between the first and the last one is left out, so that all chosen are seen.
  const together = last - first < room;
  const from = Math.max(0, last < room ? 0 : Math.min(first, options.length - room));
  const shown = together ? options.slice(from, from + room) : options.filter(isChosen);
  for (const [at, { label, chosen }] of shown.slice(0, room).entries()) {
    const y = box.height - PADDING - (at + 1) * step;
    if (chosen)
      ink.under(
        `0.6 0.757 0.855 rg 1 ${y.toFixed(2)} ${(box.width - 2).toFixed(2)} ${step.toFixed(2)} re f`,
      );
    ink.line(label, size, PADDING, y + size * 0.3);
  }
  return appearance(doc, widget, ink, style);
}

const isChosen = ({ chosen }: { chosen: boolean }) => chosen;

/** Gives a box that has no picture of its on state one: a tick, or a dot in what is a radio button. */
export function ensureStates(doc: PDFDocument, { type }: Field, widget: PDFDict, on: string): void {
  if (onStateOf(widget)) return;
  const { width, height } = boxOf(widget);
  const side = Math.min(width, height);
  const at = (x: number, y: number) =>
    `${((width - side) / 2 + x * side).toFixed(2)} ${((height - side) / 2 + y * side).toFixed(2)}`;
  const tick = `q 0 G ${(side * 0.12).toFixed(2)} w ${at(0.2, 0.5)} m ${at(0.42, 0.25)} l ${at(0.8, 0.78)} l S Q`;
  const dot = `q 0 G ${(side * 0.45).toFixed(2)} w 1 J ${at(0.5, 0.5)} m ${at(0.5, 0.5)} l S Q`;
  const { context } = doc;
  const picture = (content: string) =>
    context.register(
      context.flateStream(decorated(widget) + content, {
        ...FORM,
        BBox: [0, 0, width, height],
        Resources: {},
      }),
    );
  const normal = context.obj({ [on]: picture(type === "radio" ? dot : tick), Off: picture("") });
  widget.set(PDFName.of("AP"), context.obj({ N: normal }));
}

/** Draws lines of runs, and keeps which fonts they took. */
class Ink {
  readonly #pen: TextLayout;
  readonly #bold: boolean;
  readonly fonts = new Map<PDFFont, string>();
  #text = "";
  #below = "";

  constructor(pen: TextLayout, bold: boolean) {
    this.#pen = pen;
    this.#bold = bold;
  }

  line(text: string, size: number, x: number, y: number): void {
    this.#text += `1 0 0 1 ${x.toFixed(2)} ${y.toFixed(2)} Tm\n`;
    for (const run of this.#pen.runs(text, this.#bold)) {
      const name = this.fonts.get(run.font) ?? `F${this.fonts.size}`;
      this.fonts.set(run.font, name);
      this.#text += `/${name} ${size} Tf\n${placed(run, size)}`;
    }
  }

  under(drawing: string): void {
    this.#below += `${drawing}\n`;
  }

  content({ color }: Style): string {
    return `/Tx BMC q\n${this.#below}BT\n${color}\n${this.#text}ET\nQ EMC`;
  }
}

const FORM = { Type: "XObject", Subtype: "Form" };

function appearance(doc: PDFDocument, widget: PDFDict, ink: Ink, style: Style): PDFRef {
  const { width, height, turn } = boxOf(widget);
  const turned: Record<number, number[]> = {
    90: [0, 1, -1, 0, height, 0],
    180: [-1, 0, 0, -1, width, height],
    270: [0, -1, 1, 0, 0, width],
  };
  const font = Object.fromEntries([...ink.fonts].map(([one, name]) => [name, one.ref]));
  const matrix = turned[turn];
  const stream = doc.context.flateStream(decorated(widget) + ink.content(style), {
    ...FORM,
    BBox: [0, 0, width, height],
    Resources: { Font: font },
    ...(matrix && { Matrix: matrix }),
  });
  return doc.context.register(stream);
}

const paintOf = (widget: PDFDict, key: string, operators: string[]): string | undefined => {
  const look = dictOf(widget.lookup(PDFName.of("MK")));
  const parts = arrayOf(look?.lookup(PDFName.of(key))).map((one) => numberOf(one) ?? 0);
  return parts.length > 0 ? `${parts.join(" ")} ${operators[parts.length]}` : undefined;
};

/** A widget's border, if it has one that is seen. */
function edgeOf(widget: PDFDict) {
  const color = paintOf(widget, "BC", ["", "G", "", "RG", "K"]);
  const look = dictOf(widget.lookup(PDFName.of("BS")));
  const old = arrayOf(widget.lookup(PDFName.of("Border")))[2];
  const line = numberOf(look?.lookup(PDFName.of("W"))) ?? (look ? 1 : (numberOf(old) ?? 1));
  if (!color || line <= 0) return undefined;
  return { color, line, under: textOf(look?.lookup(PDFName.of("S"))) === "U" };
}

/** A widget's own background and border. */
function decorated(widget: PDFDict): string {
  const { width, height } = boxOf(widget);
  const ground = paintOf(widget, "BG", ["", "g", "", "rg", "k"]);
  const edge = edgeOf(widget);
  const filled = ground ? `q ${ground} 0 0 ${width} ${height} re f Q\n` : "";
  if (!edge) return filled;
  const { color, line, under } = edge;
  const frame = under
    ? `0 ${line / 2} m ${width} ${line / 2} l S`
    : `${line / 2} ${line / 2} ${width - line} ${height - line} re S`;
  return `${filled}q ${color} ${line} w ${frame} Q\n`;
}
