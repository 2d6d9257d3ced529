import {
  type PDFDict,
  type PDFDocument,
  type PDFFont,
  PDFName,
  type PDFRef,
} from "@cantoo/pdf-lib";
import { arrayOf, dictOf, type Field, inherited, numberOf, onStateOf, textOf } from "./form";
import { drawRun } from "./glyphs";
import type { TextLayout } from "./text-layout";

/** The smallest font size that people can read, in points. */
const SIZE_MIN = 6;
const SIZE_AUTO = 12;
const PADDING = 2;
/** Metrics of Noto Sans relative to its size: capital height, line spacing and line height. */
const CAPITALS = 0.714;
const LEADING = 1.25;
const LINE = 1.2;
/** The height of a line above its bottom, accents included. */
const ASCENT = 0.96;

type Box = { width: number; height: number; rotation: number };
/**
 * A field's text style. `size` is in points, 0 for automatic; `align` is 0 left, 1 center, 2 right.
 */
export type Style = { size: number; color: string; align: number; bold: boolean };
/** A text broken into lines, at the font size (points) at which it fits its box. */
export type TextBlock = { size: number; lines: string[] };

/** The size of a widget in points, as if it were upright, and its rotation in degrees. */
export function boxOf(widget: PDFDict): Box {
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = arrayOf(widget.lookup(PDFName.of("Rect"))).map(
    (one) => numberOf(one) ?? 0,
  );
  const rotationEntry =
    numberOf(dictOf(widget.lookup(PDFName.of("MK")))?.lookup(PDFName.of("R"))) ?? 0;
  const rotation = ((rotationEntry % 360) + 360) % 360;
  const [across, up] = [Math.abs(x2 - x1), Math.abs(y2 - y1)];
  const isSideways = rotation === 90 || rotation === 270;
  return { width: isSideways ? up : across, height: isSideways ? across : up, rotation };
}

/** The text style that a widget's default appearance (`DA`) and alignment (`Q`) set. */
export function styleOf(widget: PDFDict, form: PDFDict | undefined): Style {
  const defaultAppearance =
    textOf(inherited(widget, "DA")) ?? textOf(form?.lookup(PDFName.of("DA"))) ?? "";
  const size = Math.abs(Number(/([\d.+-]+)\s+Tf/.exec(defaultAppearance)?.[1] ?? 0)) || 0;
  const bold = /\/\S*(?:bold|hebo)\S*\s/i.test(defaultAppearance);
  // If there are several colors, the last one counts.
  const color =
    [...defaultAppearance.matchAll(/((?:[\d.]+\s+){1,4}(?:g|rg|k))(?=\s|$)/g)].at(-1)?.[1] ?? "0 g";
  return {
    size,
    color,
    bold,
    align: numberOf(inherited(widget, "Q") ?? form?.lookup(PDFName.of("Q"))) ?? 0,
  };
}

/** Fits a text into a box, in a smaller size if necessary; undefined if it would be unreadable. */
export function layOut(
  layout: TextLayout,
  text: string,
  box: Box,
  style: Style,
  multiline: boolean,
): TextBlock | undefined {
  const width = box.width - 2 * PADDING;
  const most = multiline ? SIZE_AUTO : Math.min(SIZE_AUTO, Math.max(4, box.height * 0.75));
  const preferredSize = style.size || most;
  // A line cannot be higher than its box, so larger sizes are not tried.
  const largest = Math.min(preferredSize, Math.max(SIZE_MIN, Math.ceil(box.height)));
  const smallest = Math.min(SIZE_MIN, preferredSize);
  for (let at = largest; at > smallest - 0.5; at -= 0.5) {
    const size = Math.max(at, smallest);
    const lines = multiline
      ? layout.wrap(text, size, width, style.bold)
      : [text.replaceAll("\n", " ")];
    // At the smallest size a low box may cut off accents of capitals, but no other part of a
    // letter.
    const least = size <= SIZE_MIN && lines.length === 1 ? size * CAPITALS : heightOf(lines, size);
    if (
      least <= box.height &&
      lines.every((line) => layout.width(line, size, style.bold) <= width + 0.01)
    )
      return { size, lines };
  }
  return undefined;
}

