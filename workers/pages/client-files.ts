import names from "../../assets/built/pages.json";

export type ClientFile = "api-docs.css" | "page.css" | "sign.js" | "talk.js" | "verify.js";
const NAMES: Record<ClientFile, string> = names;

/** Where a page finds its style or script: the address changes with what is in the file. */
export const clientUrl = (file: ClientFile): string => `/assets/${NAMES[file]}`;

/**
 * The file that an address under `/assets` means today, and whether it is that very one: while a new
 * version is rolled out, a page of one may ask a Worker of the other.
 */
export function clientFileAt(name: string): { file: string; exact: boolean } | undefined {
  const parts = name.split(".");
  const plain = `${parts[0]}.${parts.at(-1)}`;
  const file = Object.entries(NAMES).find(([known]) => known === plain)?.[1];
  return file === undefined ? undefined : { file, exact: file === name };
}
