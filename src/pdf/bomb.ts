import { inflateSync } from "node:zlib";

/** All that the tables and object streams of a form may hold: the largest forms have a tenth of it. */
const INFLATED_MAX = 64 * 1_048_576;

/**
 * Whether the parts of a file that are unpacked to read it are larger than any form's: a few kilobytes
 * can be packed so that they fill a machine.
 */
export function isBomb(bytes: Uint8Array): boolean {
  const text = new TextDecoder("latin1").decode(bytes);
  let left = INFLATED_MAX;
  for (const { index } of text.matchAll(/\/Type\s*\/(?:ObjStm|XRef)\b/g)) {
    const from = text.indexOf("stream", index);
    const to = text.indexOf("endstream", from);
    if (from < 0 || to < 0) continue;
    const dict = text.slice(text.lastIndexOf(" obj", index), from);
    const filters = dict.match(/\/(?:Flate|LZW|ASCIIHex|ASCII85|RunLength)Decode\b/g) ?? [];
    if (filters.length > 1) return true;
    if (filters[0] !== "/FlateDecode") continue;
    const start = from + (/^stream\r?\n/.exec(text.slice(from, from + 8))?.[0].length ?? 6);
    try {
      left -= inflateSync(bytes.subarray(start, to), { maxOutputLength: left + 1 }).length;
    } catch (error) {
      // What cannot be unpacked is for whoever reads it to judge; what is too much is not.
      if ((error as { code?: string }).code === "ERR_BUFFER_TOO_LARGE") return true;
    }
    if (left <= 0) return true;
  }
  return false;
}
