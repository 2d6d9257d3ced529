import type { PDFFont } from "@cantoo/pdf-lib";
import type { Font, Glyph } from "fontkit";

/** Text of one font and direction, in drawing order. */
export type Run = { font: PDFFont; text: string };

/** pdf-lib's private data about an embedded font and the glyphs that the document uses. */
type EmbeddedFont = {
  font: Font & { _glyphs: Record<number, Glyph> };
  fontFeatures: Record<string, boolean> | undefined;
  subset: { includeGlyph: (glyph: Glyph) => number };
  glyphs: Glyph[];
  glyphIdMap: Map<number, number>;
};
type Layout = ReturnType<Font["layout"]>;
const embeddedFontOf = (font: PDFFont) => (font as unknown as { embedder: EmbeddedFont }).embedder;
const HEX_DIGITS = 4;
/** The zero-width space, for a glyph that adds no text. */
const NOTHING = 0x200b;

/** Layouts by font and text, since a run is measured first and drawn later. */
const layouts = new WeakMap<PDFFont, Map<string, Layout>>();

function layOutRun({ font, text }: Run) {
  const embedded = embeddedFontOf(font);
  const layoutsOfFont = layouts.get(font) ?? new Map<string, Layout>();
  layouts.set(font, layoutsOfFont);
  let layout = layoutsOfFont.get(text);
  if (!layout) {
    // The font caches each glyph with the characters of its first use, even from other documents.
    embedded.font._glyphs = {};
    layout = embedded.font.layout(text, embedded.fontFeatures);
    layoutsOfFont.set(text, layout);
  }
  return { embedded, ...layout, unit: 1_000 / embedded.font.unitsPerEm };
}

/** The width of a run at a font size of one point. */
export function advanceOf(run: Run): number {
  const { positions, unit } = layOutRun(run);
  return positions.reduce((sum, { xAdvance }) => sum + xAdvance * unit, 0) / 1_000;
}

/**
 * The PDF operators that draw a run, with every glyph where the font's rules place it: Hebrew and
 * Thai marks and kerned letters are not where their widths alone would put them.
 */
export function drawRun(run: Run, size: number): string {
  const layout = layOutRun(run);
  const { glyphs, positions, unit } = layout;
  const codes = addGlyphs(run, layout);
  let [operators, pending, rise, before] = ["", "", 0, 0];
  const flush = () => {
    if (pending) operators += `[${pending}] TJ\n`;
    pending = "";
  };
  for (const [at, { xAdvance, xOffset, yOffset }] of positions.entries()) {
    if (yOffset !== rise) {
      flush();
      rise = yOffset;
      operators += `${((rise * unit * size) / 1_000).toFixed(3)} Ts\n`;
    }
    const gap = before + xOffset * unit;
    if (Math.abs(gap) > 0.01) pending += `${(-gap).toFixed(2)} `;
    pending += `<${codes[at]}>`;
    before = (xAdvance - (glyphs[at]?.advanceWidth ?? 0) - xOffset) * unit;
  }
  flush();
  return rise === 0 ? operators : `${operators}0 Ts\n`;
}

/**
 * Adds a run's glyphs to the file, each with its characters, so that copied text equals the
 * original. Returns the glyphs' codes in hex.
 */
function addGlyphs(
  { font: fontInFile, text }: Run,
  { embedded, glyphs }: ReturnType<typeof layOutRun>,
) {
  const { font, subset, glyphs: usedGlyphs, glyphIdMap } = embedded;
  // Marks the font as changed, so that the document writes it again.
  fontInFile.encodeText("");
  const codePointOf = new Map<number, number>();
  for (const form of ["NFKD", "NFD", "NFC"])
    for (const character of text.normalize(form)) {
      const code = character.codePointAt(0) ?? NOTHING;
      if (font.hasGlyphForCodePoint(code)) codePointOf.set(font.glyphForCodePoint(code).id, code);
    }
  return glyphs.map((glyph) => {
    const code = subset.includeGlyph(glyph);
    const codePoint = codePointOf.get(glyph.id);
    const codePoints = codePoint !== undefined ? [codePoint] : glyph.codePoints;
    const shownCodePoints = codePoints.length > 0 ? codePoints : [NOTHING];
    usedGlyphs[code - 1] = Object.create(glyph, { codePoints: { value: shownCodePoints } });
    glyphIdMap.set(glyph.id, code);
    return code.toString(16).toUpperCase().padStart(HEX_DIGITS, "0");
  });
}
