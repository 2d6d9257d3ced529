import { expect, test } from "vitest";
import { renderEmail } from "../../../src/email/layout";

const parts = {
  subject: "Your quote <1>",
  companyName: "Example & Sons",
  paragraphs: [
    "Hello,",
    "https://calls.example/q/abc",
    "Verify it at https://calls.example/verify/1.",
  ],
  button: { url: "https://calls.example/q/abc", label: "Review your quote" },
  smallPrint: ["1 Example Plaza"],
  unsubscribeUrl: "https://calls.example/u/abc",
};

test("text and HTML of an email say the same, and what a person's data holds is no markup", () => {
  const { text, html } = renderEmail(parts);
  for (const said of ["Hello,", "1 Example Plaza", "Unsubscribe", parts.button.url])
    for (const part of [text, html]) expect(part).toContain(said);
  expect(html).toContain("<title>Your quote &lt;1&gt;</title>");
  expect(html).toContain("Example &amp; Sons");
});

test("an address within a sentence is a link without the sentence's period, and the button is one link", () => {
  const { html } = renderEmail(parts);
  const links = [...html.matchAll(/href="([^"]+)"/g)].map(([, url]) => url);
  expect(links).toEqual([
    "https://calls.example/q/abc",
    "https://calls.example/verify/1",
    "https://calls.example/u/abc",
  ]);
});
