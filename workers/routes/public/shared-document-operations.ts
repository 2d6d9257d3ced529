import { z } from "zod";
import { requestedCall } from "../../../src/callbacks/contract";
import { documentStep, signedAnswer, verification } from "../../../src/documents/contract";
import { checkBody, declineBody, questionBody, signBody } from "../../../src/documents/signature";
import { describeOperations, htmlPage, media } from "../../http/operation";

const fileKind = z.enum(["document", "signed"]);
const NO_DOCUMENT = {
  404: htmlPage("The link doesn't work."),
  410: htmlPage("The link has expired, or the document was withdrawn."),
  503: htmlPage("Something is down."),
};
const BACK = { leadsTo: "After a form: back to the page, which says what happened." };
const LINK_PROBLEMS = ["not_found", "gone", "check_needed"] as const;
const JSON_OR_FORM = "A JSON request is answered with JSON; a browser's form with a redirect.";
const FORM = "application/x-www-form-urlencoded";

/** What stands beside the routes of a document's page. */
export const operations = describeOperations("Document pages", {
  showDocumentPage: {
    summary: "Document page",
    description: "Where a prospect reviews, signs or declines a quote or proposal.",
    access: "public",
    answers: { 200: htmlPage(), ...NO_DOCUMENT },
  },
  getSharedDocumentFile: {
    summary: "Get a shared document's PDF",
    access: "public",
    answers: {
      200: media("application/pdf", "The PDF; with `kind=signed` the signed copy.", "%PDF-1.7 …"),
      303: { leadsTo: "To the page, where the recipient confirms first that it is theirs." },
      410: NO_DOCUMENT[410],
    },
    query: { kind: fileKind },
    problems: ["not_found", "changed"],
  },
  checkRecipient: {
    summary: "Confirm the recipient",
    description:
      "By the last 4 digits of their phone number, if the link went to an address that was only " +
      `heard in a call. Five attempts an hour. ${JSON_OR_FORM}`,
    access: "public",
    body: { "application/json": checkBody, [FORM]: checkBody },
    answers: { 200: documentStep, 303: BACK },
    problems: ["not_found", "gone", "not_yours", "rate_limited"],
  },
  signDocument: {
    summary: "Sign a document",
    description: `Asks the agency to proceed; no coverage is bound. ${JSON_OR_FORM}`,
    access: "public",
    body: { "application/json": signBody, [FORM]: signBody },
    answers: { 200: signedAnswer, 303: BACK },
    problems: [...LINK_PROBLEMS, "conflict"],
  },
  declineDocument: {
    summary: "Decline a document",
    description: JSON_OR_FORM,
    access: "public",
    body: { "application/json": declineBody, [FORM]: declineBody },
    answers: { 200: documentStep, 303: BACK },
    problems: [...LINK_PROBLEMS, "conflict"],
  },
  askQuestion: {
    summary: "Ask a question about a document",
    description: JSON_OR_FORM,
    access: "public",
    body: { "application/json": questionBody, [FORM]: questionBody },
    answers: { 200: documentStep, 303: BACK },
    problems: [...LINK_PROBLEMS, "too_many"],
  },
  callAboutDocument: {
    summary: "Call the prospect about a document now",
    description: JSON_OR_FORM,
    access: "public",
    answers: { 202: requestedCall, 303: BACK },
    problems: [...LINK_PROBLEMS, "contact_blocked"],
  },
  verifyDocument: {
    summary: "Verify a document",
    description: "The hashes of its PDFs, and whether its audit trail is intact.",
    access: "public",
    answers: { 200: [verification, htmlPage()] },
    problems: ["not_found"],
  },
});
