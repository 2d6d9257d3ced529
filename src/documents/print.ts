import { createHash } from "node:crypto";
import type { Db } from "../db/client";
import type { PrintedFile } from "../db/documents";
import { documentKey, type Files } from "../files/files";
import { fail, ok, type Result } from "../result";
import { iso } from "../time";
import { type RenderDeps, renderDocument } from "./render";
import { type Document, replaceFile } from "./store";

export type PrintDeps = RenderDeps & { db: Db; files: Files; now: () => number };

/** Makes the PDF of a document as it stands, and stores it under the document's own key. */
export async function printDocument(
  document: Document,
  deps: PrintDeps,
): Promise<Result<{ file: PrintedFile; bytes: Uint8Array }>> {
  const rendered = await renderDocument(document, deps, deps.now());
  if (!rendered.ok) return rendered;
  const bytes = rendered.value;
  const file = await storeFile(document, "document", bytes, deps);
  if (await replaceFile(deps.db, document, file)) return ok({ file, bytes });
  return fail("the document was changed while it was printed", true);
}

/**
 * Stores a PDF of a document: the released one under the key that belongs to it; a draft and a signed
 * copy under their hash too, so that two at once do not overwrite each other.
 */
export async function storeFile(
  document: Document,
  kind: PrintedFile["kind"],
  bytes: Uint8Array,
  { files, now }: Pick<PrintDeps, "files" | "now">,
): Promise<PrintedFile> {
  const owner = document.companyId ?? document.prospectId ?? document.id;
  const plain = documentKey(owner, document.callId, document.form);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const released = kind === "document" ? releaseOf(document) : undefined;
  const named = kind === "signed" ? "signed" : "draft";
  const key = released ? plain : plain.replace(/\.pdf$/, `_${named}_${sha256.slice(0, 12)}.pdf`);
  await files.put(key, bytes, "application/pdf");
  return { kind, key, sha256, bytes: bytes.length, at: iso(now()), ...(released && { released }) };
}

/** When a document was released, if it was. */
export const releaseOf = ({ decision }: Pick<Document, "decision">): string | undefined =>
  decision?.action === "released" ? decision.at : undefined;

/** A stored PDF of a document, if it is still the one that was stored; nothing if there is none. */
export async function readFile(
  document: Document,
  kind: PrintedFile["kind"],
  files: Files,
): Promise<Result<Uint8Array> | undefined> {
  const printed = document.files.find((file) => file.kind === kind);
  const found = printed && (await files.get(printed.key));
  if (!printed || !found) return undefined;
  const bytes = new Uint8Array(await new Response(found.body).arrayBuffer());
  const same = createHash("sha256").update(bytes).digest("hex") === printed.sha256;
  return same ? ok(bytes) : fail(`${printed.key} was changed`, false);
}
