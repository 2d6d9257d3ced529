import type { PDFFont } from "@cantoo/pdf-lib";
import type { Font, Glyph } from "fontkit";
import type { Run } from "./pen";

/** What a font in a document knows of its own file, and of its signs that the document uses. */
type Embedded = {
  font: Font & { _glyphs: Record<number, Glyph> };
  fontFeatures: Record<string, boolean> | undefined;
  glyphs: Glyph[];
  glyphIdMap: Map<number, number>;
};
const embeddedIn = (font: PDFFont) => (font as unknown as { embedder: Embedded }).embedder;
const HEX_DIGITS = 4;
/** Stands for a glyph that adds nothing to what is read. */
const NOTHING = 0x200b;

function layOutRun({ font, text }: Run) {
  const embedded = embeddedIn(font);
  // A font remembers each glyph with the signs that it was first drawn for, in whichever document.
  embedded.font._glyphs = {};
  const { glyphs, positions } = embedded.font.layout(text, embedded.fontFeatures);
  return { embedded, glyphs, positions, unit: 1_000 / embedded.font.unitsPerEm };
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
  const codes = String(run.font.encodeText(run.text)).slice(1, -1);
  const { embedded, glyphs, positions, unit } = layOutRun(run);
  tellSigns(embedded, glyphs, run.text);
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
    shown += `<${codes.slice(at * HEX_DIGITS, (at + 1) * HEX_DIGITS)}>`;
    before = (xAdvance - (glyphs[at]?.advanceWidth ?? 0) - xOffset) * unit;
  }
  show();
  return rise === 0 ? drawn : `${drawn}0 Ts\n`;
}

/** Says in the file which signs its glyphs are, so that what is copied out of it is what went in. */
function tellSigns({ font, glyphs: used, glyphIdMap }: Embedded, glyphs: Glyph[], text: string) {
  const own = new Map<number, number>();
  for (const form of ["NFKD", "NFD", "NFC"])
    for (const sign of text.normalize(form)) {
      const code = sign.codePointAt(0) ?? NOTHING;
      if (font.hasGlyphForCodePoint(code)) own.set(font.glyphForCodePoint(code).id, code);
    }
  for (const glyph of glyphs) {
    const at = glyphIdMap.get(glyph.id);
    const sure = own.get(glyph.id);
    const codePoints = sure !== undefined ? [sure] : glyph.codePoints;
    const told = codePoints.length > 0 ? codePoints : [NOTHING];
    if (at !== undefined) used[at - 1] = Object.create(glyph, { codePoints: { value: told } });
  }
}
