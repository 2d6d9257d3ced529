import { withContext } from "./assemble";
import { CONVERSATION_BUDGET, endOf, startOf } from "./budget";
import { countHigh } from "./tokens";

/** Reads and changes messages of one provider's format. */
export type Reader<M> = {
  role: (message: M) => string;
  text: (message: M) => string;
  withText: (message: M, text: string) => M;
  /** The tool calls in the message as text, for counting their tokens. */
  calls: (message: M) => string;
  system: (text: string) => M;
};

/** No message of the current exchange is cut to fewer tokens than this. */
const TOKENS_MIN = 60;

/**
 * The messages to send to the model: the prompt with its context, then the newest messages within
 * the budget. A tool's result stays with its call, and the current exchange is never dropped.
 */
export function spokenMessages<M>(messages: M[], block: string, read: Reader<M>): M[] {
  const [first, ...rest] = messages;
  const hasPrompt = first !== undefined && /^(system|developer)$/.test(read.role(first));
  const prompt = hasPrompt
    ? [read.withText(first, withContext(read.text(first), block))]
    : block
      ? [read.system(block)]
      : [];
  const conversation = hasPrompt ? rest : messages;
  const cost = (some: M[]) =>
    some.reduce(
      (sum, one) => sum + countHigh(`${read.role(one)}: ${read.text(one)}${read.calls(one)}`),
      0,
    );
  const lastUserAt = conversation.findLastIndex((one) => read.role(one) === "user");
  const current = shortenToFit(conversation.slice(Math.max(lastUserAt, 0)), cost, read);
  let tokensLeft = CONVERSATION_BUDGET - cost(current);
  const earlier: M[][] = [];
  for (const unit of groupToolCalls(
    conversation.slice(0, Math.max(lastUserAt, 0)),
    read,
  ).toReversed()) {
    tokensLeft -= cost(unit);
    if (tokensLeft < 0) break;
    earlier.push(unit);
  }
  return [...prompt, ...earlier.toReversed().flat(), ...current];
}

/** Groups messages, so that each tool call stays together with its results. */
function groupToolCalls<M>(messages: M[], read: Reader<M>): M[][] {
  const all: M[][] = [];
  for (const message of messages) {
    const last = all.at(-1);
    if (read.role(message) === "tool" && last) last.push(message);
    else all.push([message]);
  }
  return all;
}

/** Shortens the messages of the current exchange until they fit, tool results first. */
function shortenToFit<M>(messages: M[], cost: (some: M[]) => number, read: Reader<M>): M[] {
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
