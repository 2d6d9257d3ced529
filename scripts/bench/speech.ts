import { ask } from "../client";
import type { Ready } from "../launch/product";
import { PEOPLE, prospectOf, type Scripted } from "../people";
import { compare, type Figure } from "./compare";

/** "≤ 10 ms over a pass-through" (DESIGN 10): what that is as a ratio depends on how quick the floor is. */
const ADDED_MS_MAX = 10;

/** A turn of a call: milliseconds until the model's first byte, beside a bare pass-through. */
export async function speech(ready: Ready): Promise<Figure[]> {
  await ask(ready, "POST", "/dev/clock", { now: "2026-11-24T15:00:00Z" });
  await ask(ready, "POST", "/dev/cron", { cron: "* * * * *" });
  await ask(ready, "POST", "/api/campaigns", { id: "speech", name: "Speech", channel: "voice" });
  const { id: _, phone_number: __, ...prospect_data } = prospectOf(PEOPLE[0] as Scripted);
  const wanted = { campaign_id: "speech", prospect_id: "speech", phone_number: "+15557770101" };
  const { body } = await ask(ready, "POST", "/call/initiate", { ...wanted, prospect_data });
  const { call_key, call_id } = body;
  const metadata = { call_key, call_id, attempt: 1 };
  await new Promise((resolve) => setTimeout(resolve, 1_000)); // While it rings.
  const request = (at: number) =>
    JSON.stringify({
      model: "bench",
      stream: true,
      metadata,
      call: { id: "bench", metadata },
      messages: [
        { role: "system", content: "You are Jennifer. ".repeat(100) },
        { role: "user", content: `Question ${at}: what are your office hours?` },
      ],
    });
  const firstByte = async (path: string, at: number) => {
    const began = performance.now();
    const response = await fetch(ready.app + path, {
      method: "POST",
      headers: {
        authorization: `Bearer ${ready.webhook_secret}`,
        "content-type": "application/json",
      },
      body: request(at),
    });
    if (!response.ok || !response.body) throw new Error(`${path} answered ${response.status}`);
    let took = 0;
    for await (const _ of response.body) took ||= performance.now() - began;
    return took;
  };
  const figure = await compare({
    name: "custom LLM, first byte",
    budget: Number.POSITIVE_INFINITY,
    floor: (at) => firstByte("/floor/stream/bench", at),
    product: (at) => firstByte("/vapi/llm/chat/completions", at),
    counts: async () => {
      const { speech } = (await ask(ready, "GET", `/call/${call_id}`)).body;
      return JSON.stringify({ hit_rate: speech.hit_rate, added_ms: speech.added_ms });
    },
  });
  const { floor_ms: floor, product_ms: product } = figure;
  const budget = Math.round(((floor + ADDED_MS_MAX) / floor) * 100) / 100;
  const turn = { ...figure, budget, within: product - floor <= ADDED_MS_MAX };
  return [turn, ...(await context(ready, call_key, call_id))];
}

/** What a turn's context costs by itself: from the call's set, and looked up. */
async function context({ app }: Ready, callKey: string, callId: string): Promise<Figure[]> {
  const timed = async (...parts: string[]) => {
    const began = performance.now();
    const path = parts.map(encodeURIComponent).join("/");
    await (await fetch(`${app}/floor/context/${path}`)).arrayBuffer();
    return performance.now() - began;
  };
  const question = (at: number) => `question ${at} about cyber insurance`;
  return [
    await compare({
      name: "context, prefetched",
      budget: 1.5,
      floor: () => timed("nothing", "context-floor"),
      product: () => timed("prefetched", callKey, callId),
      counts: async () => "one object call; no embedding, no database",
    }),
    await compare({
      // As a whole search beside the bare vector query (DESIGN 10).
      name: "context, cold",
      budget: 2,
      floor: (at) => timed("bare", "speech", question(at)),
      product: (at) => timed("cold", "speech", question(at + 0.5)),
      counts: async () => "one embedding, one question to the database",
    }),
  ];
}
