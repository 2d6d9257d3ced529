import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { booking } from "./booking/app";
import { browser } from "./browser/app";
import { Faults } from "./faults";
import { joyfill } from "./joyfill/app";
import { neon } from "./neon/app";
import { openDatabase } from "./neon/database";
import { chat } from "./openai/chat";
import { embeddings } from "./openai/embeddings";
import { parallel } from "./parallel/app";
import { pinecone } from "./pinecone/app";
import { postmark } from "./postmark/app";
import { serve } from "./server";
import { vapi } from "./vapi/app";

export type SandboxOptions = {
  /** Everything that is kept over a restart. */
  folder: string;
  port?: number;
  /** A Postgres to use instead of PGlite in the folder. */
  databaseUrl?: string | undefined;
  /** Divides every delay; 1 is real time. */
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
  const { folder, speed, appUrl } = options;
  mkdirSync(folder, { recursive: true });
  const database = await openDatabase(join(folder, "postgres"), options.databaseUrl);
  const faults = new Faults();
  const mail = postmark({
    tokens: options.postmarkTokens,
    webhooks: { ...options.postmarkHook, appUrl, speed, faults },
    file: join(folder, "outbox.jsonl"),
  });
  const phone = vapi({
    apiKey: options.vapiKey,
    publicKey: options.vapiPublicKey,
    credentials: { secret: options.webhookSecret, hmacSecret: options.webhookHmacSecret },
    speed,
    faults,
    appUrl,
    file: join(folder, "vapi-calls.jsonl"),
  });
  const research = parallel({
    apiKey: options.parallelKey,
    webhookSecret: options.parallelWebhookSecret,
    speed,
  });
  const vectors = pinecone({
    apiKey: options.pineconeKey,
    speed,
    file: join(folder, "pinecone.jsonl"),
  });
  const chromium = browser();
  const apps = {
    "/control": faults.control(),
    "/sql": faults.around("sql", neon(database.pool)),
    "/vapi": phone,
    "/postmark": faults.around("postmark", mail.api),
    "/outbox": mail.outbox,
    "/openai/v1/chat/completions": faults.around("openai", chat(options.openaiKey)),
    "/openai/v1/embeddings": faults.around("embeddings", embeddings(options.embeddingsKey)),
    "/parallel": faults.around("parallel", research),
    "/pinecone": faults.around("pinecone", vectors),
    "/booking": faults.around("booking", booking(options.bookingKey)),
    "/joyfill": faults.around("joyfill", joyfill(options.joyfillKey)),
    "/browser": faults.around("browser", chromium.app),
  };
  const server = await serve(apps, options.port, chromium.onUpgrade);
  const close = async () => {
    server.close();
    chromium.close();
    await database.close();
  };
  return { url: server.url, databaseUrl: database.url, close };
}
