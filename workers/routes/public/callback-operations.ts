import {
  bookedCallback,
  cancelledCallback,
  captions,
  optedOut,
  requestedCall,
  scheduleBody,
  slotList,
  webCall,
} from "../../../src/callbacks/contract";
import { describeOperations, htmlPage, media } from "../../http/operation";

const LINK_PAGES = {
  404: htmlPage("The link doesn't work."),
  410: htmlPage("The link has expired."),
  503: htmlPage("Something is down."),
};
const BACK = { leadsTo: "After a form: back to the page, which says what happened." };
const LINK_PROBLEMS = ["not_found", "gone"] as const;
const JSON_OR_FORM = "A JSON request is answered with JSON; a browser's form with a redirect.";

/** What stands beside the routes of a callback link. */
export const operations = describeOperations("Callback pages", {
  showCallbackPage: {
    summary: "Callback page",
    description: "Where a prospect picks how to talk.",
    access: "public",
    answers: { 200: htmlPage(), ...LINK_PAGES },
  },
  listCallbackSlots: {
    summary: "List available callback times",
    access: "public",
    answers: { 200: slotList },
    problems: [...LINK_PROBLEMS],
  },
  getCallbackInvite: {
    summary: "Get the booked callback as a calendar file",
    access: "public",
    answers: { 200: media("text/calendar", "The callback (iCalendar).", "BEGIN:VCALENDAR…") },
    problems: [...LINK_PROBLEMS],
  },
  callNow: {
    summary: "Call the prospect now",
    description: JSON_OR_FORM,
    access: "public",
    answers: { 202: requestedCall, 303: BACK },
    problems: [...LINK_PROBLEMS, "contact_blocked"],
  },
  showTalkPage: {
    summary: "Browser call page",
    description: "Microphone check, the way into the call, and live captions.",
    access: "public",
    answers: { 200: htmlPage(), 303: BACK, ...LINK_PAGES },
  },
  getCaptions: {
    summary: "Get a browser call's captions",
    access: "public",
    answers: { 200: captions },
    problems: [...LINK_PROBLEMS],
  },
  startWebCall: {
    summary: "Start a browser call",
    description: JSON_OR_FORM,
    access: "public",
    answers: { 201: webCall, 303: { leadsTo: "After a form: to the browser call page." } },
    problems: [...LINK_PROBLEMS, "unavailable"],
  },
  scheduleCallback: {
    summary: "Schedule a callback",
    description: `Books an available time, or moves the booking to it. ${JSON_OR_FORM}`,
    access: "public",
    body: { "application/json": scheduleBody, "application/x-www-form-urlencoded": scheduleBody },
    answers: { 200: bookedCallback, 303: BACK },
    problems: [...LINK_PROBLEMS, "slot_unavailable", "contact_blocked"],
  },
  cancelCallback: {
    summary: "Cancel a callback",
    description: JSON_OR_FORM,
    access: "public",
    answers: { 200: cancelledCallback, 303: BACK },
    problems: [...LINK_PROBLEMS],
  },
  optOut: {
    summary: "Opt out of all calls and emails",
    description: `Works after the link has expired, too. ${JSON_OR_FORM}`,
    access: "public",
    answers: { 200: optedOut, 303: BACK },
    problems: ["not_found"],
  },
});
