import { isExpired } from "./decision";
import { isUnverifiedAddress, kindOf } from "./document";
import {
  type DocumentState,
  deliveryEmailId,
  type EventOf,
  type Refused,
  type Step,
} from "./state";
import { isOpen } from "./status";
import { conflict, move, refuse, stay } from "./step";

export type DeliveryEvent = EventOf<
  "sendDue" | "mailed" | "unsendable" | "deliveryLost" | "bounced" | "reminded" | "resent"
>;
/** What becomes of the mail that brings a document to its person. */
export function deliver(state: DocumentState, event: DeliveryEvent, now: number): Step | Refused {
  const { status, decision } = state;
  switch (event.type) {
    case "sendDue": {
      if (status !== "filled" || decision?.action !== "released") return conflict(state);
      const attach = !isUnverifiedAddress(state.values);
      return stay(state, undefined, { do: "mail", emailId: deliveryEmailId(state), attach });
    }
    case "mailed":
      return mailed(state, event);
    case "unsendable":
      return status === "filled" ? escalate(state, event.why) : stay(state);
    case "deliveryLost":
      return status === "filled" ? move({ ...state, status: "needs_human" }) : stay(state);
    case "bounced": {
      const { emailId: email_id, reason } = event;
      if (email_id !== deliveryEmailId(state)) return stay(state);
      const entry = { kind: "bounced" as const, detail: { email_id, reason }, once: { email_id } };
      return status === "delivered"
        ? move({ ...state, status: "needs_human" }, entry)
        : stay(state, entry);
    }
    case "reminded": {
      const mark = { email_id: event.emailId };
      return stay(state, { kind: "reminded", detail: mark, once: mark });
    }
    case "resent": {
      if (decision?.action !== "released") return conflict(state);
      if (isExpired(state.validUntil, now))
        return refuse("expired_quote", "The estimate is no longer valid, and cannot be signed");
      if (!isOpen(status)) return conflict(state);
      const again = { ...decision, resends: (decision.resends ?? 0) + 1 };
      return move({ ...state, status: "filled", decision: again }, undefined, { do: "deliver" });
    }
  }
}

/** That an email left is on record whatever has become of the document; the rest follows only from this delivery. */
function mailed(state: DocumentState, { emailId: email_id, bounced }: EventOf<"mailed">): Step {
  const detail = { email_id, ...(isUnverifiedAddress(state.values) && { check: true }) };
  const entry = { kind: "mailed" as const, detail, once: { email_id } };
  if (state.status !== "filled" || email_id !== deliveryEmailId(state)) return stay(state, entry);
  if (bounced) return move({ ...state, status: "needs_human" }, entry);
  return move(
    { ...state, status: "delivered" },
    entry,
    { do: "planFollowUp", kind: "quote_reminder" },
    { do: "settleItems", kinds: [`send_${kindOf(state)}`, "mail_failed"], note: "It was emailed." },
  );
}

/** A document that cannot be mailed is for a person; it can be signed, and sent again. */
function escalate(state: DocumentState, why: string): Step {
  return move(
    { ...state, status: "needs_human" },
    { kind: "not_mailed", detail: { why } },
    {
      do: "openItem",
      kind: `send_${kindOf(state)}`,
      reason: why,
      ...(state.decision?.resends && { about: deliveryEmailId(state) }),
    },
  );
}
