import { emailIn } from "./email";
import type { Extraction, Turn } from "./field";

const YES = "yes|yeah|yep|yup|correct|right|exactly|absolutely|uh-huh|mm-?hm+|that's it|that is it";
const BESIDE =
  "that's|that is|it's|it is|is|sure|perfect|great|good|fine|all|okay|ok|thanks|thank you|" +
  "very much|so much|please|indeed";
/** Nothing but a yes, whatever politeness stands around it. */
const HAS_YES = new RegExp(`\\b(?:${YES})\\b`, "i");
const ALL_POLITE = new RegExp(`^(?:\\W*\\b(?:${YES}|${BESIDE})\\b)+\\W*$`, "i");
const isOnlyYes = (text: string): boolean => HAS_YES.test(text) && ALL_POLITE.test(text);
const IS_RIGHT =
  /^(?:(?:(?:is|was) (?:that|this|it) )?(?:right|correct)|yes|did I get (?:that|it)(?: right)?)\??$/i;
/** What is said later of an address may put another in its place. */
const OF_ADDRESSES = /@|\b(?:dot|spell\w*|e-?mails?|address)\b/i;

/**
 * The address that was said, if it was read back, alone, and nothing but agreed to, and no word of it
 * came later: an ear alone takes one letter for another, and what goes out goes to who is there.
 */
export function confirmedEmail({ fields }: Extraction, turns: Turn[]): string | undefined {
  const address = fields.email?.value;
  if (typeof address !== "string") return undefined;
  const said = turns.findIndex(({ role, text }) => role === "user" && emailIn(text) === address);
  if (said < 0) return undefined;
  const agreed = turns.findIndex(
    ({ role, text }, at) =>
      at > said + 1 && role === "user" && isOnlyYes(text) && isReadBack(turns[at - 1], address),
  );
  if (agreed < 0) return undefined;
  const later = turns
    .slice(agreed + 1)
    .some(({ role, text }) => role === "user" && OF_ADDRESSES.test(text));
  return later ? undefined : address;
}

/** Whether a turn ends with the address, and asks for nothing else. */
function isReadBack(turn: Turn | undefined, address: string): boolean {
  if (turn?.role !== "assistant") return false;
  const sentences = turn.text.trim().split(/(?<=[.!?])\s+/);
  if (IS_RIGHT.test(sentences.at(-1) ?? "")) sentences.pop();
  return emailIn(sentences.at(-1) ?? "") === address;
}