const heightOf = (lines: string[], size: number): number =>
  ((lines.length - 1) * LEADING + LINE) * size;

/** Draws text in a widget and returns the appearance stream. */
export function drawText(
  doc: PDFDocument,
  layout: TextLayout,
  widget: PDFDict,
  block: TextBlock,
  style: Style,
  multiline: boolean,
): PDFRef {
  const box = boxOf(widget);
  const content = new ContentBuilder(layout, style.bold);
  const { size, lines } = block;
  const free = box.height - heightOf(lines, size);
  const top =
    multiline && free >= 0
      ? box.height - Math.min(PADDING, free / 2) - ASCENT * size
      : (box.height - size * CAPITALS) / 2;
  for (const [at, line] of lines.entries()) {
    const left = box.width - 2 * PADDING - layout.width(line, size, style.bold);
    const x = PADDING + (style.align === 1 ? left / 2 : style.align === 2 ? left : 0);
    content.line(line, size, x, top - at * size * LEADING);
  }
  return appearance(doc, widget, content, style);
}

/** Draws each character in a cell of its own and returns the appearance stream. */
export function drawComb(
  doc: PDFDocument,
  layout: TextLayout,
  widget: PDFDict,
  characters: string[],
  cells: number,
  style: Style,
): PDFRef {
  const box = boxOf(widget);
  const content = new ContentBuilder(layout, style.bold);
  const cell = box.width / cells;
  const size = Math.min(style.size || SIZE_AUTO, box.height * 0.8, cell * 1.3);
  const emptyCells = cells - characters.length;
  const from = style.align === 1 ? Math.floor(emptyCells / 2) : style.align === 2 ? emptyCells : 0;
  for (const [at, character] of characters.entries()) {
    const x = (from + at) * cell + (cell - layout.width(character, size, style.bold)) / 2;
    content.line(character, size, x, (box.height - size * CAPITALS) / 2);
  }
  const border = borderOf(widget);
  if (border)
    for (let at = 1; at < cells; at++)
      content.under(
        `${border.color} ${border.line} w ${at * cell} 0 m ${at * cell} ${box.height} l S`,
      );
  return appearance(doc, widget, content, style);
}

/** Draws a list with its chosen options highlighted and returns the appearance stream. */
export function drawList(
  doc: PDFDocument,
  layout: TextLayout,
  widget: PDFDict,
  options: { label: string; chosen: boolean }[],
  style: Style,
): PDFRef {
  const box = boxOf(widget);
  const content = new ContentBuilder(layout, style.bold);
  const size = style.size || Math.min(SIZE_AUTO, box.height * 0.75);
  const step = size * LEADING;
  const room = Math.max(1, Math.floor((box.height - PADDING) / step));
  const [first, last] = [options.findIndex(isChosen), options.findLastIndex(isChosen)];
  // If the chosen options do not fit together, the others are left out, so that all chosen ones
  // show.
  const together = last - first < room;
  const from = Math.max(0, last < room ? 0 : Math.min(first, options.length - room));
  const visible = together ? options.slice(from, from + room) : options.filter(isChosen);
  for (const [at, { label, chosen }] of visible.slice(0, room).entries()) {
    const y = box.height - PADDING - (at + 1) * step;
    if (chosen)
      content.under(
        `0.6 0.757 0.855 rg 1 ${y.toFixed(2)} ${(box.width - 2).toFixed(2)} ${step.toFixed(2)} re f`,
      );
    content.line(label, size, PADDING, y + size * 0.3);
  }
  return appearance(doc, widget, content, style);
}

