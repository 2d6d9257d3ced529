import { kindOf } from "../../src/actions/deliver-document";
import type { Agency } from "../../src/conversation/script";
import { releasedBy } from "../../src/documents/decision";
import { CONSENT_TEXT, INTENT_TEXT } from "../../src/documents/signature";
import type { Document } from "../../src/documents/store";
import { clientUrl } from "./client-files";
import { Notice, Page } from "./layout";

export type SharedView = {
  agency: Agency;
  path: string;
  paper: Document;
  done: string | undefined;
  mayCall: boolean;
  /** Whether the estimate's time is over. */
  over: boolean;
};

const DONE: Record<string, string> = {
  checked: "Thank you. This is yours.",
  asked: "Thank you. A licensed person answers your question.",
  called: "Your phone rings in a moment.",
  planned: "We will call you as soon as we may.",
  blocked: "We may not call this number at the moment. You can call us instead.",
  over: "The estimate is no longer valid. Ask us for a new one.",
  sign: "Please fill in your full name and tick both boxes to sign.",
  question: "Please write your question first.",
};
const money = (minor: number) =>
  (minor / 100).toLocaleString("en-US", { style: "currency", currency: "USD" });
const day = (at: number | string) =>
  new Date(at).toLocaleDateString("en-US", { dateStyle: "long", timeZone: "UTC" });

/** A quote or proposal for the phone: read it, sign it, decline it, ask, be called. */
export const SharedPage = ({ agency, path, paper, done, mayCall, over }: SharedView) => {
  const kind = kindOf(paper);
  const company = paper.values.company?.value;
  return (
    <Page title={`Your ${kind}`} agency={agency}>
      <h1>
        Your {kind}
        {company ? ` for ${company}` : ""}
      </h1>
      {done && DONE[done] && (
        <section class="note" role="status">
          {DONE[done]}
        </section>
      )}
      <Facts paper={paper} />
      <section>
        <h2>Read it</h2>
        <a class="button" href={`${path}/file`} id="open" target="_blank" rel="noopener">
          Open the PDF
        </a>
      </section>
      {paper.status === "signed" ? (
        <Signed paper={paper} path={path} />
      ) : paper.status === "declined" ? (
        <section>
          <h2>You declined it</h2>
          <p>You hear no more of it. If you change your mind, call {agency.tollFreeNumber}.</p>
        </section>
      ) : over ? (
        <section>
          <h2>No longer valid</h2>
          <p>The estimate&apos;s time is over, so it cannot be signed. Ask us for a new one.</p>
        </section>
      ) : (
        <Open path={path} />
      )}
      <Ask path={path} mayCall={mayCall && paper.status !== "declined"} agency={agency} />
    </Page>
  );
};

const Facts = ({ paper }: { paper: Document }) => {
  const { result, table } = paper.rating;
  return (
    <section>
      <p class="soft">Estimated premium for one year</p>
      <h2 class="sum">
        {"premium_minor" in result ? money(result.premium_minor) : "Needs more information"}
      </h2>
      {"needs" in result && <p>We still need to know: {result.needs.join(", ")}.</p>}
      {table?.sample && <p>SAMPLE rates: for trying out, no insurer made them.</p>}
      {paper.validUntil && <p class="soft">Valid until {day(paper.validUntil)}.</p>}
      {paper.decision && (
        <p class="soft">{releasedBy(paper.decision)}. An estimate, not a binder.</p>
      )}
    </section>
  );
};

const Open = ({ path }: { path: string }) => (
  <>
    <section>
      <h2>Sign it</h2>
      <p>Signing means: “{INTENT_TEXT}” Please open the PDF first.</p>
      <form method="post" action={`${path}/sign`} id="sign">
        <label class="field">
          Your full name
          <input
            type="text"
            name="name"
            autocomplete="name"
            required
            minlength={2}
            maxlength={120}
          />
        </label>
        <p class="soft">You may draw your signature too:</p>
        <canvas id="pad" width="400" height="120" aria-label="Draw your signature here" />
        <input type="hidden" name="drawing" id="drawing" />
        <button type="button" class="quiet" id="clear">
          Clear the drawing
        </button>
        <label class="field check">
          <input type="checkbox" name="consent" required /> <span>{CONSENT_TEXT}</span>
        </label>
        <label class="field check">
          <input type="checkbox" name="intent" required /> <span>{INTENT_TEXT}</span>
        </label>
        <button type="submit">Sign and ask to proceed</button>
      </form>
      <script src={clientUrl("sign.js")} defer />
    </section>
    <section>
      <details>
        <summary>Decline it</summary>
        <form method="post" action={`${path}/decline`}>
          <label class="field">
            Why, if you like to say
            <input type="text" name="reason" maxlength={2000} />
          </label>
          <button type="submit" class="quiet">
            Decline
          </button>
        </form>
      </details>
    </section>
  </>
);

const Signed = ({ paper, path }: { paper: Document; path: string }) => (
  <section class="note">
    <h2>You signed it</h2>
    <p>
      On {paper.signature ? day(paper.signature.at) : "record"}, as {paper.signature?.name}. We
      prepare the application with you now; no coverage is bound yet.
    </p>
    <a class="button quiet" href={`${path}/file?kind=signed`}>
      Open your signed copy
    </a>
    <p>
      <a href={`/verify/${paper.id}`}>See whether a copy is unchanged</a>
    </p>
  </section>
);

const Ask = ({ path, mayCall, agency }: { path: string; mayCall: boolean; agency: Agency }) => (
  <section>
    <h2>Ask us</h2>
    <form method="post" action={`${path}/question`}>
      <label class="field">
        Your question
        <textarea name="question" rows={3} maxlength={4000} required />
      </label>
      <button type="submit" class="quiet">
        Send the question
      </button>
    </form>
    {mayCall ? (
      <form method="post" action={`${path}/call-now`} class="below">
        <button type="submit" class="quiet">
          Call me now
        </button>
      </form>
    ) : (
      <p class="soft">
        Or call us:{" "}
        <a href={`tel:${agency.tollFreeNumber.replace(/[^+\d]/g, "")}`}>{agency.tollFreeNumber}</a>
      </p>
    )}
  </section>
);

/** Why a link shows no document. */
export const NoDocument = ({
  agency,
  why,
}: {
  agency: Agency;
  why: "unknown" | "expired" | "revoked";
}) => (
  <Notice
    title={
      {
        unknown: "We do not know this link",
        expired: "This link has expired",
        revoked: "This document was taken back",
      }[why]
    }
    agency={agency}
  >
    <p>
      {why === "unknown" && "It may have lost a part on its way. Open it from our email again, or "}
      {why === "expired" && "It was good for 30 days. To get a new one, "}
      {why === "revoked" && "It does not hold any more. To hear why, or to get a new one, "}
      call{" "}
      <a href={`tel:${agency.tollFreeNumber.replace(/[^+\d]/g, "")}`}>{agency.tollFreeNumber}</a>.
    </p>
  </Notice>
);
