import { existsSync, readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { startSandbox } from "../sandbox/start";
import { applyMigrations } from "./launch/migrations";

const PORT = 8788;

/** The outside world by itself. Variables as the Worker's; `.dev.vars` counts where they are not set. */
const file = existsSync(".dev.vars") ? parseEnv(readFileSync(".dev.vars", "utf8")) : {};
const variable = (name: string): string | undefined => process.env[name] ?? file[name];
let stopping = false;

const fail = (error: Error): never => {
  console.error(`The sandbox cannot start: ${error.message}`);
  process.exit(1);
};
const sandbox = await startSandbox({
  folder: variable("SANDBOX_DATA") ?? ".data/sandbox",
  port: Number(variable("SANDBOX_PORT") ?? PORT),
  // By hand, the address in .dev.vars is the sandbox's own database.
  databaseUrl: process.env.DATABASE_URL || undefined,
  speed: Number(variable("SANDBOX_SPEED") ?? 20),
  vapiKey: variable("VAPI_API_KEY") ?? "",
  vapiPublicKey: variable("VAPI_PUBLIC_KEY") ?? "",
  webhookSecret: variable("VAPI_WEBHOOK_SECRET") ?? "",
  webhookHmacSecret: variable("VAPI_WEBHOOK_HMAC_SECRET") ?? "",
  postmarkTokens: [
    variable("POSTMARK_SERVER_TOKEN") ?? "",
    variable("POSTMARK_COLD_SERVER_TOKEN") ?? "",
  ].filter(Boolean),
  postmarkHook: {
    user: variable("POSTMARK_WEBHOOK_USER") ?? "",
    password: variable("POSTMARK_WEBHOOK_PASSWORD") ?? "",
  },
  openaiKey: variable("OPENAI_API_KEY") ?? "",
  pineconeKey: variable("PINECONE_API_KEY") ?? "",
  bookingKey: variable("BOOKING_API_KEY") ?? "",
  joyfillKey: variable("JOYFILL_API_KEY") ?? "",
  parallelKey: variable("PARALLEL_API_KEY") ?? "",
  parallelWebhookSecret: variable("PARALLEL_WEBHOOK_SECRET") ?? "",
  embeddingsKey: variable("EMBEDDINGS_API_KEY") ?? "",
  appUrl: variable("PUBLIC_BASE_URL"),
}).catch(fail);
await applyMigrations(sandbox.databaseUrl).catch((error) => fail(error.cause ?? error));
console.log(`SANDBOX ${JSON.stringify({ url: sandbox.url, database_url: sandbox.databaseUrl })}`);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void stop());
process.stdin.on("end", () => void stop()).resume(); // Whoever started this is gone.

async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  await sandbox.close();
  process.exit(0);
}
