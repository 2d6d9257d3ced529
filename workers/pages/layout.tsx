import type { Child } from "hono/jsx";
import type { Agency } from "../../src/conversation/script";
import { clientUrl } from "./client-files";

/** The frame of every page that a prospect sees: phone first, no script needed, nothing from elsewhere. */
export const Page = ({
  title,
  agency,
  children,
}: {
  title: string;
  agency: Agency;
  children: Child;
}) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="robots" content="noindex" />
      <title>{`${title} · ${agency.companyName}`}</title>
      <link rel="stylesheet" href={clientUrl("page.css")} />
    </head>
    <body>
      <header>{agency.companyName}</header>
      <main>{children}</main>
      <footer>
        <p>
          {agency.agentName} is an AI assistant. Calls are recorded. You can call us at{" "}
          <a href={`tel:${agency.tollFreeNumber.replace(/[^+\d]/g, "")}`}>
            {agency.tollFreeNumber}
          </a>
          .
        </p>
        <p>
          {agency.companyName}, {agency.postalAddress}
        </p>
      </footer>
    </body>
  </html>
);

/** A page that only says something, and what can be done about it. */
export const Notice = (props: { title: string; agency: Agency; children: Child }) => (
  <Page title={props.title} agency={props.agency}>
    <h1>{props.title}</h1>
    {props.children}
  </Page>
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
