import { z } from "zod";
import { httpFailure } from "../http-failure";
import { derivedId } from "../ids";
import { fail, ok, type Result } from "../result";
import { fieldLabel } from "./copy";
import type { DocumentRenderer } from "./renderer";

const exported = z.object({ download_url: z.url({ protocol: /^https?$/ }) });
/** A page of US letter at 96 dots an inch, in JoyFill's grid of 24 columns and rows of 8. */
const PAGE = { width: 816, height: 1056, cols: 24, rowHeight: 8 };
const ROWS = { short: 6, long: 14, page: PAGE.height / PAGE.rowHeight - 6 };
const LONG = 90;
const BYTES_MAX = 10 * 1_048_576;

type Options = {
  baseUrl: string;
  /** `public:secret`, as JoyFill shows a key, or a user's access token. */
  apiKey: string;
  fetch: typeof fetch;
};

/**
 * JoyFill draws a document from its fields (https://docs.joyfill.io, Export PDF). What stands in it
 * goes to JoyFill with it: only for an agency that has agreed on that with them.
 */
export function joyfill({ baseUrl, apiKey, fetch }: Options): DocumentRenderer {
  const authorization = apiKey.includes(":")
    ? `Basic ${Buffer.from(apiKey).toString("base64")}`
    : `Bearer ${apiKey}`;
  return {
    async render(title, fields) {
      const answer = await fetch(`${baseUrl}/documents/exports/pdf`, {
        method: "POST",
        headers: { authorization, "content-type": "application/json" },
        body: JSON.stringify(joyDoc(title, fields)),
      });
      if (!answer.ok) return httpFailure("joyfill", answer.status);
      const parsed = exported.safeParse(await answer.json().catch(() => undefined));
      if (!parsed.success) return fail("joyfill: the answer holds no download_url", false);
      return await download(parsed.data.download_url, fetch);
    },
  };
}

async function download(url: string, fetch: Options["fetch"]): Promise<Result<Uint8Array>> {
  const file = await fetch(url);
  if (!file.ok) return httpFailure("joyfill", file.status);
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes.length > BYTES_MAX) return fail("joyfill: the PDF is larger than 10 MB", false);
  const isPdf = new TextDecoder("latin1").decode(bytes.subarray(0, 5)) === "%PDF-";
  return isPdf ? ok(bytes) : fail("joyfill: what it made is no PDF", false);
}

/** Our document as JoyFill's: one text field under the other, over as many pages as it takes. */
function joyDoc(title: string, texts: Record<string, string>) {
  const known = Object.entries(texts).filter(([, text]) => text !== "");
  const file = derivedId("joyfill-file", title);
  const pages: { _id: string; name: string; fieldPositions: object[] }[] = [];
  let y = Number.POSITIVE_INFINITY;
  const fields = known.map(([identifier, value]) => {
    const long = value.length > LONG || value.includes("\n");
    const height = long ? ROWS.long : ROWS.short;
    if (y + height > ROWS.page) {
      const name = `Page ${pages.length + 1}`;
      pages.push({ _id: derivedId("joyfill-page", title, name), name, fieldPositions: [] });
      y = 2;
    }
    const _id = derivedId("joyfill-field", title, identifier);
    const type = long ? "textarea" : "text";
    const where = { x: 1, y, width: PAGE.cols - 2, height, displayType: "original", type };
    pages.at(-1)?.fieldPositions.push({ _id: `${_id}-p`, field: _id, ...where });
    y += height;
    return { _id, file, type, identifier, title: fieldLabel(identifier), value };
  });
  const pageOrder = pages.map(({ _id }) => _id);
  const sized = pages.map((page) => ({ ...page, ...PAGE }));
  return {
    identifier: derivedId("joyfill", title),
    name: title,
    type: "document",
    stage: "published",
    fields,
    files: [{ _id: file, name: title, version: 1, pageOrder, pages: sized }],
  };
}
