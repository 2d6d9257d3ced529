import { raw } from "hono/html";
import type { Child } from "hono/jsx";
import type { Agency } from "../../src/conversation/script";
import { phoneText } from "../../src/formats";
import { clientUrl } from "./client-files";

const copy = {
  about: (agentName: string) => `${agentName} is an AI assistant. Calls are recorded.`,
  questions: (phone: Child) => <>Questions? Call {phone}.</>,
};

/** The frame of every page that a prospect sees: phone first, no script needed, nothing from elsewhere. */
export const Page = (props: { title: string; agency: Agency; children: Child }) => {
  const { title, agency, children } = props;
  const { companyName, agentName, postalAddress } = agency;
  return (
    <>
      {raw("<!doctype html>")}
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="robots" content="noindex" />
          <title>{`${title} · ${companyName}`}</title>
          <link rel="stylesheet" href={clientUrl("page.css")} />
        </head>
        <body>
          <header>{companyName}</header>
          <main>{children}</main>
          <footer>
            <p>
              {copy.about(agentName)} {copy.questions(<TollFree agency={agency} />)}
            </p>
            <p>
              {companyName}, {postalAddress}
            </p>
          </footer>
        </body>
      </html>
    </>
  );
};

/** The agency's number, to tap. */
export const TollFree = ({ agency: { tollFreeNumber } }: { agency: Agency }) => (
  <a href={`tel:${tollFreeNumber.replace(/[^+\d]/g, "")}`}>{phoneText(tollFreeNumber)}</a>
);

/** A page that only says something, and what can be done about it. */
export const Notice = (props: { title: string; agency: Agency; children: Child }) => (
  <Page title={props.title} agency={props.agency}>
    <h1>{props.title}</h1>
    {props.children}
  </Page>
);

/** What came of the last click; what went wrong looks like it, and is read out at once. */
export type Flash = { text: string; failed?: boolean };
export const FlashNote = ({ flash: { text, failed } }: { flash: Flash }) => (
  <section class={failed ? "note alert" : "note"} role={failed ? "alert" : "status"}>
    {text}
  </section>
);

/** For pages that know a person: nothing is kept, framed, or loaded from elsewhere. */
export const PAGE_HEADERS = {
  "cache-control": "no-store",
  "content-security-policy":
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; " +
    // A form's answer may lead to the provider's room for a browser call.
    "form-action 'self' https: http://127.0.0.1:*; frame-ancestors 'none'; base-uri 'none'",
  "referrer-policy": "no-referrer",
  "x-robots-tag": "noindex",
};
