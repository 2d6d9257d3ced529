import type { PDFDocument, PDFFont } from "@cantoo/pdf-lib";
import bidiFactory from "bidi-js";
import { type FontLibrary, type FontName, fontNameOf } from "./fonts";
import { advanceOf } from "./glyphs";

/** A stretch of one font and direction, in the order in which it is drawn. */
export type Run = { font: PDFFont; text: string };

const bidi = bidiFactory();
const MARK = /\p{M}|[\u200c\u200d]/u;
const RIGHT_TO_LEFT: FontName[] = ["arabic", "hebrew"];
/** What is never drawn: line ends, and signs by which letters join, part, or take a direction. */
const SILENT = /[\n\u200c-\u200f]/;
/** What stands before a line to say in which direction its paragraph is read; drawn nowhere. */
const [LEFT_TO_RIGHT_MARK, RIGHT_TO_LEFT_MARK] = ["\u200e", "\u200f"];

/** What stands in a document as it can be drawn: composed, without invisible and control signs. */
export const tidy = (text: string): string =>
  text
    .normalize("NFC")
    .replace(/\r\n?|[\u2028\u2029]/g, "\n")
    .replace(/[\t\u00a0\u2000-\u200a\u202f\u205f]/g, " ")
    // Controls, and format signs but those by which Persian and Hindi join and part letters.
    .replace(/[^\P{Cc}\n]|[^\P{Cf}\u200c\u200d]|\ufe0f/gu, "");

/** Sets text of any script in one document, with the fonts that it needs and no others. */
export class TextLayout {
  readonly #doc: PDFDocument;
  readonly #shelf: FontLibrary;
  readonly #fonts = new Map<FontName, PDFFont>();
  /** What was measured, at one point's size. */
  readonly #widths = new Map<string, number>();

  constructor(doc: PDFDocument, shelf: FontLibrary) {
    this.#doc = doc;
    this.#shelf = shelf;
  }

  /** Brings the fonts for a text; answers the signs that none of them has. */
  async prepare(text: string, bold = false): Promise<string[]> {
    for (const name of new Set<FontName>([bold ? "bold" : "sans", ...namesOf(text)]))
      await this.#bring(name);
    return await missingIn(this.#shelf, text);
  }

  async #bring(name: FontName): Promise<void> {
    if (this.#fonts.has(name)) return;
    const parsed = await this.#shelf.get(name);
    this.#doc.registerFontkit({ create: () => parsed as never });
    // Whoever reads the file later has the signs that were used, and no others.
    const font = await this.#doc.embedFont(new Uint8Array(), { subset: true });
    this.#fonts.set(name, font);
  }

  /** The runs of one line, from left to right, whatever direction they are read in. */
  runs(line: string, bold = false): Run[] {
    if (!line) return [];
    const { levels } = bidi.getEmbeddingLevels(line);
    const parts: { name: FontName; level: number; text: string }[] = [];
    let at = 0;
    for (const [sign, own] of signsOf(line)) {
      const name = own === "sans" && bold ? "bold" : own;
      const level = levels[at] ?? 0;
      if (sign === LEFT_TO_RIGHT_MARK || sign === RIGHT_TO_LEFT_MARK) {
        at += sign.length;
        continue;
      }
      const last = parts.at(-1);
      if (last && last.name === name && last.level === level) last.text += sign;
      else parts.push({ name, level, text: sign });
      at += sign.length;
    }
    return inOrder(parts).map(({ name, level, text }) => ({
      font: this.#font(name),
      // A font of a right-to-left script turns its signs by itself.
      text: (level % 2 === 1) === RIGHT_TO_LEFT.includes(name) ? text : turned(text, level),
    }));
  }

  #font(name: FontName): PDFFont {
    const font = this.#fonts.get(name);
    if (!font) throw new Error(`The font ${name} was not prepared`);
    return font;
  }

  /** How wide a line is, in points. */
  width(line: string, size: number, bold = false): number {
    const key = bold ? `b${line}` : `r${line}`;
    let unit = this.#widths.get(key);
    if (unit === undefined) {
      unit = this.runs(line, bold).reduce((sum, run) => sum + advanceOf(run), 0);
      this.#widths.set(key, unit);
    }
    return unit * size;
  }

  /** Lines no wider than `width`; words that are wider by themselves are parted. */
  wrap(text: string, size: number, width: number, bold = false): string[] {
    const measure = (part: string) => this.width(part, size, bold);
    return text.split("\n").flatMap((paragraph) => {
      const lines: string[] = [];
      let line = "";
      let used = 0;
      const take = (part: string) => {
        const own = measure(part.trimEnd());
        if (line && used + own > width) {
          lines.push(line.trimEnd());
          line = "";
          used = 0;
        }
        line += part;
        used += measure(part);
      };
      for (const word of wordsOf(paragraph))
        for (const part of measure(word.trimEnd()) > width ? word : [word]) take(part);
      return [...lines, line.trimEnd()].map((one) => withDirection(one, paragraph));
    });
  }
}

const levelOf = (text: string): number =>
  (bidi.getEmbeddingLevels(text).paragraphs[0]?.level ?? 0) % 2;
/** A line reads in the direction of its paragraph, whatever script it begins with. */
function withDirection(line: string, paragraph: string): string {
  const level = levelOf(paragraph);
  if (!line || levelOf(line) === level) return line;
  return (level === 1 ? RIGHT_TO_LEFT_MARK : LEFT_TO_RIGHT_MARK) + line;
}

/** The signs of a text that no font has, such as emoji. */
export async function missingIn(shelf: FontLibrary, text: string): Promise<string[]> {
  const missing = new Set<string>();
  for (const [sign, name] of signsOf(text)) {
    const font = await shelf.get(name);
    const drawn = [...sign].every(
      (part) => SILENT.test(part) || font.hasGlyphForCodePoint(codeOf(part)),
    );
    if (!drawn) missing.add(sign);
  }
  return [...missing];
}

const codeOf = (sign: string): number => sign.codePointAt(0) ?? 0;
const namesOf = (text: string): FontName[] => [...signsOf(text)].map(([, name]) => name);

/** A text's signs, each with its marks and with the font that it is set in. */
function* signsOf(text: string): Generator<[string, FontName]> {
  let sign = "";
  for (const part of text) {
    if (sign && MARK.test(part)) {
      sign += part;
      continue;
    }
    if (sign) yield [sign, fontNameOf(sign)];
    sign = part;
  }
  if (sign) yield [sign, fontNameOf(sign)];
}

const UNSPACED = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}`;
const WORD = new RegExp(String.raw`[${UNSPACED}]\s*|[^\s${UNSPACED}]+\s*|\s+`, "gu");
/** Words with the space after them; scripts that write none may be parted between any two signs. */
const wordsOf = (text: string): string[] => text.match(WORD) ?? [];

/** Unicode's rule L2: from the highest level down, turn every stretch of that level or above. */
function inOrder<Part extends { level: number }>(parts: Part[]): Part[] {
  const all = [...parts];
  for (let level = Math.max(...all.map((part) => part.level)); level > 0; level--)
    for (let from = 0; from < all.length; from++) {
      let to = from;
      while ((all[to]?.level ?? -1) >= level) to++;
      if (to > from) all.splice(from, to - from, ...all.slice(from, to).reverse());
      from = Math.max(from, to - 1);
    }
  return all;
}

const turned = (text: string, level: number): string =>
  [...signsOf(text)]
    .map(([sign]) => (level % 2 === 1 && bidi.getMirroredCharacter(sign)) || sign)
    .reverse()
    .join("");
