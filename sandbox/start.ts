import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { booking } from "./booking/app";
import { browser } from "./browser/app";
import { Faults } from "./faults";
import { joyfill } from "./joyfill/app";
import { neon } from "./neon/app";
import { openDatabase } from "./neon/database";
import { openai } from "./openai/chat";
import { embeddings } from "./openai/embeddings";
import { parallel } from "./parallel/app";
import { pinecone } from "./pinecone/app";
import { postmark } from "./postmark/app";
import { type Handler, type Routes, serve } from "./server";
import { vapi } from "./vapi/app";

export type SandboxOptions = {
  folder: string;
  port?: number;
  databaseUrl?: string | undefined;
  speed: number;
  vapiKey: string;
  vapiPublicKey: string;
  webhookSecret: string;
  webhookHmacSecret: string;
  postmarkTokens: string[];
  postmarkHook: { user: string; password: string };
  openaiKey: string;
  embeddingsKey: string;
  parallelKey: string;
  pineconeKey: string;
  bookingKey: string;
  joyfillKey: string;
  parallelWebhookSecret: string;
  /** Where the Worker is, for calls that come in. */
  appUrl?: string | undefined;
};

/** The outside world on one machine: every provider that the product speaks to, on one port. */
export async function startSandbox(options: SandboxOptions) {
  mkdirSync(options.folder, { recursive: true });
  const database = await openDatabase(join(options.folder, "postgres"), options.databaseUrl);
  const faults = new Faults();
  const outbox = join(options.folder, "outbox.jsonl");
  const chromium = browser();
  let url = "";
  const routes: Routes = {
    ...faults.routes(),
    ...wrapped("sql", neon(database.pool), faults),
    ...vapi({
      apiKey: options.vapiKey,
      publicKey: options.vapiPublicKey,
      credentials: { secret: options.webhookSecret, hmacSecret: options.webhookHmacSecret },
      ...{ speed: options.speed, faults, url: () => url, appUrl: options.appUrl },
      file: join(options.folder, "vapi-calls.jsonl"),
    }),
    ...wrapped(
      "postmark",
      postmark(
        options.postmarkTokens,
        { ...options.postmarkHook, appUrl: options.appUrl, speed: options.speed, faults },
        outbox,
      ),
      faults,
    ),
    ...wrapped("openai", openai(options.openaiKey), faults),
    ...wrapped(
      "parallel",
      parallel({
        apiKey: options.parallelKey,
        webhookSecret: options.parallelWebhookSecret,
        speed: options.speed,
      }),
      faults,
    ),
    ...wrapped(
      "pinecone",
      pinecone({
        ...{ apiKey: options.pineconeKey, speed: options.speed },
        file: join(options.folder, "pinecone.jsonl"),
      }),
      faults,
    ),
    ...wrapped("booking", booking(options.bookingKey), faults),
    ...wrapped(
      "joyfill",
      joyfill(options.joyfillKey, () => url),
      faults,
    ),
    ...wrapped("browser", chromium.routes, faults),
    ...wrapped("embeddings", embeddings(options.embeddingsKey), faults),
  };
  const server = await serve(routes, options.port, chromium.upgrade);
  url = server.url;
  const close = async () => {
    server.close();
    chromium.close();
    await database.close();
  };
  return { url, databaseUrl: database.url, close };
}

function wrapped(provider: string, routes: Routes, faults: Faults): Routes {
  const entries = Object.entries(routes).map(([route, handler]): [string, Handler] => {
    return [route, route.includes(" /outbox") ? handler : faults.wrap(provider, handler)];
  });
  return Object.fromEntries(entries);
}
