import type { CallEvent, Turn } from "../../src/calls/events";
import { listItemOf, type Snapshot } from "../../src/calls/snapshot";
import { iso } from "../../src/time";

/** Those who watch a call: each is told its state and words, a line of JSON each, as they come. */
export class Viewers {
  constructor(private readonly ctx: DurableObjectState) {}

  /** Lets somebody in, who is told first what was said and happened so far. */
  admit(callId: string, snapshot: Snapshot): Response {
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server, [callId]);
    for (const line of [stateLine(snapshot), ...snapshot.turns.map(turnLine)])
      server.send(JSON.stringify(line));
    return new Response(null, { status: 101, webSocket: client });
  }

  /** Tells what an event brought; `snapshot` is asked for only if somebody watches. */
  tell({ callId, ...event }: CallEvent, snapshot: () => Snapshot | null): void {
    const viewers = this.ctx.getWebSockets(callId);
    const shown = viewers.length > 0 ? snapshot() : null;
    if (!shown) return;
    const line = event.type === "spoke" ? turnLine(event.turn) : stateLine(shown);
    for (const viewer of viewers) viewer.send(JSON.stringify(line));
  }
}

const stateLine = (snapshot: Snapshot) => {
  const { state, outcome, attempt, ended_at } = listItemOf(snapshot);
  return { type: "state", state, outcome, attempt, ended_at };
};
const turnLine = ({ role, text, at }: Turn) => ({ type: "transcript", role, text, at: iso(at) });
