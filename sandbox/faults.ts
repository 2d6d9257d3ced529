import { z } from "zod";
import { type Ask, type Handler, Refusal, type Routes } from "./server";

const NAMES = ["latency", "error", "timeout", "duplicate", "reorder", "drop", "none"] as const;
/** `webhooks` is VAPI's telling, `vapi` its answering; the two ways of telling work under both names. */
const PROVIDERS = [
  "sql",
  "vapi",
  "webhooks",
  "postmark",
  "openai",
  "embeddings",
  "parallel",
  "pinecone",
  "booking",
  "joyfill",
  "browser",
] as const;
const wanted = z.strictObject({
  provider: z.enum(PROVIDERS),
  fault: z.enum(NAMES),
  rate: z.number().min(0).max(1).default(1),
  ms: z.number().int().min(0).max(600_000).default(1_000),
});
export type Fault = z.infer<typeof wanted>;

/** How long a request hangs that is never answered. */
const TIMEOUT_MS = 60_000;
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms).unref());

/** What goes wrong at which provider, as `POST /control` set it. */
export class Faults {
  readonly #set = new Map<string, Fault>();

  routes(): Routes {
    return {
      "POST /control": (ask) => {
        const parsed = wanted.safeParse(ask.json());
        if (!parsed.success) throw new Refusal(400, { message: z.prettifyError(parsed.error) });
        const { provider, fault } = parsed.data;
        if (fault === "none") this.#set.delete(provider);
        else this.#set.set(provider, parsed.data);
        return { body: { faults: [...this.#set.values()] } };
      },
    };
  }

  /** The fault that strikes this time, if any. */
  strike(provider: string, only?: Fault["fault"][]): Fault | undefined {
    const fault = this.#set.get(provider);
    if (only && fault && !only.includes(fault.fault)) return undefined;
    return fault && Math.random() < fault.rate ? fault : undefined;
  }

  /** A handler that misbehaves as it is told to. */
  wrap(provider: string, handler: Handler): Handler {
    return async (ask: Ask) => {
      const fault = this.strike(provider);
      switch (fault?.fault) {
        case "latency":
          await sleep(fault.ms);
          return handler(ask);
        case "error":
          return { status: 503, body: { message: "Service Unavailable", statusCode: 503 } };
        case "timeout":
          await sleep(TIMEOUT_MS);
          return ask.hangUp() as undefined;
        case "drop": {
          await handler(ask); // It did as it was asked, and nobody will hear of it.
          return ask.hangUp() as undefined;
        }
        default:
          return handler(ask);
      }
    };
  }
}
