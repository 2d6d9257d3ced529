import type { Child } from "hono/jsx";
import type { Agency } from "../../src/conversation/script";

const STYLE = `
:root{color-scheme:light dark;--ink:#17201b;--soft:#5b675f;--line:#d9dfdb;--paper:#f6f7f5;--card:#fff;--go:#14532d;--on:#fff;--note:#e7f2ea}
@media(prefers-color-scheme:dark){:root{--ink:#eef2ef;--soft:#a3b0a8;--line:#334039;--paper:#111714;--card:#1a221d;--go:#86d3a1;--on:#0d1a12;--note:#1d3226}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif}
main{max-width:36rem;margin:0 auto;padding:1.25rem 1rem 2rem}header{max-width:36rem;margin:0 auto;padding:1rem 1rem 0;color:var(--soft);font-weight:600}
h1{font-size:1.6rem;line-height:1.2;margin:.25rem 0 .5rem}h2{font-size:1.1rem;margin:0 0 .25rem}.sum{font-size:1.5rem;line-height:1.2}p{margin:.25rem 0 .75rem}
.soft{color:var(--soft)}section{background:var(--card);border:1px solid var(--line);border-radius:14px;padding:1rem;margin:.9rem 0}
meter{width:100%;height:1rem;margin:.25rem 0 .75rem}.captions{list-style:none;margin:0;padding:0}.captions li{padding:.35rem 0;border-top:1px solid var(--line)}
form{margin:0}section>:last-child{margin-bottom:0}summary{min-height:2.75rem;padding:.6rem 0;cursor:pointer}details:last-of-type{margin-bottom:.75rem}section>details:only-child{margin:-.5rem 0}section>details:only-child>form{padding-bottom:.75rem}input[type=file]{display:block;width:100%;min-height:3rem;padding:.6rem 0;font:inherit}
.note{background:var(--note);border-color:transparent}
button,.button{display:block;width:100%;min-height:3rem;padding:.7rem 1rem;border-radius:10px;border:1px solid transparent;background:var(--go);color:var(--on);font:inherit;font-weight:600;text-align:center;text-decoration:none;cursor:pointer}
button.quiet,.button.quiet{background:transparent;color:var(--ink);border-color:var(--line)}
button:focus-visible,a:focus-visible,input:focus-visible,summary:focus-visible{outline:3px solid var(--go);outline-offset:2px}
fieldset{border:0;margin:0 0 .5rem;padding:0}legend{font-weight:600;padding:.5rem 0 .25rem}
.times{display:grid;grid-template-columns:repeat(auto-fill,minmax(8.5rem,1fr));gap:.5rem;margin-bottom:.5rem}
.times label{display:flex;gap:.5rem;align-items:center;min-height:2.75rem;padding:.35rem .6rem;border:1px solid var(--line);border-radius:10px;cursor:pointer}
canvas{display:block;width:100%;border:1px dashed var(--line);border-radius:10px;touch-action:none;margin-bottom:.5rem}.check{display:flex!important;gap:.6rem;align-items:flex-start;font-size:.95rem}.check input{width:1.3rem;height:1.3rem;flex:none;margin:.15rem 0 0}code{overflow-wrap:anywhere;font-size:.85rem}textarea{width:100%;padding:.6rem;border:1px solid var(--line);border-radius:10px;background:transparent;color:inherit;font:inherit}.below{margin-top:.6rem}label.field{display:block;margin:.5rem 0}input[type=text]{width:100%;min-height:3rem;padding:.6rem;border:1px solid var(--line);border-radius:10px;background:transparent;color:inherit;font:inherit}
footer a{white-space:nowrap}footer{max-width:36rem;margin:0 auto;padding:0 1rem 2rem;color:var(--soft);font-size:.9rem}a{color:inherit}
`;

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
      <style dangerouslySetInnerHTML={{ __html: STYLE }} />
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
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; connect-src 'self'; " +
    // A form's answer may lead to the provider's room for a browser call.
    "form-action 'self' https: http://127.0.0.1:*; frame-ancestors 'none'; base-uri 'none'",
  "referrer-policy": "no-referrer",
  "x-robots-tag": "noindex",
};
