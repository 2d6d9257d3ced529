/** A PDF of objects in its own syntax, as writers other than ours make them. */
function pdfOf(objects: Record<number, string>): Uint8Array {
  let text = "%PDF-1.6\n";
  const places = new Map<number, number>();
  for (const [number, body] of Object.entries(objects)) {
    places.set(Number(number), text.length);
    text += `${number} 0 obj\n${body}\nendobj\n`;
  }
  const size = Math.max(...places.keys()) + 1;
  const at = text.length;
  text += `xref\n0 ${size}\n0000000000 65535 f \n`;
  for (let number = 1; number < size; number++) {
    const place = places.get(number);
    text +=
      place === undefined
        ? "0000000000 65535 f \n"
        : `${String(place).padStart(10, "0")} 00000 n \n`;
  }
  text += `trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${at}\n%%EOF\n`;
  return Uint8Array.from(text, (sign) => sign.charCodeAt(0));
}

const stream = (content: string, dict = "") =>
  `<< ${dict} /Length ${content.length} >>\nstream\n${content}\nendstream`;
/** A picture that a widget may have. */
const PICTURE = stream("0 0 m 9 9 l S", "/Type /XObject /Subtype /Form /BBox [0 0 14 14]");

type More = { form?: string; catalog?: string; objects?: Record<number, string>; fields?: string };

/** A page with these widgets, which are their own fields unless they name a parent (60, 61, …). */
export function aRawForm(
  widgets: string[],
  { form = "", catalog = "", objects = {}, fields }: More = {},
) {
  const numbers = widgets.map((_, at) => 20 + at);
  const refs = numbers.map((number) => `${number} 0 R`).join(" ");
  const own = widgets.map((body, at) => {
    return [20 + at, `<< /Type /Annot /Subtype /Widget /P 3 0 R ${body} >>`] as const;
  });
  return pdfOf({
    1: `<< /Type /Catalog /Pages 2 0 R ${catalog} /AcroForm << /Fields [${fields ?? refs}] /DA (/Helv 0 Tf 0 g) ${form} >> >>`,
    2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    3: `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R /Annots [${refs}] >>`,
    5: stream("0.9 g 0 0 612 792 re f"),
    90: PICTURE,
    91: PICTURE,
    ...Object.fromEntries(own),
    ...objects,
  });
}

/** A text field. */
export const aText = (name: string, rect: string, more = "") =>
  `/FT /Tx /T (${name}) /Rect [${rect}] /F 4 ${more}`;
/** A place of a field with several: its on state has a picture. */
export const aKid = (parent: number, left: number, on: string) =>
  `/Parent ${parent} 0 R /Rect [${left} 700 ${left + 14} 714] /F 4 /AP << /N << /${on} 90 0 R /Off 91 0 R >> >> /AS /Off`;
