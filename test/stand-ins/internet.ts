import { embed } from "../../sandbox/openai/lexical";

type Metadata = { call_key: string; call_id: string; attempt: number; dialed_at: string };
export type Dialed = {
  id: string;
  name: string;
  status: string;
  createdAt: string;
  customer: { number: string; externalId: string };
  assistant: { firstMessage: string; voicemailMessage?: string; metadata: Metadata };
  assistantOverrides: { metadata: Metadata };
  monitor: { controlUrl: string };
  [field: string]: unknown;
};
export type Emailed = {
  MessageID: string;
  To: string;
  TextBody: string;
  MessageStream: string;
  Headers: { Name: string; Value: string }[];
  Metadata: { oid: string };
};
/** What a system of the agency was told. */
export type Told = { path: string; headers: Headers; body: string };
export type Fault = (answer: () => Response, init?: RequestInit) => Response | Promise<Response>;

export const unavailable: Fault = () => new Response("", { status: 503 });
export const connectionLost: Fault = () => Promise.reject(new Error("connection lost"));
export const silent: Fault = () => new Promise(() => {});
/** It did as it was asked, and we shall never hear of it. */
export const answerLost: Fault = (answer) => {
  answer();
  return Promise.reject(new Error("connection lost"));
};
export const answers =
  (status: number, body: object): Fault =>
  () =>
    Response.json(body, { status });

/** What the model makes of a conversation, unless a test says otherwise. */
export const SUMMARY = {
  summary: "They want a quote.",
  sentiment: "positive",
  intent: "quote",
  quality_score: 80,
  objections: [],
};

/** What the model says in a call: "Hello there." in two pieces. */
const SPOKEN = ["Hello ", "there."]
  .map((content) => `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`)
  .concat("data: [DONE]\n\n")
  .join("");

/** Longer than anybody on the telephone waits. */
const SLOW_MS = 3_000;
const NOWHERE = "http://127.0.0.1:9";

/** VAPI and a model as far as we ask them. Only our own database is let through. */
export class Internet {
  readonly dials: Dialed[] = [];
  readonly asked: string[] = [];
  /** Which database each question was for. */
  readonly databases: string[] = [];
  readonly controls: unknown[] = [];
  readonly emails: Emailed[] = [];
  /** What listeners at `listener.example` heard. */
  readonly told: Told[] = [];
  /** What `GET /vapi/call/{id}` tells of a call beyond what the dial said. */
  readonly ends = new Map<string, object>();
  summary: object = SUMMARY;
  extraction: unknown = { found: [] };
  databaseIsAway = false;
  databaseIsSlow = false;
  readonly webCalls: unknown[] = [];
  /** What the model was asked. */
  readonly prompts: { messages: unknown[]; [field: string]: unknown }[] = [];
  readonly #faults = new Map<string, Fault[]>();

  constructor(
    private readonly real: typeof fetch,
    private readonly database: string,
  ) {}

  times(route: string): number {
    return this.asked.filter((one) => one === route).length;
  }

  /** The next requests to `route` meet these faults, one each. */
  fails(route: string, ...next: Fault[]): void {
    this.#faults.set(route, next);
  }

  readonly fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.href.startsWith(this.database)) {
      this.asked.push("sql");
      this.databases.push(new Headers(init?.headers).get("neon-connection-string") ?? "");
      if (this.databaseIsAway) throw new Error("connection refused");
      if (this.databaseIsSlow) await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
      return this.real(input, init);
    }
    const method = init?.method ?? "GET";
    const route = `${method} ${url.pathname}`;
    this.asked.push(route);
    const fault = this.#faults.get(route)?.shift() ?? ((perform) => perform());
    return fault(() => {
      if (url.host !== "listener.example") return this.#answer(method, url, String(init?.body));
      const headers = new Headers(init?.headers);
      this.told.push({ path: url.pathname, headers, body: String(init?.body) });
      return new Response("");
    }, init);
  };

  #answer(method: string, url: URL, body: string): Response {
    const route = `${method} ${url.pathname}`;
    if (route === "POST /vapi/call") return this.#dial(JSON.parse(body));
    if (route === "POST /vapi/call/web") {
      this.webCalls.push(JSON.parse(body));
      const id = `web-${this.webCalls.length}`;
      return Response.json({ id, webCallUrl: `https://room.example/${id}` }, { status: 201 });
    }
    if (route === "GET /vapi/call") {
      const since = Date.parse(url.searchParams.get("createdAtGe") ?? "");
      return Response.json(this.dials.filter(({ createdAt }) => Date.parse(createdAt) >= since));
    }
    if (route.startsWith("POST /vapi/control/")) {
      this.controls.push(JSON.parse(body));
      return Response.json({});
    }
    if (route.endsWith("-recording")) {
      return new Response("sound", { headers: { "content-type": "audio/mpeg" } });
    }
    if (route.startsWith("GET /vapi/call/")) {
      const call = this.dials.find(({ id }) => url.pathname.endsWith(id));
      if (!call) return Response.json({ message: "not found" }, { status: 404 });
      return Response.json({ ...call, ...this.ends.get(call.id) });
    }
    if (route.startsWith("DELETE /vapi/call/")) return Response.json({});
    if (route === "POST /postmark/email") {
      const email = { ...JSON.parse(body), MessageID: crypto.randomUUID() };
      this.emails.push(email);
      return Response.json({
        To: email.To,
        MessageID: email.MessageID,
        ErrorCode: 0,
        Message: "OK",
      });
    }
    if (route === "GET /postmark/messages/outbound") {
      const id = url.searchParams.get("metadata_oid");
      const found = this.emails.filter(({ Metadata }) => Metadata.oid === id);
      return Response.json({ TotalCount: found.length, Messages: found });
    }
    if (route === "POST /openai/v1/embeddings") {
      const { input } = JSON.parse(body) as { input: string[] };
      const data = input.map((text, index) => ({ index, embedding: embed(text) }));
      return Response.json({ data });
    }
    if (route === "POST /openai/v1/chat/completions") {
      const prompt = JSON.parse(body);
      this.prompts.push(prompt);
      if (prompt.stream) return new Response(SPOKEN);
      const task = prompt.response_format?.json_schema?.name;
      const content = JSON.stringify(task === "call_extraction" ? this.extraction : this.summary);
      return Response.json({ choices: [{ message: { role: "assistant", content } }] });
    }
    throw new Error(`nobody answers ${route}`);
  }

  #dial(wanted: Omit<Dialed, "id">): Response {
    const id = `vapi-${crypto.randomUUID()}`;
    const monitor = { controlUrl: `${NOWHERE}/vapi/control/${id}` };
    const createdAt = new Date().toISOString();
    this.dials.push({ ...wanted, id, status: "queued", createdAt, monitor } as Dialed);
    return Response.json(this.dials.at(-1), { status: 201 });
  }
}
