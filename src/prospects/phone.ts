import { parsePhoneNumberWithError } from "libphonenumber-js/max";
import { numberZones } from "../compliance/zones";

/** A number that can be called. `country` has two letters; `zones` are IANA zones it may be in. */
export type Phone = {
  e164: string;
  country: string | undefined;
  zones: string[];
  /** The number is for tests and belongs to nobody. */
  isTestNumber?: boolean;
};
/** Why a text is not a number: it cannot be read as one, or no such number can exist. */
export type PhoneProblem = "unparseable" | "impossible";
/** Whether test numbers may be called, and the time zone they count as. */
export type TestNumbers = { allowed: boolean; zone: string };

/**
 * Area code 555 is not assigned, so nobody has such a number. A local installation may call them.
 */
const TEST_NUMBER = /^\+1555\d{7}$/;

/** Parses a number as a person writes it. `country` applies where the text has no country code. */
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
    if (testNumbers.allowed && TEST_NUMBER.test(phone.number))
      return { e164: phone.number, country: "US", zones: [testNumbers.zone], isTestNumber: true };
    if (!phone.isValid()) return "impossible";
    return { e164: phone.number, country: phone.country, zones: numberZones(phone.number) };
  } catch (error) {
    const tooLong = error instanceof Error && error.message === "TOO_LONG";
    return tooLong ? "impossible" : "unparseable";
  }
}
