import type { FormChoice } from "../db/extraction";
import type { Extraction } from "./field";

/** Chooses the forms that a conversation calls for; none if the person opted out. */
export function chooseForms({ fields }: Pick<Extraction, "fields">): FormChoice[] {
  const factOf = (field: keyof Extraction["fields"]) => fields[field]?.value;
  const quoteOf = (field: keyof Extraction["fields"]) => `"${fields[field]?.evidence.quote}"`;
  if (factOf("opt_out") === true) return [];
  const choices: FormChoice[] = [];
  const document = factOf("requested_document");
  if (document === "quote")
    choices.push({
      form: "PDF_QUOTE_FORM",
      why: `they asked for a quote: ${quoteOf("requested_document")}`,
    });
  if (document === "proposal")
    choices.push({
      form: "PDF_PROPOSAL_FORM",
      why: `they asked for a proposal: ${quoteOf("requested_document")}`,
    });
  // A person who wants to meet is interested, unless they said otherwise.
  if (factOf("wants_meeting") === true && factOf("interested") !== false)
    choices.push({
      form: "WEB_MEETING_FORM",
      why: `they want to meet: ${quoteOf("wants_meeting")}`,
    });
  // "Send me a quote" asks for the quote, not for a follow-up as well.
  else if (factOf("needs_followup") === true && !(document && isSameRequest(fields)))
    choices.push({
      form: "CTA_EMAIL_FORM",
      why: `they want to hear again: ${quoteOf("needs_followup")}`,
    });
  return choices;
}

/** Whether the same words ask for the follow-up and for the document. */
function isSameRequest({ needs_followup, requested_document }: Extraction["fields"]): boolean {
  const [one, other] = [needs_followup, requested_document].map((field) => field?.evidence);
  if (!one || !other || one.turn !== other.turn) return false;
  return one.quote.includes(other.quote) || other.quote.includes(one.quote);
}

/** Whether to alert the agency at once: an interested person who asks for more than information. */
export const isHotLead = (interested: unknown, forms: FormChoice[]): boolean =>
  interested !== false && forms.some(({ form }) => form !== "CTA_EMAIL_FORM");
