import { isUnverifiedAddress, kindOf } from "./document";
import { linkRefusal, openRefusal, signRefusal } from "./link";
import type { DocumentEffect, DocumentState, EventOf, Refused, Step } from "./state";
import { isOpen } from "./status";
import { conflict, move, refuse, stay } from "./step";

/** A machine that reloads a page writes no more than this into an audit trail. */
const ENTRIES_MAX = 200;
/** After so many questions about a document, a call is quicker. */
const QUESTIONS_MAX = 20;
/** After so many wrong digits somebody guesses, and the link opens for nobody any more. */
export const CHECK_FAILURES_MAX = 12;

export type VisitEvent = EventOf<
  "visited" | "downloaded" | "checked" | "checkFailed" | "signed" | "declined" | "asked"
>;
/** What its person does on its page. */
export function visit(state: DocumentState, event: VisitEvent, now: number): Step | Refused {
  const kind = kindOf(state);
  const refusal =
    "verified" in event ? openRefusal(state, event.verified, now) : linkRefusal(state, now);
  if (refusal) return { refusal };
  switch (event.type) {
    case "visited":
    case "downloaded":
      if (event.entries >= ENTRIES_MAX) return stay(state);
      return stay(state, { kind: event.type, detail: { ...event.verdict } });
    case "checked":
      return check(state);
    case "checkFailed":
      if (event.failures < CHECK_FAILURES_MAX) return stay(state);
      return stay(state, undefined, { do: "openItem", kind: `check_failed_${kind}` });
    case "signed":
      return sign(state, event, now);
    case "declined": {
      if (!isOpen(state.status)) return conflict(state);
      const { reason } = event;
      const detail = reason === undefined ? {} : { reason };
      return move({ ...state, status: "declined" }, { kind: "declined", detail, once: {} });
    }
    case "asked": {
      const { question, questions, key } = event;
      if (questions >= QUESTIONS_MAX)
        return refuse("too_many", "Please call us about your question");
      const detail = { question };
      return stay(
        state,
        { kind: "question", detail },
        { do: "openItem", kind: `question_${kind}`, about: key, detail },
      );
    }
  }
}

/** Whoever knows the digits owns the address: from now on it is on record. */
function check(state: DocumentState): Step {
  const entry = { kind: "checked" as const, detail: {}, once: {} };
  const email = state.values.email?.value;
  if (!isUnverifiedAddress(state.values) || typeof email !== "string") return stay(state, entry);
  return stay(state, entry, { do: "recordEmail", email });
}

function sign(state: DocumentState, event: EventOf<"signed">, now: number): Step | Refused {
  const refusal = signRefusal(state, event.verified, now);
  if (refusal) return { refusal };
  const detail = { ...event.signature, file_sha256: event.file.sha256 };
  const signed: DocumentState = { ...state, status: "signed" };
  return move(signed, { kind: "signed", detail, once: {} }, ...effectsOfSigning(signed));
}

/** What follows from a signature: somebody prepares the application, and the signer gets a copy. */
export function effectsOfSigning(state: Pick<DocumentState, "form">): DocumentEffect[] {
  return [
    { do: "openItem", kind: `signed_${kindOf(state)}` },
    { do: "planFollowUp", kind: "sign_up_link" },
  ];
}
