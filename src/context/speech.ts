import { withContext } from "./assemble";
import { CONVERSATION_BUDGET, newestTurns } from "./budget";
import { countHigh } from "./tokens";

type Message = { role: string; text: string };

/**
 * The messages that go to the model: system prompt with the context, then the newest turns within
 * their budget. A tool's result never stands there without the call that it answers.
 */
export function spokenMessages<M>(
  messages: M[],
  block: string,
  read: (message: M) => Message,
  withText: (message: M, text: string) => M,
): M[] {
  const isSystem = (message: M) => /^(system|developer)$/.test(read(message).role);
  const prompts = messages.filter(isSystem);
  const turns = messages
    .filter((message) => !isSystem(message))
    .map((message) => ({ ...read(message), message }));
  const kept = newestTurns(turns, CONVERSATION_BUDGET, countHigh);
  while (kept.length > 1 && kept[0]?.role === "tool") kept.shift();
  const [first, ...others] = prompts;
  const prompt = first && withText(first, withContext(read(first).text, block));
  const said = kept.map(({ message, text }) =>
    text === read(message).text ? message : withText(message, text),
  );
  return [...(prompt ? [prompt, ...others] : []), ...said];
}
