import { parsePhoneNumberWithError } from "libphonenumber-js/max";
import { numberZones } from "../compliance/zones";

export type Phone = {
  e164: string;
  country: string | undefined;
  zones: string[];
  /** It exists only in stories, and nobody has it. */
  fictional?: boolean;
};
export type PhoneProblem = "unparseable" | "impossible";
export type TestNumbers = { allowed: boolean; zone: string };

/** Numbers with the area code 555 exist only in stories; a local installation may call them. */
const FICTIONAL = /^\+1555\d{7}$/;

/** Reads a number as a person writes it. `fiction` says whether numbers out of stories will do. */
export function parsePhone(
  text: string,
  testNumbers: TestNumbers,
  country?: string,
): Phone | PhoneProblem {
  try {
    const phone = parsePhoneNumberWithError(text, {
      defaultCountry: country as "US",
      extract: false,
    });
    if (testNumbers.allowed && FICTIONAL.test(phone.number))
      return { e164: phone.number, country: "US", zones: [testNumbers.zone], fictional: true };
    if (!phone.isValid()) return "impossible";
    return { e164: phone.number, country: phone.country, zones: numberZones(phone.number) };
  } catch (error) {
    const tooShort = error instanceof Error && error.message === "TOO_LONG";
    return tooShort ? "impossible" : "unparseable";
  }
}
