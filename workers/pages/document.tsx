import type { Child } from "hono/jsx";
import type { Agency } from "../../src/conversation/script";
import { releasedBy } from "../../src/documents/decision";
import { kindOf } from "../../src/documents/document";
import { CONSENT_TEXT, INTENT_TEXT } from "../../src/documents/signature";
import type { Document } from "../../src/documents/store";
import { dateOf, money } from "../../src/formats";
import { type CallingHours, CallNow, copy as callCopy, plannedText } from "./calling-hours";
import { clientUrl } from "./client-files";
import { type Flash, FlashNote, Page, TollFree } from "./layout";

export type DocumentView = {
  agency: Agency;
  path: string;
  document: Document;
  /** Nothing where nobody is known to be called. */
  hours: CallingHours | undefined;
  /** Whether the estimate has expired. */
  expired: boolean;
  /** What the last click came to, and for when its call is planned. */
  done: string | undefined;
  plannedFor: number | undefined;
};

const copy = {
  title: (kind: string, company: string | undefined) =>
    company ? `Your ${kind} for ${company}` : `Your ${kind}`,
  premium: "Estimated annual premium",
  incomplete: "Needs more information",
  missing: (needs: string[]) => `To give you a price, we still need: ${needs.join(", ")}.`,
  sample: "SAMPLE RATES: demo only, not from an insurer.",
  validUntil: (date: string) => `Valid until ${date}.`,
  estimate: (approval: string) => `${approval}. This is an estimate, not a binder.`,

  view: "View",
  viewButton: "View the PDF",

  expiredOn: (date: string) => `This estimate expired on ${date}`,
  expired: "This estimate has expired",
  expiredDetails: "It can't be signed any more. Ask us for a new one.",

  sign: "Sign",
  signDetails:
    "Review the PDF before you sign. Signing asks us to proceed; it doesn't bind coverage.",
  name: "Your full name",
  draw: "Draw your signature (optional)",
  clear: "Clear drawing",
  signButton: "Sign",

  decline: "Decline",
  reason: "Reason (optional)",

  signed: "Signed",
  signedBy: (name: string, date: string) => `Signed by ${name} on ${date}.`,
  nextStep:
    "A licensed agent will contact you to complete the application. Coverage isn't bound yet.",
  signedCopy: "View your signed copy",
  verify: "Verify a copy",

  declined: "Declined",
  declinedDetails: (phone: Child) => (
    <>You won't hear from us about this again. If you change your mind, call {phone}.</>
  ),

  ask: "Questions?",
  question: "Your question",
  askButton: "Send question",
  orCall: (phone: Child) => <>Or call us at {phone}.</>,
  closedOtherwise: (phone: Child) => <>Send us your question, or call {phone}.</>,
};

const FLASHES: Record<string, Flash> = {
  checked: { text: "Thanks, you're verified." },
  asked: { text: "Thanks. A licensed agent will reply by email." },
  called: { text: callCopy.ringing },
  blocked: { text: callCopy.blocked, failed: true },
  over: { text: "This estimate has expired. Ask us for a new one.", failed: true },
  sign: { text: "Enter your full name and check both boxes to sign.", failed: true },
  question: { text: "Enter your question first.", failed: true },
  questions: { text: "You've sent us many questions. Please call us instead.", failed: true },
};

function flashOf({ done, hours, plannedFor, document }: DocumentView): Flash | undefined {
  if (done === "planned" && hours) return { text: plannedText(hours, plannedFor) };
  if (done === "signed" && document.status === "signed") return { text: "Thanks for signing." };
  return done ? FLASHES[done] : undefined;
}

/** A quote or proposal for the phone: view, sign or decline it, ask, get a call. */
export const DocumentPage = (view: DocumentView) => {
  const { agency, path, document, expired } = view;
  const { status } = document;
  const company = document.values.company?.value;
  const title = copy.title(kindOf(document), company === undefined ? undefined : String(company));
  const flash = flashOf(view);
  const closed = status === "signed" || status === "declined";
  return (
    <Page title={title} agency={agency}>
      <h1>{title}</h1>
      {flash && <FlashNote flash={flash} />}
      {!closed && expired && <Expired {...view} />}
      <Facts document={document} />
      <section>
        <h2>{copy.view}</h2>
        <a
          class={closed ? "button quiet" : "button"}
          href={`${path}/file`}
          id="open"
          target="_blank"
          rel="noopener"
        >
          {copy.viewButton}
        </a>
      </section>
      {status === "signed" && <Signed {...view} />}
      {status === "declined" && (
        <section>
          <h2>{copy.declined}</h2>
          <p>{copy.declinedDetails(<TollFree agency={agency} />)}</p>
        </section>
      )}
      {!closed && !expired && <Sign path={path} />}
      {!closed && !expired && <Decline path={path} />}
      <Ask {...view} />
      <Call {...view} />
    </Page>
  );
};

