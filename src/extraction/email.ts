/** Words before a spoken address that are not part of it. */
const LEAD_IN_WORDS = new Set(
  (
    "is it its it's my email mail address e-mail the to at on me use send and so that's thats would be um uh " +
    "okay ok yes yeah sure you can reach work business company personal best i'm im for"
  ).split(" "),
);
const SYMBOLS: Record<string, string> = {
  dot: ".",
  point: ".",
  period: ".",
  underscore: "_",
  dash: "-",
  hyphen: "-",
  minus: "-",
  plus: "+",
};
const DIGITS = "zero one two three four five six seven eight nine".split(" ");
const TOP_LEVEL =
  /^(?:com|org|net|io|co|us|biz|info|edu|gov|ai|app|dev|me|example|uk|ca|de|fr|es|it|nl|eu)$/;

type Token = { text: string; isSymbol: boolean };

/** Splits spoken words: "t as in tango" is a t, "double l" is two of them, "nine" is a 9. */
function tokensOf(text: string): Token[] {
  const plain = text
    .toLowerCase()
    .replaceAll(/\b([a-z0-9]) (?:as in|for|like) [a-z]+\b/g, "$1")
    .replaceAll(/\bdouble[- ]([a-z0-9])\b/g, "$1 $1")
    .replaceAll(/\b([a-z])(?:-(?=[a-z]\b))/g, "$1 ")
    .replaceAll(/[,;!?"()]/g, " ")
    .replaceAll(/\.(?=\s|$)/g, " ");
  return plain
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => {
      const symbol = SYMBOLS[word];
      if (symbol) return { text: symbol, isSymbol: true };
      const digit = DIGITS.indexOf(word);
      return { text: digit >= 0 ? String(digit) : word, isSymbol: false };
    });
}

const WRITTEN_ADDRESS = /[a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+/gi;
/** A symbol spoken before a written address belongs to it: "jo dot miller@example.com". */
const GOES_BEFORE = /\b(?:dot|point|underscore|dash|hyphen|minus|plus)\s+[a-z0-9._%+-]+@/i;
/** Words before "at" that are no address: "reach me at example dot com". */
const NOBODY = /^(?:me|us|you|it|here|there|him|her|them)@/;
const VALID =
  /^[a-z0-9](?:[a-z0-9._%+-]{0,62}[a-z0-9])?@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/;

/**
 * The email address that a text spells, written or dictated: "jo dot miller at example dot com", "j
 * o at example dot com". `unclear` if it can be read in two ways, as "jo miller at …" can;
 * undefined if there is none.
 */
export function emailIn(text: string): string | "unclear" | undefined {
  const writtenAddresses = text.match(WRITTEN_ADDRESS)?.map((one) => one.toLowerCase());
  if (writtenAddresses) {
    const [address = ""] = writtenAddresses;
    const sure =
      new Set(writtenAddresses).size === 1 && VALID.test(address) && !GOES_BEFORE.test(text);
    return sure ? address : "unclear";
  }
  const tokens = tokensOf(text);
  const addresses = tokens.flatMap(({ text }, at) => {
    if (text !== "at" || tokens[at - 1] === undefined) return [];
    const domain = domainFrom(tokens.slice(at + 1));
    if (!domain) return [];
    const local = localBefore(tokens.slice(0, at));
    return [local === "unclear" ? local : `${local}@${domain}`];
  });
  const [address] = addresses;
  if (address === undefined || new Set(addresses).size > 1) return address && "unclear";
  return VALID.test(address) && !NOBODY.test(address) ? address : "unclear";
}

/**
 * The domain at the start of the tokens, up to its top-level domain; undefined if there is none.
 */
function domainFrom(tokens: Token[]): string | undefined {
  let domain = "";
  for (const [index, { text, isSymbol }] of tokens.entries()) {
    if (isSymbol && text !== "." && text !== "-") return undefined;
    domain += text;
    const more = tokens[index + 1]?.text === ".";
    if (tokens[index - 1]?.text === "." && TOP_LEVEL.test(text) && !more) return domain;
    if (!isSymbol && text.includes(".") && TOP_LEVEL.test(text.split(".").at(-1) ?? "") && !more)
      return domain;
  }
  return undefined;
}

/** The part before the "at". Single letters belong together; words only if a symbol joins them. */
function localBefore(tokens: Token[]): string {
  let local = "";
  let joined = true;
  for (let at = tokens.length - 1; at >= 0; at--) {
    const token = tokens[at] as Token;
    const single = token.text.length === 1 && !token.isSymbol;
    if (token.isSymbol) {
      local = token.text + local;
      joined = true;
    } else if (joined || (single && /^[a-z0-9](?![a-z]{2})/.test(local))) {
      local = token.text + local;
      joined = false;
    } else return LEAD_IN_WORDS.has(token.text) ? local : "unclear";
  }
  return local || "unclear";
}
