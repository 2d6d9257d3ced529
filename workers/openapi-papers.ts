import { rejectBody, releaseBody, revokeBody } from "../src/documents/decision";
import { checkBody, declineBody, questionBody, signBody } from "../src/documents/signature";
import { extractBody, extractionView } from "../src/extraction/contract";
import { ratingTable } from "../src/rating/rating-table";
import { fillBody, templatePatch, templateView } from "../src/templates/template";
import { newEndpoint } from "../src/webhooks/endpoint";
import { list, type Operation } from "./operation";
import { documentPatch, fileQuery } from "./routes/api/documents";
import { cancelBody, moveBody } from "./routes/api/meetings";
import { fillQuery, templateQuery } from "./routes/api/templates";
import { fillFormBody } from "./routes/api/web-forms";
import { deliveryQuery } from "./routes/api/webhooks";

/** The routes of what follows from a call: extraction, papers, templates, and their public pages. */
export const PAPERS: Record<string, Operation> = {
  "GET /api/documents": list("Quotes and proposals, newest first; `status` filters."),
  "GET /api/documents/:id": {
    summary:
      "A quote or proposal: its values with their sources, the premium with its calculation.",
  },
  "PATCH /api/documents/:id": {
    summary: "Change values while it waits for its release; it is rated anew.",
    body: documentPatch,
  },
  "GET /api/documents/:id/file": {
    summary: "Its PDF as it stands, or signed. application/pdf.",
    query: fileQuery,
  },
  "GET /api/documents/:id/history": {
    summary: "What happened to it, sealed by hashes, and whether that is as it was written.",
  },
  "POST /api/documents/:id/release": {
    summary: "A licensed person of its state lets it leave (422 not_licensed for anybody else).",
    body: releaseBody,
  },
  "POST /api/documents/:id/reject": { summary: "It does not leave, and why.", body: rejectBody },
  "POST /api/documents/:id/resend": {
    summary: "Mail it once more, to the address that is on record now: after a bounce, say.",
    status: 202,
  },
  "POST /api/documents/:id/revoke": {
    summary: "What left is taken back, and why.",
    body: revokeBody,
  },
  "GET /api/rating-tables": list("Rating tables, all versions, as they come in."),
  "POST /api/rating-tables": {
    summary: "Add a version of a rating table; a version is never changed.",
    body: ratingTable,
    status: 201,
  },
  "POST /api/extract": {
    summary: "What a transcript proves of the person, and which papers would follow.",
    body: extractBody,
    answer: extractionView,
  },
  "POST /api/templates": {
    summary:
      "Take a PDF form in (application/pdf, 10 MB): what it asks for, and what of ours fits.",
    query: templateQuery,
    answer: templateView,
    status: 201,
  },
  "GET /api/templates": list("Templates, newest first.", templateView),
  "GET /api/templates/:id": { summary: "A template.", answer: templateView },
  "PATCH /api/templates/:id": {
    summary: "Correct its name or which of our keys goes into which field.",
    body: templatePatch,
    answer: templateView,
  },
  "POST /api/templates/:id/fill": {
    summary: "Fill it: the PDF, or with `report=1` what was filled, skipped, and why not.",
    body: fillBody,
    query: fillQuery,
  },
  "POST /api/forms/fill": {
    summary: "Fill a form on a page of an allowed host in a real browser; `submit` sends it, once.",
    body: fillFormBody,
  },
  "GET /api/forms/:id/screenshot": { summary: "What the page looked like. image/png." },
  "GET /q/:token": {
    summary: "A quote or proposal for its person: read, sign, decline, ask. HTML.",
  },
  "GET /q/:token/file": { summary: "Its PDF; `kind=signed` for the signed copy." },
  "POST /q/:token/check": {
    summary:
      "Show that it is yours, where the link went to an address that was only heard; five tries an hour.",
    body: checkBody,
  },
  "POST /q/:token/sign": {
    summary: "Sign it: ask the agency to proceed. JSON, or 303 for a form.",
    body: signBody,
  },
  "POST /q/:token/decline": { summary: "Decline it.", body: declineBody },
  "POST /q/:token/question": { summary: "Ask about it.", body: questionBody },
  "POST /q/:token/call-now": { summary: "Be called about it now.", status: 202 },
  "GET /verify/:id": { summary: "The hashes of a document's PDFs: HTML, or JSON." },
  "POST /call/:call_id/meeting/move": {
    summary: "Give the meeting that a call led to another time, and mail the new invitation.",
    body: moveBody,
  },
  "POST /call/:call_id/meeting/cancel": {
    summary: "Cancel it, and tell the person's calendar.",
    body: cancelBody,
  },
  "GET /call/:call_id/proof": {
    summary:
      "Every step after a call with the hashes of what went in and came out, sealed in turn.",
  },
  "GET /api/webhooks": list("Where systems of the agency listen, newest first."),
  "POST /api/webhooks": {
    summary: "Tell a system what comes about. Its secret is in this answer and nowhere else.",
    body: newEndpoint,
    status: 201,
  },
  "DELETE /api/webhooks/:id": { summary: "Tell it no more; what waits is not sent." },
  "GET /api/webhooks/deliveries": {
    ...list("What was sent, newest first; `status` filters."),
    query: deliveryQuery,
  },
  "POST /api/webhooks/deliveries/:id/retry": {
    summary: "Send a message again that was given up, or taken.",
    status: 202,
  },
  "GET /t/o/:token": { summary: "The picture by which an opened email is heard of." },
  "GET /t/c/:token": { summary: "A link of an email: leads to a page of ours.", status: 302 },
};
