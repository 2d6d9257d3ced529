import type { Decision } from "../db/documents";
import { iso } from "../time";
import { automaticRelease } from "./automatic-release";
import { licenseFor, releaseRefusal } from "./decision";
import { deliver } from "./delivery";
import { kindOf } from "./document";
import type {
  DocumentContent,
  DocumentEffect,
  DocumentEvent,
  DocumentState,
  EventOf,
  LicensedRelease,
  Refused,
  Step,
} from "./state";
import { isRevocable } from "./status";
import { changed, conflict, move, refuse, stay } from "./step";
import { visit } from "./visit";

/**
 * The whole life of a document. No I/O and no clock: `now` is when we received the event. That an
 * estimate or a link has expired is asked with `now`, and is nowhere stored.
 */
export function transition(
  state: DocumentState | undefined,
  event: DocumentEvent,
  now: number,
): Step | Refused {
  if (!state)
    return event.type === "filled" ? begin(event) : refuse("unknown", "There is no such document");
  switch (event.type) {
    case "filled":
      return refill(state, event.content);
    case "corrected":
      if (state.status !== "awaiting_release") return conflict(state);
      return move(withContent(state, event.content), undefined, { do: "print" });
    case "drafted":
      return draft(state, event, now);
    case "released":
      return release(state, event, now);
    case "rejected":
      return reject(state, event, now);
    case "revoked":
      return revoke(state, event, now);
    case "sendDue":
    case "mailed":
    case "unsendable":
    case "deliveryLost":
    case "bounced":
    case "reminded":
    case "resent":
      return deliver(state, event, now);
    default:
      return visit(state, event, now);
  }
}

function begin({ id, form, content }: EventOf<"filled">): Step {
  const blank = { decision: null, printed: null, shareExpiresAt: null };
  const { values, rating, validUntil } = content;
  return move(
    { id, form, status: "awaiting_release", ...blank, values, rating, validUntil },
    undefined,
    { do: "print" },
  );
}

/** What somebody of the agency has changed is theirs, and is not filled anew. */
function refill(state: DocumentState, content: DocumentContent): Step {
  // It was released, and whatever was to send it may have been lost.
  if (state.status === "filled") return stay(state, undefined, { do: "deliver" });
  if (state.status !== "awaiting_release") return stay(state);
  const isCorrected = Object.values(state.values).some(({ from }) => from === "agent");
  return move(isCorrected ? state : withContent(state, content), undefined, { do: "print" });
}

/** What was printed before shows what the document was. */
const withContent = (state: DocumentState, { values, rating, validUntil }: DocumentContent) => ({
  ...state,
  values,
  rating,
  validUntil,
  printed: null,
});

/** A draft awaits a licensed agent, unless the agency lets it leave automatically and nobody has changed it since. */
function draft(state: DocumentState, event: EventOf<"drafted">, now: number): Step {
  if (state.status !== "awaiting_release") return stay(state);
  const { problem, automatic, seen } = event;
  if (automatic && !problem && seen && seen === state.printed) {
    const granted = automaticRelease(state, automatic.licenses, automatic.agencyName);
    if (granted) return leave(state, { ...granted, at: iso(now) });
  }
  return stay(state, undefined, {
    do: "openItem",
    kind: `release_${kindOf(state)}`,
    ...(problem && { reason: `it needs a change first (${problem})` }),
  });
}

function release(state: DocumentState, event: LicensedRelease, now: number): Step | Refused {
  const { agent, agencyLicenses, production, actor, note, seen, sha256 } = event;
  if (state.status !== "awaiting_release") return conflict(state);
  if (seen && seen !== state.printed) return changed();
  const refusal = releaseRefusal(state, agent, agencyLicenses, { production, now });
  if (refusal) return { refusal };
  if (!seen) return refuse("not_printed", "There is no PDF of it as it stands: PATCH its values");
  if (sha256 && sha256 !== seen) return changed();
  const stateCode = String(state.values.state?.value);
  return leave(state, {
    action: "released",
    at: iso(now),
    by: agent.name,
    agent_id: agent.id,
    actor,
    license: licenseFor(agent, stateCode, agencyLicenses),
    state: stateCode,
    reason: note,
  });
}

const leave = (state: DocumentState, decision: Decision): Step =>
  decide(state, "filled", decision, { do: "deliver" });

function reject(state: DocumentState, event: EventOf<"rejected">, now: number): Step | Refused {
  if (state.status !== "awaiting_release") return conflict(state);
  const { agent, actor, reason } = event;
  const by = { by: agent.name, agent_id: agent.id, actor, reason };
  return decide(state, "rejected", { action: "rejected", at: iso(now), ...by });
}

function revoke(state: DocumentState, event: EventOf<"revoked">, now: number): Step | Refused {
  if (!isRevocable(state.status)) return conflict(state);
  const { actor: by, reason } = event;
  return decide(state, "revoked", { action: "revoked", at: iso(now), by, reason });
}

/** A decision settles what asked for one. */
function decide(
  state: DocumentState,
  status: DocumentState["status"],
  decision: Decision,
  ...effects: DocumentEffect[]
): Step {
  const { action: kind, ...detail } = decision;
  const note = `${kind} by ${decision.by}`;
  const settled = {
    do: "settleItems" as const,
    kinds: ["release_quote", "release_proposal"],
    note,
  };
  return move({ ...state, status, decision }, { kind, detail, once: {} }, settled, ...effects);
}
