import type { PDFFont } from "@cantoo/pdf-lib";
import type { Font, Glyph } from "fontkit";
import type { Run } from "./text-layout";

/** What a font in a document knows of its own file, and of its signs that the document uses. */
type Embedded = {
  font: Font & { _glyphs: Record<number, Glyph> };
  fontFeatures: Record<string, boolean> | undefined;
  subset: { includeGlyph: (glyph: Glyph) => number };
  glyphs: Glyph[];
  glyphIdMap: Map<number, number>;
};
type Layout = ReturnType<Font["layout"]>;
const embeddedIn = (font: PDFFont) => (font as unknown as { embedder: Embedded }).embedder;
const HEX_DIGITS = 4;
/** Stands for a glyph that adds nothing to what is read. */
const NOTHING = 0x200b;

/** A run is measured, then drawn: it is laid out once. */
const known = new WeakMap<PDFFont, Map<string, Layout>>();

function layOutRun({ font, text }: Run) {
  const embedded = embeddedIn(font);
  const own = known.get(font) ?? new Map<string, Layout>();
  known.set(font, own);
  let layout = own.get(text);
  if (!layout) {
    // A font remembers each glyph with the signs that it was first drawn for, in whichever document.
    embedded.font._glyphs = {};
    layout = embedded.font.layout(text, embedded.fontFeatures);
    own.set(text, layout);
  }
  return { embedded, ...layout, unit: 1_000 / embedded.font.unitsPerEm };
}

/** How far a run goes, at one point's size. */
export function advanceOf(run: Run): number {
  const { positions, unit } = layOutRun(run);
  return positions.reduce((sum, { xAdvance }) => sum + xAdvance * unit, 0) / 1_000;
}

/**
 * What draws a run: every glyph where the font's own rules put it. Marks of Hebrew and Thai, and letters
 * that are kerned, stand elsewhere than their widths say.
 */
export function placed(run: Run, size: number): string {
  const layout = layOutRun(run);
  const { glyphs, positions, unit } = layout;
  const codes = take(run, layout);
  let [drawn, shown, rise, before] = ["", "", 0, 0];
  const show = () => {
    if (shown) drawn += `[${shown}] TJ\n`;
    shown = "";
  };
  for (const [at, { xAdvance, xOffset, yOffset }] of positions.entries()) {
    if (yOffset !== rise) {
      show();
      rise = yOffset;
      drawn += `${((rise * unit * size) / 1_000).toFixed(3)} Ts\n`;
    }
    const gap = before + xOffset * unit;
    if (Math.abs(gap) > 0.01) shown += `${(-gap).toFixed(2)} `;
    shown += `<${codes[at]}>`;
    before = (xAdvance - (glyphs[at]?.advanceWidth ?? 0) - xOffset) * unit;
  }
  show();
  return rise === 0 ? drawn : `${drawn}0 Ts\n`;
}

/**
 * Takes a run's glyphs into the file, each with the signs that it stands for there, so that what is
 * copied out of it is what went in; answers their codes.
 */
function take({ font: inFile, text }: Run, { embedded, glyphs }: ReturnType<typeof layOutRun>) {
  const { font, subset, glyphs: used, glyphIdMap } = embedded;
  // So that the document writes this font again.
  inFile.encodeText("");
  const own = new Map<number, number>();
  for (const form of ["NFKD", "NFD", "NFC"])
    for (const sign of text.normalize(form)) {
      const code = sign.codePointAt(0) ?? NOTHING;
      if (font.hasGlyphForCodePoint(code)) own.set(font.glyphForCodePoint(code).id, code);
    }
  return glyphs.map((glyph) => {
    const code = subset.includeGlyph(glyph);
    const sure = own.get(glyph.id);
    const signs = sure !== undefined ? [sure] : glyph.codePoints;
    const told = signs.length > 0 ? signs : [NOTHING];
    used[code - 1] = Object.create(glyph, { codePoints: { value: told } });
    glyphIdMap.set(glyph.id, code);
    return code.toString(16).toUpperCase().padStart(HEX_DIGITS, "0");
  });
}
