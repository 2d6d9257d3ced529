import { z } from "zod";

/**
 * Every `code` that a problem of ours can have, with its HTTP status and what it means. A problem's
 * own title may say more about the case at hand.
 */
export const PROBLEMS = {
  invalid_request: {
    status: 400,
    title: "Invalid request",
    when: "The body, the query or an id is invalid; `errors` names every field that is wrong.",
  },
  unauthorized: {
    status: 401,
    title: "Send an API key as Authorization: Bearer <key>",
    when: "Credentials are missing or wrong.",
  },
  forbidden: {
    status: 403,
    title: "This needs the role operator",
    when: "The API key's role is too low.",
  },
  check_needed: {
    status: 403,
    title: "Confirm first that this document is yours",
    when: "The document's recipient has to confirm the last 4 digits of their phone number first.",
  },
  not_found: {
    status: 404,
    title: "There is no such page or resource",
    when: "There is nothing under this id, token or path.",
  },
  method_not_allowed: {
    status: 405,
    title: "Allowed: GET",
    when: "The path doesn't support this method; `allow` lists those that it does.",
  },
  conflict: {
    status: 409,
    title: "The call has ended",
    when: "The resource exists already, or its current state doesn't allow this.",
  },
  changed: {
    status: 409,
    title: "The document was changed in the meantime",
    when: "Somebody else changed it in the meantime: read it again, then retry.",
  },
  phone_mismatch: {
    status: 409,
    title: "The prospect is on record with another phone number",
    when: "The prospect is on record with another phone number.",
  },
  slot_taken: {
    status: 409,
    title: "That time is taken",
    when: "The calendar has something else at that time.",
  },
  gone: {
    status: 410,
    title: "This link has expired",
    when: "The link, or the estimate behind it, has expired.",
  },
  too_large: {
    status: 413,
    title: "The body is too large",
    when: "The body exceeds the size limit.",
  },
  unsupported_media_type: {
    status: 415,
    title: "Send the body as application/json",
    when: "The body has another content type than the one documented.",
  },
  broken_pdf: { status: 422, title: "The PDF is damaged", when: "The PDF can't be read." },
  needs_password: {
    status: 422,
    title: "The PDF needs a password",
    when: "The PDF can't be opened without a password.",
  },
  xfa_only: {
    status: 422,
    title: "The PDF has an XFA form only",
    when: "The PDF's only form is an XFA form, which isn't supported.",
  },
  no_form: { status: 422, title: "The PDF has no form", when: "The PDF has no fillable fields." },
  contact_blocked: {
    status: 422,
    title: "This person can't be contacted",
    when: "The compliance gate denies the contact; `reason_code` and `rule` say why.",
  },
  duplicate_id: {
    status: 422,
    title: "Two of the items have the same id",
    when: "Two items of the request have the same id.",
  },
  expired_quote: {
    status: 422,
    title: "The estimate has expired",
    when: "The estimate has expired and has to be rated again.",
  },
  form_unusable: {
    status: 422,
    title: "The page has no form that can be filled",
    when: "The page's form can't be filled.",
  },
  gate_closed: {
    status: 422,
    title: "The phase pinecone can't begin yet",
    when: "A condition for this migration phase isn't met.",
  },
  host_not_allowed: {
    status: 422,
    title: "The host is not on WEBFORM_ALLOWED_HOSTS",
    when: "Forms may only be filled on hosts listed in `WEBFORM_ALLOWED_HOSTS`.",
  },
  invalid_number: {
    status: 422,
    title: "There is no such phone number",
    when: "The phone number is well-formed but can't exist.",
  },
  no_transfer_number: {
    status: 422,
    title: "TRANSFER_NUMBER is not set",
    when: "No number to transfer calls to is configured.",
  },
  not_booked_here: {
    status: 422,
    title: "The meeting was booked on a web page; change it there",
    when: "The meeting was booked through a web form, so it can only be changed there.",
  },
  not_licensed: {
    status: 422,
    title: "Lea Licensed has no license for NY on record",
    when: "The agent holds no license for the state of the business.",
  },
  not_printable: {
    status: 422,
    title: "The values don't fit into the form",
    when: "The document can't be printed with these values.",
  },
  not_printed: {
    status: 422,
    title: "There is no current PDF; PATCH the document's values to print it",
    when: "There is no PDF of the document as it stands.",
  },
  not_retryable: {
    status: 422,
    title: "The effect is no longer waiting",
    when: "There is nothing left to retry.",
  },
  not_yours: {
    status: 422,
    title: "Those aren't the last 4 digits of the phone number on record",
    when: "The digits don't match the phone number on record.",
  },
  reserved_id: {
    status: 422,
    title: "Ids that begin with default- are reserved",
    when: "Ids that begin with `default-` are reserved for built-in scripts.",
  },
  sample_rates: {
    status: 422,
    title: "SAMPLE rating tables can't be used in production",
    when: "SAMPLE rates can't be used in production.",
  },
  script_not_allowed: {
    status: 422,
    title: "The script isn't allowed",
    when: "The script lacks a required disclosure or makes a forbidden promise; see `errors`.",
  },
  slot_unavailable: {
    status: 422,
    title: "That time isn't available; see /slots",
    when: "The requested time isn't available.",
  },
  upgrade_required: {
    status: 426,
    title: "Connect with a WebSocket",
    when: "The request doesn't ask for a WebSocket.",
  },
  rate_limited: {
    status: 429,
    title: "Too many attempts; wait an hour",
    when: "Too many attempts; `retry-after` says how many seconds to wait.",
  },
  too_many: {
    status: 429,
    title: "Too many questions; please call us",
    when: "The limit of questions about this document is reached.",
  },
  internal: {
    status: 500,
    title: "Something went wrong",
    when: "An unexpected error; it was logged.",
  },
  booking_refused: {
    status: 502,
    title: "The booking service refused the change",
    when: "The booking service refused the change.",
  },
  model_unusable: {
    status: 502,
    title: "The model's answer can't be used",
    when: "The language model's answer can't be used.",
  },
  unavailable: {
    status: 503,
    title: "The database is not available",
    when: "A dependency is down or not configured; `retry-after` says when to retry.",
  },
} as const satisfies Record<string, { status: number; title: string; when: string }>;

export type ProblemCode = keyof typeof PROBLEMS;

/** A problem (RFC 9457). Some say more, such as `reason_code`. */
export const problemView = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ description: "What went wrong (RFC 9457). Branch on `code`; `title` is for people." });
