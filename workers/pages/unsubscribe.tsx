import type { Child } from "hono/jsx";
import type { Agency } from "../../src/conversation/script";
import { Notice, TollFree } from "./layout";

const copy = {
  title: "Unsubscribe?",
  details: (companyName: string) => `You won't get any more calls or emails from ${companyName}.`,
  button: "Unsubscribe",
  done: "You're unsubscribed",
  changedMind: (phone: Child) => <>If you change your mind, call {phone}.</>,
};

/** The question, which only a click answers. */
export const UnsubscribePage = ({ agency, token }: { agency: Agency; token: string }) => (
  <Notice title={copy.title} agency={agency}>
    <p>{copy.details(agency.companyName)}</p>
    <form method="post" action={`/u/${token}`}>
      <button type="submit">{copy.button}</button>
    </form>
  </Notice>
);

/** That it is done, whichever way it was asked for. */
export const UnsubscribedPage = ({ agency }: { agency: Agency }) => (
  <Notice title={copy.done} agency={agency}>
    <p>{copy.details(agency.companyName)}</p>
    <p>{copy.changedMind(<TollFree agency={agency} />)}</p>
  </Notice>
);
