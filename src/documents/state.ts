import type { AuditEntry } from "../audit/store";
import type {
  Decision,
  DocumentRating,
  DocumentStatus,
  PrintedFile,
  Signature,
  Values,
} from "../db/documents";
import type { Form } from "../db/extraction";
import { derivedId } from "../ids";
import type { LicensedAgent } from "../licensed-agents/licensed-agent";
import type { WorkItemKind } from "../work-items/kinds";

/** What a document says. It changes only while the document awaits its release. */
export type DocumentContent = {
  values: Values;
  rating: DocumentRating;
  /** Until when the estimate holds; null for one without a premium. */
  validUntil: number | null;
};

/** What the life of a document depends on. */
export type DocumentState = DocumentContent & {
  id: string;
  form: Form;
  status: DocumentStatus;
  /** Who decided last: released, rejected or revoked it. */
  decision: Decision | null;
  /** SHA-256 of the PDF that shows it as it stands; null until it is printed. */
  printed: string | null;
  /** Until when its link opens; null while it has none. */
  shareExpiresAt: number | null;
};

/** Whether a visitor has shown that the document is theirs, where its address is unverified. */
type Visitor = { verified: boolean };

/** All that can happen to a document. A request may be refused; what has happened is taken as it is. */
export type DocumentEvent =
  /** A call asked for it, now or when its words were looked at before. */
  | { type: "filled"; id: string; form: Form; content: DocumentContent }
  /** Somebody of the agency changed a value. */
  | { type: "corrected"; content: DocumentContent }
  /** Its draft was printed (`seen` is the PDF's SHA-256), or cannot be as it stands (`problem`). */
  | { type: "drafted"; seen: string | null; problem?: string; automatic?: AutomaticRelease }
  | LicensedRelease
  | { type: "rejected"; agent: LicensedAgent; actor: string | undefined; reason: string }
  /** It can be mailed now. */
  | { type: "sendDue" }
  /** The provider took its email; `bounced` if the email has come back already. */
  | { type: "mailed"; emailId: string; bounced: boolean }
  /** There is no address that mail may go to, or the provider refuses the email. */
  | { type: "unsendable"; why: string }
  /** The task that mails it was given up. */
  | { type: "deliveryLost" }
  | { type: "bounced"; emailId: string; reason: string }
  /** Its person was reminded of it. */
  | { type: "reminded"; emailId: string }
  | { type: "resent" }
  | { type: "revoked"; actor: string; reason: string }
  /** Its page or its PDF was opened; `entries` is the length of its audit trail by now. */
  | (Visitor & { type: "visited"; verdict: object; entries: number })
  | (Visitor & { type: "downloaded"; verdict: object; entries: number })
  /** The last digits of the person's number were right, or wrong for the `failures`th time. */
  | { type: "checked" }
  | { type: "checkFailed"; failures: number }
  | (Visitor & { type: "signed"; signature: Signature; file: PrintedFile })
  | (Visitor & { type: "declined"; reason?: string | undefined })
  /** `questions` were asked before; `key` tells this one from them. */
  | (Visitor & { type: "asked"; question: string; questions: number; key: string });

export type EventOf<Type extends DocumentEvent["type"]> = Extract<DocumentEvent, { type: Type }>;

export type AutomaticRelease = { licenses: Record<string, string>; agencyName: string };
export type LicensedRelease = {
  type: "released";
  agent: LicensedAgent;
  /** The agency's own license numbers by state. */
  agencyLicenses: Record<string, string>;
  /** No premium from a SAMPLE table leaves in production. */
  production: boolean;
  actor: string | undefined;
  note: string | undefined;
  /** SHA-256 of the PDF that lay there when the release was asked for. */
  seen: string | null;
  /** SHA-256 of the PDF that the agent says to have looked at. */
  sha256: string | undefined;
};

/** What is owed after a step. Whoever asks does it; done again after a crash, each comes about once. */
export type DocumentEffect =
  /** The draft is printed as it stands now. */
  | { do: "print" }
  /** The task that mails it is sent off. */
  | { do: "deliver" }
  /** It is mailed, once under this id; without its PDF where the address is unverified. */
  | { do: "mail"; emailId: string; attach: boolean }
  /** The address of the document goes on its person's record. */
  | { do: "recordEmail"; email: string }
  | { do: "planFollowUp"; kind: "quote_reminder" | "sign_up_link" }
  | { do: "openItem"; kind: WorkItemKind; reason?: string; about?: string; detail?: object }
  | { do: "settleItems"; kinds: string[]; note: string };

/** An entry of the audit trail; appended again with the same `once`, the trail stays as it is. */
export type LifeEntry = AuditEntry & { once?: Record<string, string> };

/**
 * What an event makes of a document. `state` is the very object that was asked about if nothing
 * moves. The entry is written in one transaction with the state; listeners hear of it from there.
 */
export type Step = { state: DocumentState; entry?: LifeEntry; effects: DocumentEffect[] };

export type RefusalCode =
  | "unknown"
  | "conflict"
  | "changed"
  | "expired_quote"
  | "not_licensed"
  | "sample_rates"
  | "not_printed"
  | "link_revoked"
  | "link_expired"
  | "check_needed"
  | "too_many";
export type Refusal = { code: RefusalCode; title: string };
export type Refused = { refusal: Refusal };

/** The email with which a document leaves us: another one for each time that it is sent anew. */
export const deliveryEmailId = ({ id, decision }: Pick<DocumentState, "id" | "decision">): string =>
  derivedId("document-email", id, decision?.at ?? "", decision?.resends ?? "");
