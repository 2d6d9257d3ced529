import { createHash } from "node:crypto";
import type { Db } from "../db/client";
import { documentKey, type Files } from "../files/files";
import { fail, ok, type Result } from "../result";
import { iso } from "../time";
import { type RenderDeps, renderDocument } from "./render";
import { type Document, type Printed, replaceFile } from "./store";

export type PrintDeps = RenderDeps & { db: Db; files: Files; now: () => number };

/** Makes the PDF of a document as it stands, and keeps it under the document's own key. */
export async function printDocument(paper: Document, deps: PrintDeps): Promise<Result<Uint8Array>> {
  const made = await renderDocument(paper, deps, deps.now());
  if (!made.ok) return made;
  const file = await storeFile(paper, "document", made.value, deps);
  if (await replaceFile(deps.db, paper, file)) return made;
  return fail("the document was changed while it was printed", true);
}

/**
 * Keeps a PDF of a document: the released paper under the key that belongs to it; a draft and a signed
 * copy under their hash too, so that two at once do not overwrite each other.
 */
export async function storeFile(
  paper: Document,
  kind: Printed["kind"],
  bytes: Uint8Array,
  { files, now }: Pick<PrintDeps, "files" | "now">,
): Promise<Printed> {
  const owner = paper.companyId ?? paper.prospectId ?? paper.id;
  const plain = documentKey(owner, paper.callId, paper.form);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const released = kind === "document" ? releaseOf(paper) : undefined;
  const named = kind === "signed" ? "signed" : "draft";
  const key = released ? plain : plain.replace(/\.pdf$/, `_${named}_${sha256.slice(0, 12)}.pdf`);
  await files.put(key, bytes, "application/pdf");
  return { kind, key, sha256, bytes: bytes.length, at: iso(now()), ...(released && { released }) };
}

/** When a document was released, if it was. */
export const releaseOf = ({ decision }: Pick<Document, "decision">): string | undefined =>
  decision?.action === "released" ? decision.at : undefined;

/** A PDF of a document as it lies there, if it is still the one that was kept. */
export async function readFile(
  paper: Document,
  kind: Printed["kind"],
  files: Files,
): Promise<Result<Uint8Array> | undefined> {
  const printed = paper.files.find((one) => one.kind === kind);
  const found = printed && (await files.get(printed.key));
  if (!printed || !found) return undefined;
  const bytes = new Uint8Array(await new Response(found.body).arrayBuffer());
  const same = createHash("sha256").update(bytes).digest("hex") === printed.sha256;
  if (!same) return { ok: false, error: { retry: false, detail: `${printed.key} was changed` } };
  return ok(bytes);
}
