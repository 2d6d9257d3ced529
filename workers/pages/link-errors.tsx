import type { Child } from "hono/jsx";
import type { Agency } from "../../src/conversation/script";
import { Notice, TollFree } from "./layout";

const copy = {
  unknown: "This link doesn't work",
  unknownDetails: "It may be incomplete. Open it from our email again, or enter your code.",
  enterCode: "Enter the code from your voicemail",
  orCall: (phone: Child) => <>Or call {phone}.</>,
  expired: "This link has expired",
  expiredDetails: (phone: Child) => (
    <>Links expire after seven days. Call {phone} and we'll pick up where we left off.</>
  ),
  stop: "Stop calls and emails",
  optedOut: "You've opted out",
  optedOutDetails: "You won't get any more calls or emails from us.",
};

/** A link that was never ours, or has lost a part. */
export const UnknownLink = ({ agency }: { agency: Agency }) => (
  <Notice title={copy.unknown} agency={agency}>
    <p>{copy.unknownDetails}</p>
    <p>
      <a class="button" href="/c">
        {copy.enterCode}
      </a>
    </p>
    <p>{copy.orCall(<TollFree agency={agency} />)}</p>
  </Notice>
);

type Expired = { agency: Agency; path: string; optedOut: boolean };
/** A link whose week is over: the way out is still open, and says so once it was taken. */
export const ExpiredLink = ({ agency, path, optedOut }: Expired) =>
  optedOut ? (
    <Notice title={copy.optedOut} agency={agency}>
      <p>{copy.optedOutDetails}</p>
    </Notice>
  ) : (
    <Notice title={copy.expired} agency={agency}>
      <p>{copy.expiredDetails(<TollFree agency={agency} />)}</p>
      <form method="post" action={`${path}/opt-out`}>
        <button type="submit" class="quiet">
          {copy.stop}
        </button>
      </form>
    </Notice>
  );
