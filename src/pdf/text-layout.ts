import type { PDFDocument, PDFFont } from "@cantoo/pdf-lib";
import bidiFactory from "bidi-js";
import { type FontLibrary, type FontName, fontNameOf } from "./fonts";
import { advanceOf, type Run } from "./glyphs";

const bidi = bidiFactory();
const MARK = /\p{M}|[\u200c\u200d]/u;
const RIGHT_TO_LEFT: FontName[] = ["arabic", "hebrew"];
/** Characters that are never drawn: line ends, joiners and direction marks. */
const SILENT = /[\n\u200c-\u200f]/;
/** Invisible marks that set the reading direction of a line. */
const [LEFT_TO_RIGHT_MARK, RIGHT_TO_LEFT_MARK] = ["\u200e", "\u200f"];

/** Normalizes a text for drawing: composed, without invisible and control characters. */
export const normalizeText = (text: string): string =>
  text
    .normalize("NFC")
    .replace(/\r\n?|[\u2028\u2029]/g, "\n")
    .replace(/[\t\u00a0\u2000-\u200a\u202f\u205f]/g, " ")
    // Control and format characters, except the joiners that Persian and Hindi need.
    .replace(/[^\P{Cc}\n]|[^\P{Cf}\u200c\u200d]|\ufe0f/gu, "");

/** Lays out text of any script in one document, embedding only the fonts that it needs. */
export class TextLayout {
  readonly #doc: PDFDocument;
  readonly #library: FontLibrary;
  readonly #fonts = new Map<FontName, PDFFont>();
  /** Measured widths at a font size of one point. */
  readonly #widths = new Map<string, number>();

  constructor(doc: PDFDocument, fonts: FontLibrary) {
    this.#doc = doc;
    this.#library = fonts;
  }

  /** Embeds the fonts for a text. Returns the characters that none of them has. */
  async prepare(text: string, bold = false): Promise<string[]> {
    for (const name of new Set<FontName>([bold ? "bold" : "sans", ...namesOf(text)]))
      await this.#embed(name);
    return await missingIn(this.#library, text);
  }

  async #embed(name: FontName): Promise<void> {
    if (this.#fonts.has(name)) return;
    const parsed = await this.#library.get(name);
    this.#doc.registerFontkit({ create: () => parsed as never });
    // The file contains only the glyphs that were used.
    const font = await this.#doc.embedFont(new Uint8Array(), { subset: true });
    this.#fonts.set(name, font);
  }

  /** The runs of one line from left to right, whatever their reading direction. */
  runs(line: string, bold = false): Run[] {
    if (!line) return [];
    const { levels } = bidi.getEmbeddingLevels(line);
    const parts: { name: FontName; level: number; text: string }[] = [];
    let at = 0;
    for (const [character, own] of charactersOf(line)) {
      const name = own === "sans" && bold ? "bold" : own;
      const level = levels[at] ?? 0;
      if (character === LEFT_TO_RIGHT_MARK || character === RIGHT_TO_LEFT_MARK) {
        at += character.length;
        continue;
      }
      const last = parts.at(-1);
      if (last && last.name === name && last.level === level) last.text += character;
      else parts.push({ name, level, text: character });
      at += character.length;
    }
    return toVisualOrder(parts).map(({ name, level, text }) => ({
      font: this.#font(name),
      // A font of a right-to-left script reverses its characters by itself.
      text: (level % 2 === 1) === RIGHT_TO_LEFT.includes(name) ? text : reverse(text, level),
    }));
  }

  #font(name: FontName): PDFFont {
    const font = this.#fonts.get(name);
    if (!font) throw new Error(`The font ${name} was not prepared`);
    return font;
  }

  /** The width of a line, in points. */
  width(line: string, size: number, bold = false): number {
    const key = bold ? `b${line}` : `r${line}`;
    let unit = this.#widths.get(key);
    if (unit === undefined) {
      unit = this.runs(line, bold).reduce((sum, run) => sum + advanceOf(run), 0);
      this.#widths.set(key, unit);
    }
    return unit * size;
  }

  /** Breaks a text into lines of at most `width` points. A longer word is split. */
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
/** Makes a line read in the direction of its paragraph, whatever script it begins with. */
function withDirection(line: string, paragraph: string): string {
  const level = levelOf(paragraph);
  if (!line || levelOf(line) === level) return line;
  return (level === 1 ? RIGHT_TO_LEFT_MARK : LEFT_TO_RIGHT_MARK) + line;
}

/** The characters of a text that no font has, such as emoji. */
export async function missingIn(fonts: FontLibrary, text: string): Promise<string[]> {
  const missing = new Set<string>();
  for (const [character, name] of charactersOf(text)) {
    const font = await fonts.get(name);
    const isDrawable = [...character].every(
      (part) => SILENT.test(part) || font.hasGlyphForCodePoint(codeOf(part)),
    );
    if (!isDrawable) missing.add(character);
  }
  return [...missing];
}

const codeOf = (character: string): number => character.codePointAt(0) ?? 0;
const namesOf = (text: string): FontName[] => [...charactersOf(text)].map(([, name]) => name);

/** The characters of a text, each with its combining marks and its font. */
function* charactersOf(text: string): Generator<[string, FontName]> {
  let character = "";
  for (const part of text) {
    if (character && MARK.test(part)) {
      character += part;
      continue;
    }
    if (character) yield [character, fontNameOf(character)];
    character = part;
  }
  if (character) yield [character, fontNameOf(character)];
}

const UNSPACED = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}`;
const WORD = new RegExp(String.raw`[${UNSPACED}]\s*|[^\s${UNSPACED}]+\s*|\s+`, "gu");
/** Words with the space after them. Scripts without spaces may break between any two characters. */
const wordsOf = (text: string): string[] => text.match(WORD) ?? [];

/**
 * Unicode's rule L2: from the highest level down, reverses each sequence of that level or above.
 */
function toVisualOrder<Part extends { level: number }>(parts: Part[]): Part[] {
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

const reverse = (text: string, level: number): string =>
  [...charactersOf(text)]
    .map(([character]) => (level % 2 === 1 && bidi.getMirroredCharacter(character)) || character)
    .reverse()
    .join("");
