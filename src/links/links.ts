import { derivedCode, derivedToken, seal, sealedHash, unseal } from "./seal";

/** The public addresses of what a person may open, and how they are known in our tables. */
export function linksOf(key: string, baseUrl: string) {
  return {
    /** Follows from the dial it belongs to, so that it can be spoken before anything is kept. */
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
    /** Where a person sees, signs or declines a document of theirs. */
    share(documentId: string) {
      const token = derivedToken(key, "document", documentId);
      return { token, url: `${baseUrl}/q/${token}`, hash: sealedHash(key, "share", token) };
    },
    shareHash: (token: string): string => sealedHash(key, "share", token),
    /** Shows that who has it was checked for a document; kept in their browser. */
    pass: (documentId: string): string => seal(key, "pass", [documentId]),
    grantsAccess: (token: string, documentId: string): boolean =>
      unseal(key, "pass", token)?.[0] === documentId,
    verify: (documentId: string): string => `${baseUrl}/verify/${documentId}`,
    /** A link in an email, by which we know that it was followed: it leads to us, never elsewhere. */
    click: (emailId: string, path: string): string =>
      `${baseUrl}/t/c/${seal(key, "click", [emailId, path])}`,
    /** The picture of one point that an email loads when it is opened. */
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
    /** Whose emails a token stops, or nothing if it is none of ours. */
    readUnsubscribe(token: string): { prospectId: string; emailId: string } | undefined {
      const [prospectId, emailId] = unseal(key, "unsubscribe", token) ?? [];
      return prospectId && emailId ? { prospectId, emailId } : undefined;
    },
  };
}
export type Links = ReturnType<typeof linksOf>;
