import { CryptoKeySigner, PDF } from "@libpdf/core";
import type { SigningKey } from "./signing-key";

/**
 * Seals a PDF (PAdES B-B, ETSI EN 319 142-1), so that any reader detects later changes. `at` is in
 * ms.
 */
export async function sealPdf(
  bytes: Uint8Array,
  { key, certificate }: SigningKey,
  { reason, at }: { reason: string; at: number },
): Promise<Uint8Array> {
  const doc = await PDF.load(bytes);
  const signer = new CryptoKeySigner(key, certificate, "EC", "ECDSA");
  const sealed = await doc.sign({ signer, reason, signingTime: new Date(at), level: "B-B" });
  return sealed.bytes;
}
