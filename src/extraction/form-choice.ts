import type { FormChoice } from "../db/extraction";
import type { Extraction } from "./field";

/** Which documents follow from a conversation. More than one may; who wants no contact gets none. */
export function chooseForms({ fields }: Pick<Extraction, "fields">): FormChoice[] {
  const said = (field: keyof Extraction["fields"]) => fields[field]?.value;
  const proof = (field: keyof Extraction["fields"]) => `"${fields[field]?.evidence.quote}"`;
  if (said("opt_out") === true) return [];
  const choices: FormChoice[] = [];
  const document = said("requested_document");
  if (document === "quote")
    choices.push({
      form: "PDF_QUOTE_FORM",
      why: `they asked for a quote: ${proof("requested_document")}`,
    });
  if (document === "proposal")
    choices.push({
      form: "PDF_PROPOSAL_FORM",
      why: `they asked for a proposal: ${proof("requested_document")}`,
    });
  // Who wants to meet is interested, unless they said that they are not.
  if (said("wants_meeting") === true && said("interested") !== false)
    choices.push({ form: "WEB_MEETING_FORM", why: `they want to meet: ${proof("wants_meeting")}` });
  // "Send me a quote" is no wish beside the quote.
  else if (said("needs_followup") === true && !(document && isOneWish(fields)))
    choices.push({
      form: "CTA_EMAIL_FORM",
      why: `they want to hear again: ${proof("needs_followup")}`,
    });
  return choices;
}

/** Whether the words that ask to hear again are those that ask for the document. */
function isOneWish({ needs_followup, requested_document }: Extraction["fields"]): boolean {
  const [one, other] = [needs_followup, requested_document].map((field) => field?.evidence);
  if (!one || !other || one.turn !== other.turn) return false;
  return one.quote.includes(other.quote) || other.quote.includes(one.quote);
}

/** Whether the agency's people should hear of somebody at once: interested, and asks for more than news. */
export const isHotLead = (interested: unknown, forms: FormChoice[]): boolean =>
  interested !== false && forms.some(({ form }) => form !== "CTA_EMAIL_FORM");
