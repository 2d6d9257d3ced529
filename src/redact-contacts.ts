const EMAIL = /[^\s"'<>(),:;@]{1,64}@[^\s"'<>(),:;@]+\.[a-z]{2,}/gi;
/** A plus sign and seven to fifteen digits, with or without separators. */
const PHONE = /\+\d(?:[ ().-]{0,2}\d){6,14}/g;

/** A text without email addresses and phone numbers: providers repeat them in their refusals. */
export const redactContacts = (text: string): string =>
  text.replaceAll(EMAIL, "[email]").replaceAll(PHONE, "[phone]");
