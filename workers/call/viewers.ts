import type { CallEvent, Turn } from "../../src/calls/events";
import { listItemOf, type Snapshot } from "../../src/calls/snapshot";
import { iso } from "../../src/time";

/** The WebSockets of those who watch a call: each gets its state and words as lines of JSON. */
export class Viewers {
  constructor(private readonly ctx: DurableObjectState) {}

  /** Admits a viewer, who first gets everything up to now. */
  admit(callId: string, snapshot: Snapshot): Response {
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server, [callId]);
    for (const line of [stateLine(snapshot), ...snapshot.turns.map(turnLine)])
      server.send(JSON.stringify(line));
    return new Response(null, { status: 101, webSocket: client });
  }

  /** Sends the result of an event; `snapshot` is called only if somebody watches. */
  show({ callId, ...event }: CallEvent, snapshot: () => Snapshot | null): void {
    const viewers = this.ctx.getWebSockets(callId);
    const current = viewers.length > 0 ? snapshot() : null;
    if (!current) return;
    const line = event.type === "spoke" ? turnLine(event.turn) : stateLine(current);
    for (const viewer of viewers) viewer.send(JSON.stringify(line));
  }
}

const stateLine = (snapshot: Snapshot) => {
  const { state, outcome, attempt, ended_at } = listItemOf(snapshot);
  return { type: "state", state, outcome, attempt, ended_at };
};
const turnLine = ({ role, text, at }: Turn) => ({ type: "transcript", role, text, at: iso(at) });
