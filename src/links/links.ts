import { derivedCode, derivedToken, seal, sealedHash, unseal } from "./seal";

/** Makes and reads the links that people open. Tables store only the hashes of their tokens. */
export function linksOf(key: string, baseUrl: string) {
  return {
    /** Derived from its dial, so that the code can be spoken before anything is stored. */
    callback(callId: string, attempt: number) {
      const token = derivedToken(key, callId, attempt);
      const code = derivedCode(key, callId, attempt);
      return {
        token,
        code,
        url: `${baseUrl}/callback/${token}`,
        codeUrl: `${baseUrl}/c`,
        tokenHash: sealedHash(key, "callback", token),
        codeHash: sealedHash(key, "code", code),
      };
    },
    /** Where a person reads, signs or declines a document. */
    share(documentId: string) {
      const token = derivedToken(key, "document", documentId);
      return { token, url: `${baseUrl}/q/${token}`, hash: sealedHash(key, "share", token) };
    },
    shareHash: (token: string): string => sealedHash(key, "share", token),
    /** A token in the visitor's browser: they passed the check for this document. */
    pass: (documentId: string): string => seal(key, "pass", [documentId]),
    grantsAccess: (token: string, documentId: string): boolean =>
      unseal(key, "pass", token)?.[0] === documentId,
    /** The public page that shows whether a document is genuine. */
    verify: (documentId: string): string => `${baseUrl}/verify/${documentId}`,
    /** A link in an email that records the click, then redirects to `path` on our site only. */
    click: (emailId: string, path: string): string =>
      `${baseUrl}/t/c/${seal(key, "click", [emailId, path])}`,
    /** The one-pixel image that records that an email was opened. */
    open: (emailId: string): string => `${baseUrl}/t/o/${seal(key, "open", [emailId])}`,
    readClick(token: string): { emailId: string; url: string } | undefined {
      const [emailId, path] = unseal(key, "click", token) ?? [];
      return emailId && path?.startsWith("/") ? { emailId, url: `${baseUrl}${path}` } : undefined;
    },
    readOpen: (token: string): string | undefined => unseal(key, "open", token)?.[0],
    tokenHash: (token: string): string => sealedHash(key, "callback", token),
    codeHash: (code: string): string => sealedHash(key, "code", code),
    unsubscribe: (prospectId: string, emailId: string): string =>
      `${baseUrl}/u/${seal(key, "unsubscribe", [prospectId, emailId])}`,
    /** The prospect and email of an unsubscribe link; undefined if we did not make the token. */
    readUnsubscribe(token: string): { prospectId: string; emailId: string } | undefined {
      const [prospectId, emailId] = unseal(key, "unsubscribe", token) ?? [];
      return prospectId && emailId ? { prospectId, emailId } : undefined;
    },
  };
}
export type Links = ReturnType<typeof linksOf>;
