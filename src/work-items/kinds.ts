import { DAY_MS, HOUR_MS } from "../time";

/** Somebody is waiting, so it is looked at the same morning or afternoon. */
const SOON_MS = 4 * HOUR_MS;

/**
 * Every kind of work item: the title that people read, and by when somebody should have looked,
 * counted from when it came up. A new kind is one line here.
 */
export const WORK_ITEM_KINDS = {
  callback_request: { title: "Callback requested", dueMs: SOON_MS },
  missed_callback: { title: "Missed callback", dueMs: SOON_MS },
  missed_transfer: { title: "Missed transfer", dueMs: SOON_MS },
  meeting_request: { title: "Meeting requested", dueMs: SOON_MS },
  question_quote: { title: "Question about a quote", dueMs: SOON_MS },
  question_proposal: { title: "Question about a proposal", dueMs: SOON_MS },
  opt_out_without_number: { title: "Opt-out from a withheld number", dueMs: SOON_MS },
  follow_up_request: { title: "Follow-up requested", dueMs: DAY_MS },
  forbidden_topic: { title: "The assistant broke a script rule", dueMs: DAY_MS },
  release_quote: { title: "Quote awaiting approval", dueMs: DAY_MS },
  release_proposal: { title: "Proposal awaiting approval", dueMs: DAY_MS },
  send_quote: { title: "Approved quote not sent", dueMs: DAY_MS },
  send_proposal: { title: "Approved proposal not sent", dueMs: DAY_MS },
  check_failed_quote: {
    title: "Identity checks failed for a quote: call the person",
    dueMs: DAY_MS,
  },
  check_failed_proposal: {
    title: "Identity checks failed for a proposal: call the person",
    dueMs: DAY_MS,
  },
  signed_quote: { title: "Quote signed: prepare the application", dueMs: DAY_MS },
  signed_proposal: { title: "Proposal signed: prepare the application", dueMs: DAY_MS },
  mail_failed: { title: "Email failed", dueMs: DAY_MS },
  invitation_unsent: { title: "Meeting booked, but the invitation was not sent", dueMs: DAY_MS },
  unsent_quote_reminder: { title: "Reminder not sent", dueMs: DAY_MS },
  unsent_sign_up_link: { title: "Signed copy not sent", dueMs: DAY_MS },
  unsent_onboarding: { title: "Welcome email not sent", dueMs: DAY_MS },
  unsent_ready_for_upsell: { title: "Upsell announcement not sent", dueMs: DAY_MS },
  lost_fill_document: { title: "Requested document not created", dueMs: DAY_MS },
  lost_fill_web_form: { title: "Requested meeting not booked", dueMs: DAY_MS },
  lost_deliver: { title: "Approved document not sent", dueMs: DAY_MS },
} as const;
export type WorkItemKind = keyof typeof WORK_ITEM_KINDS;

const TITLE_MAX = 300;

/** The title of an item, with the reason for this one where there is one. */
export const workItemTitle = (kind: WorkItemKind, reason?: string): string => {
  const { title } = WORK_ITEM_KINDS[kind];
  return (reason ? `${title}: ${reason}` : title).slice(0, TITLE_MAX);
};
