export type Count = (text: string) => number;

/** OpenAI's models since GPT-4o share one vocabulary. */
const O200K = /^(gpt-4o|gpt-4\.1|gpt-5|o[1-9]|chatgpt)/;

/**
 * Counts a text's tokens as the model does. Claude's vocabulary is not public, and a model that we
 * do not know may have any: those are counted high.
 */
export async function counterFor(model: string): Promise<Count> {
  if (!O200K.test(model)) return countHigh;
  // Two megabytes that only this needs: loaded when it is first asked for.
  const { countTokens } = await import("gpt-tokenizer/encoding/o200k_base");
  return (text) => countTokens(text, { allowedSpecial: "all" });
}

const LETTERS_A_TOKEN = 3;

/**
 * More than any of today's vocabularies makes of a text, at no cost: a word of up to five letters is
 * one, a longer one a token for every three letters, every three digits, every sign, and every
 * letter of another script is one.
 */
export const countHigh: Count = (text) => {
  let tokens = 0;
  for (const [part] of text.matchAll(/[A-Za-z]+|[0-9]+|\s+|[^\sA-Za-z0-9]/gu)) {
    if (/^[A-Za-z]/.test(part))
      tokens += part.length <= 5 ? 1 : Math.ceil(part.length / LETTERS_A_TOKEN);
    else if (/^[0-9]/.test(part)) tokens += Math.ceil(part.length / 3);
    else if (/^\s/.test(part)) tokens += part === " " ? 0 : 1;
    else tokens += (part.codePointAt(0) ?? 0) > 0x2fff ? 2 : 1;
  }
  return tokens;
};
