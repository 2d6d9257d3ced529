import { waitUntil } from "cloudflare:workers";
import type { Phase } from "../src/corpus/migration";
import { pgvector } from "../src/corpus/pgvector";
import { phasedCorpus } from "../src/corpus/phased-corpus";
import { pinecone } from "../src/corpus/pinecone";
import { phaseOf } from "../src/corpus/sync-store";
import { connect } from "../src/db/client";
import { joyfill } from "../src/documents/joyfill";
import { postmark } from "../src/email/postmark";
import { parallel } from "../src/enrichment/parallel";
import { r2 } from "../src/files/r2";
import { cachingEmbedder } from "../src/language/embedder";
import { openai } from "../src/language/openai";
import { openaiEmbeddings } from "../src/language/openai-embeddings";
import { openaiSpeaker } from "../src/language/openai-speaker";
import { workersAi } from "../src/language/workers-ai";
import { once } from "../src/lazy";
import type { Log } from "../src/log";
import { calcom } from "../src/meetings/calcom";
import { StaleWhileRevalidate } from "../src/stale-while-revalidate";
import type { TaskDeps } from "../src/tasks/task";
import { vapi } from "../src/telephony/vapi";
import { hostsOf } from "../src/webforms/guard";
import { cloudflareBrowser } from "../src/webforms/puppeteer";
import { type Config, MODEL_URLS } from "./env";
import { assetText } from "./platform/assets";
import { browserBinding } from "./platform/browser";
import { machineNow, now } from "./platform/clock";
import { fetchLimited as fetch } from "./platform/fetch-limited";

/** Vectors of questions that an isolate remembers: 8 KB each. */
const QUESTIONS_KEPT = 200;
/** A change of phase is read this late at most; in every phase Postgres is read rightly. */
const PHASE_AGE_MS = 5_000;

/** A setting that must be there; `NotConfigured` if it is not. */
export type Need = <Name extends keyof Config>(name: Name) => NonNullable<Config[Name]>;

/** The one place that names vendors: settings become adapters, each made when it is first asked for. */
export function adapters(
  env: Env,
  config: Partial<Config>,
  need: Need,
  newId: () => string,
  log: Log,
) {
  const database = once(() =>
    connect({
      url: need("DATABASE_URL"),
      fetchEndpoint: config.DATABASE_FETCH_ENDPOINT,
      fetch,
    }),
  );
  const readDatabase = once(() => {
    const url = config.DATABASE_READ_URL;
    const fetchEndpoint = config.DATABASE_FETCH_ENDPOINT;
    return url ? connect({ url, fetchEndpoint, fetch }) : database();
  });
  const telephony = once(() =>
    vapi({
      baseUrl: need("VAPI_BASE_URL"),
      apiKey: need("VAPI_API_KEY"),
      publicKey: config.VAPI_PUBLIC_KEY ?? "",
      phoneNumberId: need("VAPI_PHONE_NUMBER_IDS").split(",")[0]?.trim() ?? "",
      webhookUrl: `${need("PUBLIC_BASE_URL")}/webhooks/vapi`,
      credentialId: config.VAPI_SERVER_CREDENTIAL_ID,
      model: { model: need("LIVE_MODEL"), url: `${need("PUBLIC_BASE_URL")}/vapi/llm` },
      fetch,
    }),
  );
  const modelUrl = () =>
    config.OPENAI_BASE_URL ?? MODEL_URLS[need("LLM_PROVIDER")] ?? need("OPENAI_BASE_URL");
  const embedder = once(() => {
    const made =
      need("EMBEDDINGS_PROVIDER") === "workers-ai"
        ? workersAi(env.AI)
        : openaiEmbeddings({
            baseUrl: config.EMBEDDINGS_BASE_URL ?? "https://api.openai.com/v1",
            apiKey: need("EMBEDDINGS_API_KEY"),
            model: need("EMBEDDINGS_MODEL"),
            fetch,
          });
    return cachingEmbedder(made, QUESTIONS_KEPT);
  });
  const vectorStore = once(() =>
    config.PINECONE_HOST
      ? pinecone({ host: config.PINECONE_HOST, apiKey: need("PINECONE_API_KEY"), fetch })
      : undefined,
  );
  const phase = new StaleWhileRevalidate<Phase>(
    "pgvector",
    () => phaseOf(database()),
    PHASE_AGE_MS,
    machineNow,
    waitUntil,
  );
  const corpus = once(() => {
    const [db, store] = [readDatabase(), vectorStore()];
    const ranking = { model: embedder().name, meaning: need("SEARCH_MEANING_SHARE") };
    if (!store) return pgvector(db, ranking);
    return phasedCorpus({
      db,
      written: database(),
      ranking,
      store,
      log,
      defer: waitUntil,
      now,
      machineNow,
      newId,
      phase: () => phase.get(),
    });
  });
  const language = once(() =>
    openai({
      baseUrl: modelUrl(),
      apiKey: need("OPENAI_API_KEY"),
      model: need("LLM_MODEL"),
      fetch,
    }),
  );
  const researcher = once(() =>
    parallel({
      baseUrl: need("PARALLEL_BASE_URL"),
      apiKey: need("PARALLEL_API_KEY"),
      webhookUrl: `${need("PUBLIC_BASE_URL")}/webhooks/parallel`,
      fetch,
    }),
  );
  const speaker = once(() =>
    openaiSpeaker({
      baseUrl: modelUrl(),
      apiKey: need("OPENAI_API_KEY"),
      model: need("LIVE_MODEL"),
      // Its patience is the listener's, and ends with them.
      fetch: (...request) => globalThis.fetch(...request),
    }),
  );
  const email = once(() =>
    postmark({
      baseUrl: need("POSTMARK_BASE_URL"),
      token: need("POSTMARK_SERVER_TOKEN"),
      from: need("EMAIL_FROM"),
      streams: {
        transactional: need("POSTMARK_TRANSACTIONAL_STREAM"),
        broadcast: need("POSTMARK_BROADCAST_STREAM"),
      },
      fetch,
    }),
  );
  const pageScripts = async () => {
    const [contain, form] = await Promise.all([
      assetText(env, "built/webforms/contain.js"),
      assetText(env, "built/webforms/form.js"),
    ]);
    return { contain, form };
  };
  const browser = once(() => {
    const binding = browserBinding(env, config);
    if (!binding) return undefined;
    return cloudflareBrowser(binding, hostsOf(config.WEBFORM_ALLOWED_HOSTS), pageScripts);
  });
  /** Where meetings are booked, if anywhere. */
  const meetings = once((): TaskDeps["meetings"] => {
    const { BOOKING_PROVIDER: provider, BOOKING_URL: url } = config;
    if (!provider || !url) return undefined;
    if (provider === "webform") return { page: url };
    return { api: calcom({ url, apiKey: need("BOOKING_API_KEY"), fetch }) };
  });
  const renderer = once(() => {
    const apiKey = config.JOYFILL_API_KEY;
    return apiKey ? joyfill({ baseUrl: need("JOYFILL_BASE_URL"), apiKey, fetch }) : undefined;
  });
  const files = r2(env.FILES);
  return {
    database,
    readDatabase,
    telephony,
    email,
    language,
    speaker,
    embedder,
    vectorStore,
    corpus,
    researcher,
    browser,
    meetings,
    renderer,
    files,
  };
}
