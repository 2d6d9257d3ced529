import { createECDH, hkdfSync } from "node:crypto";
import * as asn1js from "asn1js";
import * as pkijs from "pkijs";

/** The order of the P-256 group (SP 800-186). A private key is a number below it. */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const COMMON_NAME = "2.5.4.3";
const ORGANIZATION = "2.5.4.10";
const [FROM, UNTIL] = ["2026-01-01T00:00:00Z", "2046-01-01T00:00:00Z"] as const;

/** A private key that cannot be exported, and its certificate (DER). */
export type SigningKey = { key: CryptoKey; certificate: Uint8Array };

/**
 * Derives the key that seals documents from the installation's secret, so nothing more has to be
 * stored. Its self-signed certificate shows that a file was not changed since it was sealed, and
 * that the sealer had the secret. It does not prove an identity.
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
  const publicJwk = { kty: "EC", crv: "P-256", x, y } as JsonWebKey;
  const [key, publicKey] = await Promise.all([
    crypto.subtle.importKey("jwk", { ...publicJwk, d: d.toString("base64url") }, curve, false, [
      "sign",
    ]),
    crypto.subtle.importKey("jwk", publicJwk, curve, true, ["verify"]),
  ]);
  return { key, certificate: await selfSignedCertificate(key, publicKey, organization) };
}

async function selfSignedCertificate(key: CryptoKey, publicKey: CryptoKey, organization: string) {
  // The types of pkijs are for another version of WebCrypto than ours.
  const engine = new pkijs.CryptoEngine({ name: "webcrypto", crypto: crypto as never }) as never;
  const certificate = new pkijs.Certificate();
  certificate.version = 2;
  certificate.serialNumber = new asn1js.Integer({ value: 1 });
  certificate.notBefore.value = new Date(FROM);
  certificate.notAfter.value = new Date(UNTIL);
  for (const name of [certificate.issuer, certificate.subject])
    name.typesAndValues.push(
      attribute(ORGANIZATION, organization),
      attribute(COMMON_NAME, `${organization} document seal`.slice(0, 64)),
    );
  await certificate.subjectPublicKeyInfo.importKey(publicKey, engine);
  await certificate.sign(key, "SHA-256", engine);
  return new Uint8Array(certificate.toSchema(true).toBER());
}

const attribute = (type: string, text: string) =>
  new pkijs.AttributeTypeAndValue({ type, value: new asn1js.Utf8String({ value: text }) });
