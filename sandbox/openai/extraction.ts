/** A fact that a turn states. `turn` is the line's number in the transcript. */
type Fact = { field: string; value: string; confidence: number; turn: number; quote: string };
type Rule = { field: string; pattern: RegExp; value: (match: RegExpExecArray) => string };

const CONFIDENCE = 0.9;
const TENS = "ten twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
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
const always = (value: string) => () => value;

const RULES: Rule[] = [
  {
    field: "employee_count",
    pattern:
      /(?:about |around )?(\d+|ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety) (?:people|employees)/i,
    value: ([, count = ""]) => {
      const tens = TENS.indexOf(count.toLowerCase()) + 1;
      return tens > 0 ? String(tens * 10) : count;
    },
  },
  {
    field: "requested_document",
    pattern: /send me (?:a|the) (quote|proposal)|\bwant a (quote|proposal)/i,
    value: ([, sent, wanted]) => sent ?? wanted ?? "",
  },
  {
    field: "renewal_date",
    pattern:
      /renews? in ((?:jan|febr)uary|march|april|may|june|july|august|(?:sept|nov|dec)ember|october)/i,
    value: ([, month = ""]) => month,
  },
  {
    field: "email",
    pattern: /[\w.-]+(?: dot [\w-]+)* at [\w-]+ dot \w+/i,
    value: ([spoken]) => spoken.replaceAll(/ dot /gi, ".").replace(/ at /i, "@").toLowerCase(),
  },
  {
    field: "budget",
    pattern: /(?:pay|budget is) \$?([\d,]+)[^.]*/i,
    value: ([, amount = ""]) => amount.replaceAll(",", ""),
  },
  { field: "wants_meeting", pattern: /have a meeting[^.,]*/i, value: always("true") },
  {
    field: "preferred_times",
    pattern: /(?:next week|monday|tuesday|wednesday|thursday|friday)[^.]*/i,
    value: ([times]) => times,
  },
  {
    field: "interested",
    pattern: /send me (?:a|the|some) \w+|have a meeting|want a quote/i,
    value: always("true"),
  },
  { field: "interested", pattern: /not interested/i, value: always("false") },
  {
    field: "needs_followup",
    pattern: /send me (?:some information|a quote|a proposal)|call (?:me )?back/i,
    value: always("true"),
  },
  {
    field: "objections",
    pattern: /(?:not interested|too expensive|already have)[^.]*/i,
    value: ([objection]) => objection,
  },
  {
    field: "opt_out",
    pattern: /take me off your list[^.]*|do not call me again/i,
    value: always("true"),
  },
];

/** The facts that the stand-in finds in a prompt's numbered transcript, by a few phrases that it knows. */
export function extraction(prompt: string): { found: Fact[] } {
  const [, transcript = ""] = /<transcript>\n([\s\S]*)\n<\/transcript>/.exec(prompt) ?? [];
  const found = transcript.split("\n").flatMap((line): Fact[] => {
    const [, number, text = ""] = /^(\d+) user: (.*)$/.exec(line) ?? [];
    return number === undefined ? [] : factsIn(text, Number(number));
  });
  return { found };
}

function factsIn(text: string, turn: number): Fact[] {
  const facts = RULES.flatMap(({ field, pattern, value }): Fact[] => {
    const match = pattern.exec(text);
    if (!match) return [];
    return [{ field, value: value(match), confidence: CONFIDENCE, turn, quote: match[0] }];
  });
  const coverages = COVERAGES.flatMap(([value, pattern]): Fact[] => {
    const [quote] = pattern.exec(text) ?? [];
    return quote ? [{ field: "coverage_type", value, confidence: CONFIDENCE, turn, quote }] : [];
  });
  return [...facts, ...coverages.slice(0, 1)];
}
