import { createECDH, hkdfSync } from "node:crypto";
import * as asn1js from "asn1js";
import * as pkijs from "pkijs";

/** The order of P-256's group (FIPS 186-5, SP 800-186): a private key lies below it. */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const COMMON_NAME = "2.5.4.3";
const ORGANIZATION = "2.5.4.10";
const [FROM, UNTIL] = ["2026-01-01T00:00:00Z", "2046-01-01T00:00:00Z"] as const;

export type SigningKey = { key: CryptoKey; certificate: Uint8Array };

/**
 * The key that seals documents. It follows from the installation's secret, so that nothing more has
 * to be kept, and cannot be taken out of the runtime. Its certificate is our own: it proves that
 * nothing was changed since, and that whoever sealed it had the secret; it proves no identity.
 */
export async function signingKey(secret: string, organization: string): Promise<SigningKey> {
  const seed = Buffer.from(hkdfSync("sha256", secret, "", "document seal", 48)).toString("hex");
  const scalar = (BigInt(`0x${seed}`) % (ORDER - 1n)) + 1n;
  const d = Buffer.from(scalar.toString(16).padStart(64, "0"), "hex");
  const pair = createECDH("prime256v1");
  pair.setPrivateKey(d);
  const point = pair.getPublicKey();
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((one) =>
    one.toString("base64url"),
  );
  const curve = { name: "ECDSA", namedCurve: "P-256" };
  const open = { kty: "EC", crv: "P-256", x, y } as JsonWebKey;
  const [key, known] = await Promise.all([
    crypto.subtle.importKey("jwk", { ...open, d: d.toString("base64url") }, curve, false, ["sign"]),
    crypto.subtle.importKey("jwk", open, curve, true, ["verify"]),
  ]);
  return { key, certificate: await selfSigned(key, known, organization) };
}

async function selfSigned(key: CryptoKey, known: CryptoKey, organization: string) {
  // Its types are of another release of the platform than ours.
  const engine = new pkijs.CryptoEngine({ name: "webcrypto", crypto: crypto as never }) as never;
  const certificate = new pkijs.Certificate();
  certificate.version = 2;
  certificate.serialNumber = new asn1js.Integer({ value: 1 });
  certificate.notBefore.value = new Date(FROM);
  certificate.notAfter.value = new Date(UNTIL);
  for (const name of [certificate.issuer, certificate.subject])
    name.typesAndValues.push(
      named(ORGANIZATION, organization),
      named(COMMON_NAME, `${organization} document seal`.slice(0, 64)),
    );
  await certificate.subjectPublicKeyInfo.importKey(known, engine);
  await certificate.sign(key, "SHA-256", engine);
  return new Uint8Array(certificate.toSchema(true).toBER());
}

const named = (type: string, text: string) =>
  new pkijs.AttributeTypeAndValue({ type, value: new asn1js.Utf8String({ value: text }) });
