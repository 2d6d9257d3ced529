import { emailIn } from "./email";
import type { Extraction, Turn } from "./field";

const YES = "yes|yeah|yep|yup|correct|right|exactly|absolutely|uh-huh|mm-?hm+|that's it|that is it";
const POLITE =
  "that's|that is|it's|it is|is|sure|perfect|great|good|fine|all|okay|ok|thanks|thank you|" +
  "very much|so much|please|indeed";
/** A yes with nothing but polite words around it. */
const HAS_YES = new RegExp(`\\b(?:${YES})\\b`, "i");
const ONLY_POLITE = new RegExp(`^(?:\\W*\\b(?:${YES}|${POLITE})\\b)+\\W*$`, "i");
const isOnlyYes = (text: string): boolean => HAS_YES.test(text) && ONLY_POLITE.test(text);
const IS_RIGHT =
  /^(?:(?:(?:is|was) (?:that|this|it) )?(?:right|correct)|yes|did I get (?:that|it)(?: right)?)\??$/i;
/** Later words about an address may replace it. */
const ABOUT_ADDRESS = /@|\b(?:dot|spell\w*|e-?mails?|address)\b/i;

/**
 * The spoken email address, if it was read back by itself, the person only agreed, and nobody
 * mentioned an address again. Speech recognition confuses letters, and mail to a wrong address
 * reaches a stranger.
 */
export function confirmedEmail({ fields }: Extraction, turns: Turn[]): string | undefined {
  const address = fields.email?.value;
  if (typeof address !== "string") return undefined;
  const saidAt = turns.findIndex(({ role, text }) => role === "user" && emailIn(text) === address);
  if (saidAt < 0) return undefined;
  const agreedAt = turns.findIndex(
    ({ role, text }, at) =>
      at > saidAt + 1 && role === "user" && isOnlyYes(text) && isReadBack(turns[at - 1], address),
  );
  if (agreedAt < 0) return undefined;
  const isMentionedAgain = turns
    .slice(agreedAt + 1)
    .some(({ role, text }) => role === "user" && ABOUT_ADDRESS.test(text));
  return isMentionedAgain ? undefined : address;
}

/** Whether the assistant's turn ends with the address and asks for nothing else. */
function isReadBack(turn: Turn | undefined, address: string): boolean {
  if (turn?.role !== "assistant") return false;
  const sentences = turn.text.trim().split(/(?<=[.!?])\s+/);
  if (IS_RIGHT.test(sentences.at(-1) ?? "")) sentences.pop();
  return emailIn(sentences.at(-1) ?? "") === address;
}
