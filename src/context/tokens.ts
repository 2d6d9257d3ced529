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
const DIGITS_A_TOKEN = 3;
const SHORT_WORD = 5;

/**
 * More than any of today's vocabularies makes of a text, in one look at its signs: a word of up to
 * five letters is one, a longer one a token for every three letters, every three digits, every sign,
 * and every letter of another script is one or two.
 */
export const countHigh: Count = (text) => {
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
      // A space goes with the word behind it, but not with a number.
      if (digits === 0 && text.charCodeAt(at - 1) === SPACE) tokens++;
      digits++;
    } else if (code !== SPACE) tokens += code > LAST_OF_ALPHABETS ? 2 : 1;
  }
  return tokens;
};
const SPACE = 32;
/** Behind it come scripts of syllables and ideographs, and halves of rarer signs. */
const LAST_OF_ALPHABETS = 0x2fff;
