import { createHash } from "node:crypto";
import { type Answer, ask, until } from "../client";
import type { Ready } from "../launch/product";
import { expectThat } from "./expect";

type Step = [name: string, work: () => Promise<string>];
type Get = (path: string) => Promise<Answer["body"]>;
type Mail = {
  MessageID: string;
  To: string;
  Subject: string;
  TextBody: string;
  Attachments?: { Name: string }[];
};
const WAIT_MS = 30_000;
const READER =
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1 Version/18.0 Safari/605.1";

/** An approved quote on its way: emailed, opened, signed; and a meeting booked on a third-party page. */
export function signing(ready: Ready, ids: Map<string, string>): Step[] {
  const get: Get = async (path) => (await ask(ready, "GET", path)).body;
  const call = ids.get("demo_01");
  return [
    ["The quote is emailed as a PDF, with its link", () => mailed(ready, get, call)],
    ["A scanner's visits do not count, a person's does", () => opened(ready, get, call)],
    ["It is signed, and can be verified", () => signed(ready, get, call)],
    ["A proposal works in other alphabets", () => proposed(ready, get, ids.get("demo_02"))],
    ["A meeting is booked on a web page, in a real browser", () => met(get, ids.get("demo_03"))],
    ["Every step is in the audit trail", () => proven(get, call)],
  ];
}

const outbox = async ({ sandbox }: Ready): Promise<Mail[]> =>
  ((await (await fetch(`${sandbox}/outbox`)).json()) as { items: Mail[] }).items;
const play = (ready: Ready, mail: Mail, action: string) =>
  fetch(`${ready.sandbox}/outbox/${mail.MessageID}/${action}`, { method: "POST" });
const quoteMail = (ready: Ready) =>
  until(
    WAIT_MS,
    async () =>
      (await outbox(ready)).find(
        ({ To, Subject }) => To === "demo.01@prospect.example" && /^Your quote/.test(Subject),
      ),
    (mail) => mail !== undefined,
  );
const paperOf = async (get: Get, call: string | undefined) =>
  (await get(`/call/${call}`)).documents[0];
/** The page that a mail's button leads to, through the link by which a click is noted. */
async function pageOf({ TextBody }: Mail): Promise<string> {
  const link = /https?:\S+\/t\/c\/\S+/.exec(TextBody)?.[0] ?? "";
  const led = await fetch(link, { redirect: "manual", headers: { "user-agent": READER } });
  return led.headers.get("location") ?? "";
}
const sha256 = (bytes: ArrayBuffer) =>
  createHash("sha256").update(Buffer.from(bytes)).digest("hex");

async function mailed(ready: Ready, get: Get, call: string | undefined): Promise<string> {
  const mail = await quoteMail(ready);
  expectThat(
    mail?.Attachments?.[0]?.Name === "quote.pdf",
    `mailed ${JSON.stringify(mail?.Subject)}`,
  );
  const { files, status } = await until(
    WAIT_MS,
    () => paperOf(get, call),
    (paper) => paper.status === "delivered",
  );
  expectThat(status === "delivered", `status ${status}`);
  return `"${mail?.Subject}", quote.pdf of ${Math.round(files[0].bytes / 1_024)} KB attached`;
}

async function opened(ready: Ready, get: Get, call: string | undefined): Promise<string> {
  const mail = await quoteMail(ready);
  if (!mail) throw new Error("no mail");
  await play(ready, mail, "scan");
  await ask(ready, "POST", "/dev/clock", { advance: "PT3H" });
  await play(ready, mail, "open");
  const page = await pageOf(mail);
  const shown = await fetch(page, { headers: { "user-agent": READER, accept: "text/html" } });
  expectThat(shown.ok && (await shown.text()).includes("Miller Bakery"), `page ${shown.status}`);
  const visits = await until(
    WAIT_MS,
    async () =>
      (await get(`/api/documents/${(await paperOf(get, call)).document_id}/history`)).items,
    (items: Entry[]) => items.some(isPerson),
  );
  expectThat(visits.some(isPerson), "the person's visit was not recorded");
  return "the scanner's visits are marked as such; the person's is in the quote's history";
}
type Entry = { kind: string; detail: { person?: boolean } };
const isPerson = ({ kind, detail }: Entry) => kind === "visited" && detail.person === true;

async function signed(ready: Ready, get: Get, call: string | undefined): Promise<string> {
  const mail = await quoteMail(ready);
  if (!mail) throw new Error("no mail");
  const page = await pageOf(mail);
  const headers = { "content-type": "application/json", "user-agent": READER };
  const body = JSON.stringify({ name: "Jo Miller", consent: true, intent: true });
  const answer = await fetch(`${page}/sign`, { method: "POST", headers, body });
  expectThat(answer.ok, `signing answered ${answer.status}`);
  const { document_id: id } = await paperOf(get, call);
  const bytes = await (await fetch(`${page}/file?kind=signed`)).arrayBuffer();
  const verify = await fetch(`${ready.app}/verify/${id}`, {
    headers: { accept: "application/json" },
  });
  const known = JSON.stringify(await verify.json());
  expectThat(known.includes(sha256(bytes)), "the signed file's hash is not at /verify");
  const changed = new Uint8Array(bytes.slice(0));
  changed[changed.length >> 1] = (changed[changed.length >> 1] ?? 0) ^ 1;
  expectThat(!known.includes(sha256(changed.buffer)), "a changed byte was not found");
  return `PDF of ${Math.round(bytes.byteLength / 1_024)} KB, SHA-256 ${sha256(bytes).slice(0, 12)}… at /verify/${id.slice(0, 8)}…`;
}

async function proposed(ready: Ready, get: Get, call: string | undefined): Promise<string> {
  const paper = await until(
    WAIT_MS,
    () => paperOf(get, call),
    (one) => one?.files.length > 0,
  );
  expectThat(paper?.form === "PDF_PROPOSAL_FORM", `form ${paper?.form}`);
  const file = await fetch(`${ready.app}/api/documents/${paper.document_id}/file`, {
    headers: { authorization: `Bearer ${ready.api_key}` },
  });
  const head = Buffer.from(await file.arrayBuffer())
    .subarray(0, 5)
    .toString("latin1");
  expectThat(head === "%PDF-", `file ${file.status}`);
  return `for ${paper.values.company?.value ?? "nobody"}, awaiting approval`;
}

async function met(get: Get, call: string | undefined): Promise<string> {
  const meeting = async () =>
    (await get(`/call/${call}`)).forms.find(
      ({ form }: { form: string }) => form === "WEB_MEETING_FORM",
    );
  const has = await until(WAIT_MS * 2, meeting, (one) => one?.status === "confirmed");
  if (has?.status === "confirmed") {
    const { confirmation, screenshot_url } = has.proof;
    return `${confirmation.text} ${confirmation.reference}; seen at ${screenshot_url}`;
  }
  const { items } = await get("/api/work-items?limit=200");
  const item = items.find((one: { call_id: string; kind: string }) => one.call_id === call);
  expectThat(item?.title.includes("no browser"), `${has?.status}: ${item?.title}`);
  return "Chromium does not run on this machine, so a work item is open for a person";
}

async function proven(get: Get, call: string | undefined): Promise<string> {
  const { items, documents, intact } = await get(`/call/${call}/proof`);
  expectThat(intact, "the chain is broken");
  const [paper] = documents;
  const kinds = paper.items.map(({ kind }: Entry) => kind);
  expectThat(kinds.includes("signed"), `the quote's history: ${kinds.join(", ")}`);
  return `${items.length} steps of the call and ${kinds.length} of the quote, each chained to the one before`;
}
