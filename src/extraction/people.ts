import { numbersIn, type SpokenNumber } from "./number";
import { anyOf } from "./pattern";

/** Words that show that a number does not count people. */
const NOT_PEOPLE = anyOf(
  String.raw`\$ ?\d`,
  String.raw`\bdollars?\b`,
  String.raw`\bmonths?\b`,
  String.raw`\byears?\b`,
  "%",
  String.raw`\bpercent\b`,
  String.raw`\btrucks?\b`,
  String.raw`\bvehicles?\b`,
  String.raw`\bcars?\b`,
  String.raw`\bsquare\b`,
  String.raw`\bp\.?m\b`,
  String.raw`\ba\.?m\b`,
  String.raw`\bo'clock\b`,
);
const PEOPLE = anyOf(
  String.raw`\bpeople\b`,
  String.raw`\bemploy\w*`,
  String.raw`\bstaff\b`,
  String.raw`\bworkers?\b`,
  String.raw`\bteam\b`,
  String.raw`\bof us\b`,
  String.raw`\bhead ?count\b`,
  String.raw`\bpersons?\b`,
  String.raw`\bfull[- ]time\w*`,
  String.raw`\bfolks\b`,
  String.raw`\bguys\b`,
  String.raw`\bmembers\b`,
  String.raw`\bon (?:the )?payroll\b`,
);

/** The number of people in a quote, if it is the claimed one. `unclear` for a range or a bound. */
export function peopleIn(
  value: string,
  quote: string,
): { value: number } | "not_supported" | "unclear" {
  const claimed = numbersIn(value)[0]?.value;
  const numbers = numbersIn(quote);
  const one = numbers.find((number) => number.value === claimed);
  if (claimed === undefined || !one || !Number.isInteger(claimed)) return "not_supported";
  if (NOT_PEOPLE.test(quote) && !countsPeople(quote, one)) return "not_supported";
  if (/\b(?:don't|do not|didn't|never) (?:have|employ)\b/i.test(quote)) return "not_supported";
  const bounds = /\b(?:less|fewer|more) than\b|\b(?:under|over|at least|at most|up to)\b/i;
  const between =
    /\b(?:between|or|to)\b|[-–]/.test(quote) && new Set(numbers.map((each) => each.value)).size > 1;
  return between || bounds.test(quote) || isRange(quote, numbers) ? "unclear" : { value: claimed };
}

/** Whether a number counts people, in a quote that counts other things too. */
function countsPeople(quote: string, { from, to }: SpokenNumber): boolean {
  const after = quote.slice(to, to + 40);
  const [people, other] = [after.search(PEOPLE), after.search(NOT_PEOPLE)];
  if (people >= 0 && (other < 0 || people < other)) return true;
  return /\b(?:team|staff|head ?count|employees)\b(?:\W+\w+){0,2}\W*$/i.test(quote.slice(0, from));
}

/** Whether two neighboring numbers form a range: "forty, fifty people". */
const isRange = (quote: string, numbers: SpokenNumber[]): boolean =>
  numbers.some((one, at) => {
    const next = numbers[at + 1];
    return (
      next !== undefined &&
      next.value !== one.value &&
      /^\s*(?:,|–|-|or|to|,? ?maybe)\s*$/.test(quote.slice(one.to, next.from))
    );
  });
