import { inflateSync } from "node:zlib";

/** All that the tables and object streams of a form may hold: the largest forms have a tenth of it. */
const INFLATED_MAX = 64 * 1_048_576;

/**
 * Whether the parts of a file that are unpacked to read it are larger than any form's: a few kilobytes
 * can be packed so that they fill a machine.
 */
export function inflatesTooMuch(bytes: Uint8Array): boolean {
  const text = new TextDecoder("latin1").decode(bytes);
  let left = INFLATED_MAX;
  for (const { index, 0: keyword } of text.matchAll(/(?<!end)stream\r?\n/g)) {
    const dict = spelled(text.slice(text.lastIndexOf("obj", index), index));
    if (!/\/(?:ObjStm|XRef)\b/.test(dict)) continue;
    const filters = dict.match(/\/(?:Flate|LZW|ASCIIHex|ASCII85|RunLength)Decode\b/g) ?? [];
    if (filters.length > 1) return true;
    if (filters[0] !== "/FlateDecode") continue;
    const to = text.indexOf("endstream", index);
    const packed = bytes.subarray(index + keyword.length, to < 0 ? undefined : to);
    try {
      left -= inflateSync(packed, { maxOutputLength: left + 1 }).length;
    } catch (error) {
      // What cannot be unpacked is for whoever reads it to judge; what is too much is not. The runtime
      // tells that by a code, or by the kind of error only.
      if (error instanceof RangeError) return true;
    }
    if (left <= 0) return true;
  }
  return false;
}

/** Names may be written in numbers: `/Obj#53tm`. */
const spelled = (dict: string): string =>
  dict.replaceAll(/#([\da-f]{2})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
