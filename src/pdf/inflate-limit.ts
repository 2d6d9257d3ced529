import { inflateSync } from "node:zlib";

/**
 * The limit for all unpacked object and cross-reference streams, ten times the largest known
 * form's.
 */
const INFLATED_MAX = 64 * 1_048_576;

/**
 * Whether a file's packed streams are larger than any form's. A decompression bomb of a few
 * kilobytes could fill the memory.
 */
export function inflatesTooMuch(bytes: Uint8Array): boolean {
  const text = new TextDecoder("latin1").decode(bytes);
  let left = INFLATED_MAX;
  for (const { index, 0: keyword } of text.matchAll(/(?<!end)stream\r?\n/g)) {
    const dict = decodeNames(text.slice(text.lastIndexOf("obj", index), index));
    if (!/\/(?:ObjStm|XRef)\b/.test(dict)) continue;
    const filters = dict.match(/\/(?:Flate|LZW|ASCIIHex|ASCII85|RunLength)Decode\b/g) ?? [];
    if (filters.length > 1) return true;
    if (filters[0] !== "/FlateDecode") continue;
    const to = text.indexOf("endstream", index);
    const packed = bytes.subarray(index + keyword.length, to < 0 ? undefined : to);
    try {
      left -= inflateSync(packed, { maxOutputLength: left + 1 }).length;
    } catch (error) {
      // A broken stream is left to the parser; only the limit counts here. Both runtimes report it
      // as a
      // RangeError.
      if (error instanceof RangeError) return true;
    }
    if (left <= 0) return true;
  }
  return false;
}

/** Decodes names with escaped characters, such as `/Obj#53tm`. */
const decodeNames = (dict: string): string =>
  dict.replaceAll(/#([\da-f]{2})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
