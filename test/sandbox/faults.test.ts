import { afterEach, beforeEach, expect, test } from "vitest";
import { Faults } from "../../sandbox/faults";
import { chat } from "../../sandbox/openai/chat";
import { postmark } from "../../sandbox/postmark/app";
import { serve } from "../../sandbox/server";

let sandbox: Awaited<ReturnType<typeof serve>>;

beforeEach(async () => {
  const faults = new Faults();
  const webhooks = { appUrl: undefined, user: "", password: "", speed: 1, faults };
  const mail = postmark({ tokens: ["token"], webhooks });
  sandbox = await serve({
    "/control": faults.control(),
    "/postmark": faults.around("postmark", mail.api),
    "/outbox": mail.outbox,
    "/openai/v1/chat/completions": faults.around("openai", chat("key")),
  });
});
afterEach(() => sandbox.close());

const post = (path: string, body: object, headers: Record<string, string> = {}) =>
  fetch(sandbox.url + path, { method: "POST", headers, body: JSON.stringify(body) });
const setFault = (provider: string, fault: string) => post("/control", { provider, fault });
const sendEmail = () =>
  post(
    "/postmark/email",
    { From: "us@agency.example", To: "jo@prospect.example", TextBody: "Hello" },
    { "x-postmark-server-token": "token" },
  );
const chatOf = (said: string) =>
  post(
    "/openai/v1/chat/completions",
    { model: "m", stream: true, messages: [{ role: "user", content: said }] },
    { authorization: "Bearer key" },
  );
const outboxSize = async () => {
  const { items } = (await (await fetch(`${sandbox.url}/outbox`)).json()) as { items: unknown[] };
  return items.length;
};

test("a dropped answer ends the connection, and the request took effect", async () => {
  await setFault("postmark", "drop");
  await expect(sendEmail()).rejects.toThrow("fetch failed");
  expect(await outboxSize()).toBe(1);
});

test("a dropped stream ends the connection before its first word", async () => {
  await setFault("openai", "drop");
  await expect(chatOf("Bye")).rejects.toThrow("fetch failed");
});

test("an error has no effect and hits no other provider, until it is taken back", async () => {
  await setFault("postmark", "error");
  expect((await sendEmail()).status).toBe(503);
  expect(await outboxSize()).toBe(0);
  expect((await chatOf("Bye")).status).toBe(200);
  await setFault("postmark", "none");
  expect((await sendEmail()).status).toBe(200);
});

test("a stream comes word by word and ends with [DONE]", async () => {
  const response = await chatOf("Bye");
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  const pieces: string[] = [];
  for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? [])
    pieces.push(piece);
  expect(pieces.length).toBeGreaterThan(1);
  expect(pieces.join("")).toMatch(/"content":"Thank "[\s\S]*"content":"you "[\s\S]*\[DONE\]\n\n$/);
});

test("an address that bounced takes no more emails", async () => {
  const { MessageID } = (await (await sendEmail()).json()) as { MessageID: string };
  await post(`/outbox/${MessageID}/bounce`, {});
  const refusal = await sendEmail();
  expect(refusal.status).toBe(422);
  expect(await refusal.json()).toMatchObject({ ErrorCode: 406 });
});