const Expired = ({ document: { validUntil } }: DocumentView) => (
  <section class="note alert">
    <h2>{validUntil ? copy.expiredOn(dateOf(validUntil)) : copy.expired}</h2>
    <p>{copy.expiredDetails}</p>
  </section>
);

const Facts = ({ document }: Pick<DocumentView, "document">) => {
  const { rating, validUntil, decision } = document;
  const { result, table } = rating;
  return (
    <section>
      <p class="soft">{copy.premium}</p>
      <h2 class="sum">
        {"premium_minor" in result ? money(result.premium_minor) : copy.incomplete}
      </h2>
      {"needs" in result && <p>{copy.missing(result.needs)}</p>}
      {table?.sample && <p>{copy.sample}</p>}
      {validUntil && <p class="soft">{copy.validUntil(dateOf(validUntil))}</p>}
      {decision && <p class="soft">{copy.estimate(releasedBy(decision))}</p>}
    </section>
  );
};

/** A typed name signs; the box to draw in is there once its script runs. */
const Sign = ({ path }: { path: string }) => (
  <section>
    <h2>{copy.sign}</h2>
    <p>{copy.signDetails}</p>
    <form method="post" action={`${path}/sign`} id="sign">
      <label class="field">
        {copy.name}
        <input type="text" name="name" autocomplete="name" required minlength={2} maxlength={120} />
      </label>
      <div id="drawn" hidden>
        <p class="soft">{copy.draw}</p>
        <canvas id="pad" width="400" height="120" aria-label={copy.draw} />
        <input type="hidden" name="drawing" id="drawing" />
        <button type="button" class="quiet" id="clear">
          {copy.clear}
        </button>
      </div>
      <label class="field check">
        <input type="checkbox" name="consent" required /> <span>{CONSENT_TEXT}</span>
      </label>
      <label class="field check">
        <input type="checkbox" name="intent" required /> <span>{INTENT_TEXT}</span>
      </label>
      <button type="submit">{copy.signButton}</button>
    </form>
    <script src={clientUrl("sign.js")} defer />
  </section>
);

const Decline = ({ path }: { path: string }) => (
  <section>
    <details>
      <summary>{copy.decline}</summary>
      <form method="post" action={`${path}/decline`}>
        <label class="field">
          {copy.reason}
          <input type="text" name="reason" maxlength={2000} />
        </label>
        <button type="submit" class="quiet">
          {copy.decline}
        </button>
      </form>
    </details>
  </section>
);

const Signed = ({ document: { id, signature }, path }: DocumentView) => (
  <section class="note">
    <h2>{copy.signed}</h2>
    <p>
      {signature && `${copy.signedBy(signature.name, dateOf(signature.at))} `}
      {copy.nextStep}
    </p>
    <a class="button quiet" href={`${path}/file?kind=signed`}>
      {copy.signedCopy}
    </a>
    <p class="below">
      <a href={`/verify/${id}`}>{copy.verify}</a>
    </p>
  </section>
);

const Ask = ({ path, hours, document, agency }: DocumentView) => (
  <section>
    <h2>{copy.ask}</h2>
    <form method="post" action={`${path}/question`}>
      <label class="field">
        {copy.question}
        <textarea name="question" rows={3} maxlength={4000} required />
      </label>
      <button type="submit" class="quiet">
        {copy.askButton}
      </button>
    </form>
    {!mayAskForCall({ hours, document }) && (
      <p class="soft below">{copy.orCall(<TollFree agency={agency} />)}</p>
    )}
  </section>
);

const mayAskForCall = ({ hours, document }: Pick<DocumentView, "hours" | "document">) =>
  hours !== undefined && document.status !== "declined";

const Call = ({ path, hours, document, agency }: DocumentView) =>
  hours && mayAskForCall({ hours, document }) ? (
    <section>
      <h2>{callCopy.title}</h2>
      <CallNow
        path={path}
        hours={hours}
        quiet
        otherwise={copy.closedOtherwise(<TollFree agency={agency} />)}
      />
    </section>
  ) : null;
