import { readFile } from "node:fs/promises";
import { FontLibrary } from "../../src/pdf/fonts";
import { silentLog } from "./log";

const AGENCY = {
  companyName: "Example Agency",
  agentName: "Jennifer",
  tollFreeNumber: "+15550100000",
  optOutNumber: "+15550100001",
  postalAddress: "1 Example Plaza, Springfield",
};

/** What documents are rendered with: our own fonts and templates, for an agency of the tests. */
export const press = () => ({
  fonts: new FontLibrary(async (file) => new Uint8Array(await readFile(`assets/fonts/${file}`))),
  log: silentLog,
  readTemplate: async (file: string) => new Uint8Array(await readFile(`assets/templates/${file}`)),
  agency: () => AGENCY,
});
