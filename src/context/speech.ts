import { withContext } from "./assemble";
import { CONVERSATION_BUDGET, endOf, startOf } from "./budget";
import { countHigh } from "./tokens";

/** How a provider's messages are read and changed. */
export type Reader<M> = {
  role: (message: M) => string;
  text: (message: M) => string;
  withText: (message: M, text: string) => M;
  /** What the message asks tools for, as far as it costs room. */
  calls: (message: M) => string;
  system: (text: string) => M;
};

/** Nothing that was said just now is cut to less than this. */
const TOKENS_MIN = 60;

/**
 * The messages that go to the model: the prompt with the context, then the newest of the conversation
 * within its budget. What belongs together stays together: a tool's result with the call that it
 * answers, and the answers to what was said last with what was said.
 */
export function spokenMessages<M>(messages: M[], block: string, read: Reader<M>): M[] {
  const [first, ...rest] = messages;
  const hasPrompt = first !== undefined && /^(system|developer)$/.test(read.role(first));
  const prompt = hasPrompt
    ? [read.withText(first, withContext(read.text(first), block))]
    : block
      ? [read.system(block)]
      : [];
  const said = hasPrompt ? rest : messages;
  const cost = (some: M[]) =>
    some.reduce(
      (sum, one) => sum + countHigh(`${read.role(one)}: ${read.text(one)}${read.calls(one)}`),
      0,
    );
  const begins = said.findLastIndex((one) => read.role(one) === "user");
  const now = shortened(said.slice(Math.max(begins, 0)), cost, read);
  let left = CONVERSATION_BUDGET - cost(now);
  const kept: M[][] = [];
  for (const unit of units(said.slice(0, Math.max(begins, 0)), read).toReversed()) {
    left -= cost(unit);
    if (left < 0) break;
    kept.push(unit);
  }
  return [...prompt, ...kept.toReversed().flat(), ...now];
}

/** A message by itself, or a call of tools with all that answers it. */
function units<M>(messages: M[], read: Reader<M>): M[][] {
  const all: M[][] = [];
  for (const message of messages) {
    const last = all.at(-1);
    if (read.role(message) === "tool" && last) last.push(message);
    else all.push([message]);
  }
  return all;
}

/** What goes on now is never left out: what is too long of it is cut, tools' results first. */
function shortened<M>(messages: M[], cost: (some: M[]) => number, read: Reader<M>): M[] {
  let over = cost(messages) - CONVERSATION_BUDGET;
  const cut = (which: (role: string) => boolean, shorten: typeof endOf) => (message: M) => {
    if (over <= 0 || !which(read.role(message))) return message;
    const size = countHigh(read.text(message));
    const room = Math.max(size - over, TOKENS_MIN);
    if (room >= size) return message;
    over -= size - room;
    return read.withText(message, shorten(read.text(message), room, countHigh));
  };
  return messages
    .map(cut((role) => role === "tool", startOf))
    .map(cut((role) => role === "assistant", endOf))
    .map(cut((role) => role === "user", endOf));
}
