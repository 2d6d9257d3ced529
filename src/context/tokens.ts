/** Counts the tokens of a text. */
export type TokenCounter = (text: string) => number;

/** OpenAI's models since GPT-4o share one vocabulary. */
const O200K = /^(gpt-4o|gpt-4\.1|gpt-5|o[1-9]|chatgpt)/;

/**
 * A counter for a model's tokens: exact for OpenAI's models, a high estimate for every other, whose
 * vocabulary is not public or not known to us.
 */
export async function counterFor(model: string): Promise<TokenCounter> {
  if (!O200K.test(model)) return countHigh;
  // Two megabytes that only this function needs, so they are loaded on first use.
  const { countTokens } = await import("gpt-tokenizer/encoding/o200k_base");
  return (text) => countTokens(text, { allowedSpecial: "all" });
}

const LETTERS_A_TOKEN = 3;
const DIGITS_A_TOKEN = 3;
const SHORT_WORD = 5;

/**
 * A high estimate for every common vocabulary, in one pass: a word of up to five letters is one
 * token, a longer one a token per three letters; a number, a token per three digits; any other
 * character, one or two tokens.
 */
export const countHigh: TokenCounter = (text) => {
  let tokens = 0;
  let letters = 0;
  let digits = 0;
  for (let at = 0; at <= text.length; at++) {
    const code = at < text.length ? text.charCodeAt(at) : SPACE;
    const isLetter = (code | 32) >= 97 && (code | 32) <= 122;
    const isDigit = code >= 48 && code <= 57;
    if (letters > 0 && !isLetter) {
      tokens += letters <= SHORT_WORD ? 1 : Math.ceil(letters / LETTERS_A_TOKEN);
      letters = 0;
    }
    if (digits > 0 && !isDigit) {
      tokens += Math.ceil(digits / DIGITS_A_TOKEN);
      digits = 0;
    }
    if (isLetter) letters++;
    else if (isDigit) {
      // A space is part of the word after it, but not of a number.
      if (digits === 0 && text.charCodeAt(at - 1) === SPACE) tokens++;
      digits++;
    } else if (code !== SPACE) tokens += code > LAST_OF_ALPHABETS ? 2 : 1;
  }
  return tokens;
};
const SPACE = 32;
/** After it come syllables, ideographs and surrogates. */
const LAST_OF_ALPHABETS = 0x2fff;
