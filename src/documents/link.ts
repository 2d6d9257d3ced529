import { isExpired } from "./decision";
import { isUnverifiedAddress } from "./document";
import type { DocumentState, Refusal } from "./state";
import { isOpen } from "./status";

type Linked = Pick<DocumentState, "status" | "shareExpiresAt">;

/** Why a document's link shows nothing; nothing if it opens. */
export function linkRefusal({ status, shareExpiresAt }: Linked, now: number): Refusal | undefined {
  if (status === "revoked") return { code: "link_revoked", title: "The document was withdrawn" };
  if ((shareExpiresAt ?? 0) <= now) return { code: "link_expired", title: "The link has expired" };
  return undefined;
}

type Opened = Linked & Pick<DocumentState, "values">;

/** Why somebody may not see a document. Where its address is unverified, the link may have reached anybody. */
export function openRefusal(state: Opened, verified: boolean, now: number): Refusal | undefined {
  const refusal = linkRefusal(state, now);
  if (refusal || verified || !isUnverifiedAddress(state.values)) return refusal;
  return { code: "check_needed", title: "Confirm the phone number first" };
}

/** Why somebody may not sign a document; nothing if they may. */
export function signRefusal(
  state: Opened & Pick<DocumentState, "validUntil">,
  verified: boolean,
  now: number,
): Refusal | undefined {
  const refusal = openRefusal(state, verified, now);
  if (refusal) return refusal;
  if (!isOpen(state.status))
    return { code: "conflict", title: `The document is ${state.status} by now` };
  if (isExpired(state.validUntil, now))
    return { code: "expired_quote", title: "The estimate is no longer valid" };
  return undefined;
}
