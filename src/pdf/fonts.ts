import type { Font } from "fontkit";
import * as fontkit from "fontkit";

/** Where the font of a script lies; bold is for our own headings only. */
const FILES = {
  sans: "NotoSans-Regular.ttf",
  bold: "NotoSans-Bold.ttf",
  // Each of its Arabic letters is one drawing: where dots are drawn apart, a file is read back wrongly.
  arabic: "DejaVuSans.ttf",
  signs: "DejaVuSans.ttf",
  hebrew: "NotoSansHebrew-Regular.ttf",
  thai: "NotoSansThai-Regular.ttf",
  cjk: "DroidSansFallback.ttf",
} as const;
export type FontName = keyof typeof FILES;

/** Reads a font's file: an asset of the Worker, or a file of the repository. */
export type ReadFont = (file: string) => Promise<Uint8Array>;

const SCRIPTS: [RegExp, FontName][] = [
  [/\p{Script_Extensions=Arabic}/u, "arabic"],
  [/\p{Script=Hebrew}/u, "hebrew"],
  [/[\u0e00-\u0e7f]/u, "thai"],
  [
    /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Script=Bopomofo}/u,
    "cjk",
  ],
  // Their punctuation and wide forms, which belong to no script.
  [/\p{Script=Armenian}|\p{Script=Georgian}|[\u2190-\u2bff]/u, "signs"],
  [/[\u3000-\u30ff\u3200-\u33ff\ufe30-\ufe4f\uff00-\uffef]/u, "cjk"],
];

/** The font that a sign is set in. Latin, Greek, Cyrillic and Devanagari share one. */
export const fontNameOf = (sign: string): FontName =>
  SCRIPTS.find(([script]) => script.test(sign))?.[1] ?? "sans";

/** Fonts, read and parsed once, when a document first needs them: the largest has 3.4 MB. */
export class FontLibrary {
  readonly #read: ReadFont;
  readonly #fonts = new Map<FontName, Promise<Font>>();

  constructor(read: ReadFont) {
    this.#read = read;
  }

  get(name: FontName): Promise<Font> {
    const known = this.#fonts.get(name);
    if (known) return known;
    const font = this.#parsed(FILES[name]);
    this.#fonts.set(name, font);
    font.catch(() => this.#fonts.delete(name));
    return font;
  }

  /** Two names may be one file. */
  #parsed(file: string): Promise<Font> {
    const same = [...this.#fonts].find(([name]) => FILES[name] === file)?.[1];
    return same ?? this.#read(file).then((bytes) => fontkit.create(bytes as Buffer) as Font);
  }
}
