type Claim = { field: string; value: string; confidence: number; turn: number; quote: string };

const NUMBERS = "ten twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
const COVERAGES: [string, RegExp][] = [
  ["workers_compensation", /workers'? compensation/i],
  ["professional_liability", /professional liability/i],
  ["general_liability", /general liability/i],
  ["commercial_property", /commercial property/i],
  ["commercial_auto", /commercial auto|our (?:fleet|trucks)/i],
  ["business_owners", /business owner'?s? policy/i],
  ["cyber", /cyber/i],
  ["group_health", /group health/i],
];
/** A field, the words that say it, and what they say. */
const RULES: [string, RegExp, (match: RegExpExecArray) => string][] = [
  [
    "employee_count",
    /(?:about |around )?(\d+|ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety) (?:people|employees)/i,
    ([, count = ""]) =>
      String(
        NUMBERS.indexOf(count.toLowerCase()) + 1
          ? (NUMBERS.indexOf(count.toLowerCase()) + 1) * 10
          : count,
      ),
  ],
  [
    "requested_document",
    /send me (?:a|the) (quote|proposal)|\bwant a (quote|proposal)/i,
    ([, one, two]) => one ?? two ?? "",
  ],
  [
    "renewal_date",
    /renews? in ((?:jan|febr)uary|march|april|may|june|july|august|(?:sept|nov|dec)ember|october)/i,
    ([, month = ""]) => month,
  ],
  [
    "email",
    /[\w.-]+(?: dot [\w-]+)* at [\w-]+ dot \w+/i,
    ([said]) => said.replaceAll(/ dot /gi, ".").replace(/ at /i, "@").toLowerCase(),
  ],
  [
    "budget",
    /(?:pay|budget is) \$?([\d,]+)[^.]*/i,
    ([, amount = ""]) => amount.replaceAll(",", ""),
  ],
  ["wants_meeting", /have a meeting[^.,]*/i, () => "true"],
  [
    "preferred_times",
    /(?:next week|monday|tuesday|wednesday|thursday|friday)[^.]*/i,
    ([said]) => said,
  ],
  ["interested", /send me (?:a|the|some) \w+|have a meeting|want a quote/i, () => "true"],
  ["interested", /not interested/i, () => "false"],
  [
    "needs_followup",
    /send me (?:some information|a quote|a proposal)|call (?:me )?back/i,
    () => "true",
  ],
  ["objections", /(?:not interested|too expensive|already have)[^.]*/i, ([said]) => said],
  ["opt_out", /take me off your list[^.]*|do not call me again/i, () => "true"],
];

/** What the stand-in for a model makes out in a numbered transcript: a few phrases that it knows. */
export function extraction(prompt: string): { found: Claim[] } {
  const [, block = ""] = /<transcript>\n([\s\S]*)\n<\/transcript>/.exec(prompt) ?? [];
  const found = block.split("\n").flatMap((line): Claim[] => {
    const [, number, text = ""] = /^(\d+) user: (.*)$/.exec(line) ?? [];
    if (number === undefined) return [];
    const turn = Number(number);
    const made = RULES.flatMap(([field, pattern, value]): Claim[] => {
      const match = pattern.exec(text);
      return match ? [{ field, value: value(match), confidence: 0.9, turn, quote: match[0] }] : [];
    });
    const covered = COVERAGES.flatMap(([value, pattern]): Claim[] => {
      const [quote] = pattern.exec(text) ?? [];
      return quote ? [{ field: "coverage_type", value, confidence: 0.9, turn, quote }] : [];
    });
    return [...made, ...covered.slice(0, 1)];
  });
  return { found };
}
