import type { Font } from "fontkit";
import * as fontkit from "fontkit";

/** The font file of each script. Bold is for our own headings only. */
const FILES = {
  sans: "NotoSans-Regular.ttf",
  bold: "NotoSans-Bold.ttf",
  // It draws each Arabic letter as one glyph. Fonts with separate dots break copying of text.
  arabic: "DejaVuSans.ttf",
  signs: "DejaVuSans.ttf",
  hebrew: "NotoSansHebrew-Regular.ttf",
  thai: "NotoSansThai-Regular.ttf",
  cjk: "DroidSansFallback.ttf",
} as const;
/** The name of a font by its script. */
export type FontName = keyof typeof FILES;

/** Reads a font file by its name. */
export type ReadFont = (file: string) => Promise<Uint8Array>;

const SCRIPTS: [RegExp, FontName][] = [
  [/\p{Script_Extensions=Arabic}/u, "arabic"],
  [/\p{Script=Hebrew}/u, "hebrew"],
  [/[\u0e00-\u0e7f]/u, "thai"],
  [
    /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Script=Bopomofo}/u,
    "cjk",
  ],
  // CJK punctuation and wide forms have no script of their own.
  [/\p{Script=Armenian}|\p{Script=Georgian}|[\u2190-\u2bff]/u, "signs"],
  [/[\u3000-\u30ff\u3200-\u33ff\ufe30-\ufe4f\uff00-\uffef]/u, "cjk"],
];

/** The font for a character. Latin, Greek, Cyrillic and Devanagari share one. */
export const fontNameOf = (character: string): FontName =>
  SCRIPTS.find(([script]) => script.test(character))?.[1] ?? "sans";

/** Reads and parses each font once, on first use: the largest has 3.4 MB. */
export class FontLibrary {
  readonly #read: ReadFont;
  readonly #fonts = new Map<FontName, Promise<Font>>();

  constructor(read: ReadFont) {
    this.#read = read;
  }

  get(name: FontName): Promise<Font> {
    const known = this.#fonts.get(name);
    if (known) return known;
    const font = this.#parse(FILES[name]);
    this.#fonts.set(name, font);
    font.catch(() => this.#fonts.delete(name));
    return font;
  }

  /** Two names may share one file. */
  #parse(file: string): Promise<Font> {
    const same = [...this.#fonts].find(([name]) => FILES[name] === file)?.[1];
    return same ?? this.#read(file).then((bytes) => fontkit.create(bytes as Buffer) as Font);
  }
}
