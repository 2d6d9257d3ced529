import { derivedCode, derivedToken, seal, sealedHash, unseal } from "./seal";

/** The public addresses of what a person may open, and how they are known in our tables. */
export function linksOf(key: string, baseUrl: string) {
  return {
    /** Follows from the dial it belongs to, so that it can be spoken before anything is kept. */
    callback(callId: string, attempt: number) {
      const token = derivedToken(key, callId, attempt);
      const code = derivedCode(key, callId, attempt);
      return {
        ...{ token, code, url: `${baseUrl}/callback/${token}`, codeUrl: `${baseUrl}/c` },
        tokenHash: sealedHash(key, "callback", token),
        codeHash: sealedHash(key, "code", code),
      };
    },
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