const isChosen = ({ chosen }: { chosen: boolean }) => chosen;

/** Adds appearances to a button that has none: a check mark, or a dot for a radio button. */
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
      context.flateStream(decorationOf(widget) + content, {
        ...FORM,
        BBox: [0, 0, width, height],
        Resources: {},
      }),
    );
  const normal = context.obj({ [on]: picture(type === "radio" ? dot : tick), Off: picture("") });
  widget.set(PDFName.of("AP"), context.obj({ N: normal }));
}

/** Collects the content of an appearance stream and the fonts that it uses. */
class ContentBuilder {
  readonly #layout: TextLayout;
  readonly #bold: boolean;
  readonly fonts = new Map<PDFFont, string>();
  #text = "";
  #below = "";

  constructor(layout: TextLayout, bold: boolean) {
    this.#layout = layout;
    this.#bold = bold;
  }

  line(text: string, size: number, x: number, y: number): void {
    this.#text += `1 0 0 1 ${x.toFixed(2)} ${y.toFixed(2)} Tm\n`;
    for (const run of this.#layout.runs(text, this.#bold)) {
      const name = this.fonts.get(run.font) ?? `F${this.fonts.size}`;
      this.fonts.set(run.font, name);
      this.#text += `/${name} ${size} Tf\n${drawRun(run, size)}`;
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

function appearance(
  doc: PDFDocument,
  widget: PDFDict,
  content: ContentBuilder,
  style: Style,
): PDFRef {
  const { width, height, rotation } = boxOf(widget);
  const matrices: Record<number, number[]> = {
    90: [0, 1, -1, 0, height, 0],
    180: [-1, 0, 0, -1, width, height],
    270: [0, -1, 1, 0, 0, width],
  };
  const font = Object.fromEntries([...content.fonts].map(([one, name]) => [name, one.ref]));
  const matrix = matrices[rotation];
  const stream = doc.context.flateStream(decorationOf(widget) + content.content(style), {
    ...FORM,
    BBox: [0, 0, width, height],
    Resources: { Font: font },
    ...(matrix && { Matrix: matrix }),
  });
  return doc.context.register(stream);
}

const paintOf = (widget: PDFDict, key: string, operators: string[]): string | undefined => {
  const characteristics = dictOf(widget.lookup(PDFName.of("MK")));
  const parts = arrayOf(characteristics?.lookup(PDFName.of(key))).map((one) => numberOf(one) ?? 0);
  return parts.length > 0 ? `${parts.join(" ")} ${operators[parts.length]}` : undefined;
};

/** A widget's border; undefined if it has no visible one. */
function borderOf(widget: PDFDict) {
  const color = paintOf(widget, "BC", ["", "G", "", "RG", "K"]);
  const borderStyle = dictOf(widget.lookup(PDFName.of("BS")));
  const legacyWidth = arrayOf(widget.lookup(PDFName.of("Border")))[2];
  const line =
    numberOf(borderStyle?.lookup(PDFName.of("W"))) ??
    (borderStyle ? 1 : (numberOf(legacyWidth) ?? 1));
  if (!color || line <= 0) return undefined;
  return { color, line, under: textOf(borderStyle?.lookup(PDFName.of("S"))) === "U" };
}

/** The content that draws a widget's background and border. */
function decorationOf(widget: PDFDict): string {
  const { width, height } = boxOf(widget);
  const background = paintOf(widget, "BG", ["", "g", "", "rg", "k"]);
  const border = borderOf(widget);
  const fill = background ? `q ${background} 0 0 ${width} ${height} re f Q\n` : "";
  if (!border) return fill;
  const { color, line, under: isUnderline } = border;
  const frame = isUnderline
    ? `0 ${line / 2} m ${width} ${line / 2} l S`
    : `${line / 2} ${line / 2} ${width - line} ${height - line} re S`;
  return `${fill}q ${color} ${line} w ${frame} Q\n`;
}
