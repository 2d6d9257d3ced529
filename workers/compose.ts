import { waitUntil } from "cloudflare:workers";
import { calcom } from "../src/booking/calcom";
import { Breaker } from "../src/breaker";
import { isOfficeOpen } from "../src/callbacks/slots";
import type { News } from "../src/calls/events";
import { openCallsOf } from "../src/calls/store";
import { mayAnswer } from "../src/compliance/answering";
import { migrating } from "../src/corpus/migrating";
import type { Phase } from "../src/corpus/migration";
import { pgvector } from "../src/corpus/pgvector";
import { pinecone } from "../src/corpus/pinecone";
import { phaseOf } from "../src/corpus/sync-store";
import { connect } from "../src/db/client";
import { licencesOf } from "../src/documents/decision";
import { r2 } from "../src/documents/r2";
import type { ReadTemplate } from "../src/documents/render";
import { postmark } from "../src/email/postmark";
import { parallel } from "../src/enrichment/parallel";
import { remembering } from "../src/language/embedder";
import { openai } from "../src/language/openai";
import { openaiEmbeddings } from "../src/language/openai-embeddings";
import { openaiSpeaker } from "../src/language/openai-speaker";
import { workersAi } from "../src/language/workers-ai";
import { linksOf } from "../src/links/links";
import { type Announcement, secretOf } from "../src/outgoing/outgoing";
import { announce } from "../src/outgoing/store";
import { FontShelf } from "../src/pdf/fonts";
import { signingKey } from "../src/pdf/signing-key";
import { contactHash } from "../src/prospects/prospect";
import { findProspect } from "../src/prospects/store";
import { Recently } from "../src/recently";
import type { TaskDeps } from "../src/tasks/task";
import { vapi } from "../src/telephony/vapi";
import { guardOf, hostsOf } from "../src/webforms/guard";
import { cloudflareBrowser } from "../src/webforms/puppeteer";
import { asset } from "./asset";
import { browserBinding } from "./browser-binding";
import { machineNow, now } from "./clock";
import { type Config, MODEL_URLS, readConfig } from "./env";
import { fetchLimited as fetch } from "./fetch-limited";
import { nearDatabase } from "./near-database";
import { NotConfigured } from "./not-configured";
import { callObject } from "./objects";
import { once } from "./once";
import { zonesOfPerson } from "./zones-of";

/** Look-ups in a call that were too late in a row, after which none is tried for a while. */
const LATE_MAX = 3;
const BREAK_MS = 30_000;
/** Vectors of questions that an isolate remembers: 8 KB each. */
const QUESTIONS_KEPT = 200;
/** A change of phase is read this late at most; in every phase Postgres is read rightly. */
const PHASE_AGE_MS = 5_000;

export { NotConfigured };

/** The one place where bindings become adapters. They are made when first asked for. */
export function compose(env: Env) {
  const known = composed.get(env);
  if (known) return known;
  const { config, problems } = readConfig(env);
  const app = build(env, config, problems);
  composed.set(env, app);
  return app;
}
const composed = new WeakMap<Env, ReturnType<typeof build>>();

function build(env: Env, config: Partial<Config>, problems: string[]) {
  const need = <Name extends keyof Config>(name: Name): NonNullable<Config[Name]> => {
    const value = config[name];
    if (value === undefined) throw new NotConfigured(name);
    return value;
  };
  const newId = () => crypto.randomUUID();
  const database = once(() =>
    connect({
      url: need("DATABASE_URL"),
      fetchEndpoint: config.DATABASE_FETCH_ENDPOINT,
      fetch,
    }),
  );
  const readers = once(() => {
    const url = config.DATABASE_READ_URL;
    const fetchEndpoint = config.DATABASE_FETCH_ENDPOINT;
    return url ? connect({ url, fetchEndpoint, fetch }) : database();
  });
  const phones = once(() =>
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
  const embeddings = once(() => {
    const made =
      need("EMBEDDINGS_PROVIDER") === "workers-ai"
        ? workersAi(env.AI)
        : openaiEmbeddings({
            baseUrl: config.EMBEDDINGS_BASE_URL ?? "https://api.openai.com/v1",
            apiKey: need("EMBEDDINGS_API_KEY"),
            model: need("EMBEDDINGS_MODEL"),
            fetch,
          });
    return remembering(made, QUESTIONS_KEPT);
  });
  const vectors = once(() =>
    config.PINECONE_HOST
      ? pinecone({ host: config.PINECONE_HOST, apiKey: need("PINECONE_API_KEY"), fetch })
      : undefined,
  );
  const phase = new Recently<Phase>(
    ...(["pgvector", () => phaseOf(database()), PHASE_AGE_MS, machineNow, waitUntil] as const),
  );
  const corpora = once(() => {
    const [db, model, store] = [readers(), embeddings().name, vectors()];
    if (!store) return pgvector(db, model);
    const complain = (event: string, error: string) => console.error({ event, error });
    const deps = { db, written: database(), model, store, now, newId, defer: waitUntil, complain };
    return migrating({ ...deps, phase: () => phase.get() });
  });
  const models = once(() =>
    openai({
      baseUrl: modelUrl(),
      apiKey: need("OPENAI_API_KEY"),
      model: need("LLM_MODEL"),
      fetch,
    }),
  );
  const researchers = once(() =>
    parallel({
      baseUrl: need("PARALLEL_BASE_URL"),
      apiKey: need("PARALLEL_API_KEY"),
      webhookUrl: `${need("PUBLIC_BASE_URL")}/webhooks/parallel`,
      fetch,
    }),
  );
  const speech = once(() =>
    openaiSpeaker({
      baseUrl: modelUrl(),
      apiKey: need("OPENAI_API_KEY"),
      model: need("LIVE_MODEL"),
      // Its patience is the listener's, and ends with them.
      fetch: (...request) => globalThis.fetch(...request),
    }),
  );
  const mail = once(() =>
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
  const browsers = once(() => cloudflareBrowser(browserBinding(env, config)));
  const links = once(() => linksOf(need("LINK_SIGNING_KEY"), need("PUBLIC_BASE_URL")));
  return {
    config,
    problems,
    need,
    now,
    machineNow,
    newId,
    get db() {
      return database();
    },
    /** For reads that may be a moment old: a replica, where there is one. */
    get readDb() {
      return readers();
    },
    /** Does a task beside the database, where this Worker runs there too. */
    nearDatabase: env.NEAR_DATABASE && nearDatabase(env.NEAR_DATABASE, config.ADMIN_API_KEY ?? ""),
    get telephony() {
      return phones();
    },
    get email() {
      return mail();
    },
    /** Links that lead back to us; their tokens are derived or sealed. */
    get links() {
      return links();
    },
    get language() {
      return models();
    },
    /** The model that speaks in calls. */
    get speaker() {
      return speech();
    },
    get embedder() {
      return embeddings();
    },
    /** Who looks companies up. */
    get researcher() {
      return researchers();
    },
    /** Where look-ups come too late, the next callers are not made to wait for theirs. */
    lookUps: new Breaker(LATE_MAX, BREAK_MS),
    /** The second place for vectors, if one is set up. */
    get vectorStore() {
      return vectors();
    },
    /** Everything that can be found. */
    get corpus() {
      return corpora();
    },
    files: r2(env.FILES),
    /** Fonts for documents, read when a text first needs them. */
    fonts: new FontShelf((file) => asset(env, `fonts/${file}`)),
    /** Our own forms. */
    readTemplate: ((file) => asset(env, `templates/${file}`)) satisfies ReadTemplate,
    hashOf: (contact: string) => contactHash(need("PII_HASH_KEY"), contact),
    agency: once(() => ({
      companyName: need("COMPANY_NAME"),
      agentName: need("AGENT_NAME"),
      tollFreeNumber: need("TOLL_FREE_NUMBER"),
      optOutNumber: need("OPT_OUT_NUMBER"),
      postalAddress: need("POSTAL_ADDRESS"),
    })),
    /** What the agency's own knowledge is made of. */
    agencyFacts: () => ({
      companyName: need("COMPANY_NAME"),
      tollFreeNumber: need("TOLL_FREE_NUMBER"),
      postalAddress: need("POSTAL_ADDRESS"),
      transferNumber: config.TRANSFER_NUMBER,
      officeHours: `Monday to Friday, 9 a.m. to 5 p.m. in ${need("AGENCY_TIME_ZONE")}`,
    }),
    officeOpen: () => isOfficeOpen(need("AGENCY_TIME_ZONE"), now()),
    /** What seals signed documents. */
    sealKey: once(() => signingKey(need("LINK_SIGNING_KEY"), need("COMPANY_NAME"))),
    verifyUrl: (documentId: string) => links().verify(documentId),
    /** A real browser, where one is set up. */
    get browser() {
      return config.BROWSER_URL || env.BROWSER ? browsers() : undefined;
    },
    guard: guardOf(hostsOf(config.WEBFORM_ALLOWED_HOSTS), env.ENVIRONMENT === "local"),
    pause: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
    /** Where meetings are booked, if anywhere. */
    get meetings(): TaskDeps["meetings"] {
      const { BOOKING_PROVIDER: provider, BOOKING_URL: url } = config;
      if (!provider || !url) return undefined;
      if (provider === "webform") return { page: url };
      return { api: calcom({ url, apiKey: need("BOOKING_API_KEY"), fetch }) };
    },
    organizer: () => need("EMAIL_FROM"),
    /** Tells whoever listens that something has come about. */
    announce: (news: Announcement) => announce(database(), news, new Date(now())),
    webhookSecretOf: (endpointId: string) => secretOf(need("LINK_SIGNING_KEY"), endpointId),
    /** Whether somebody may be mailed what they asked for. */
    mayAnswer: (({ email, address }) => {
      const state = address?.state?.toUpperCase();
      const hashOf = (contact: string) => contactHash(need("PII_HASH_KEY"), contact);
      return mayAnswer(database(), { email: email ?? "", state, hashOf });
    }) satisfies TaskDeps["mayAnswer"],
    agencyLicences: licencesOf(config.AGENCY_LICENCES),
    sampleRates: env.ENVIRONMENT !== "production",
    zoneOf: (async (prospectId) => {
      const person = prospectId ? await findProspect(database(), prospectId) : undefined;
      const fiction = { allowed: env.ENVIRONMENT === "local", zone: need("AGENCY_TIME_ZONE") };
      const zones = person && zonesOfPerson(fiction, person, person.phone_number);
      return zones?.[0] ?? need("AGENCY_TIME_ZONE");
    }) satisfies TaskDeps["zoneOf"],
    /** Stories' numbers may be called at home only. */
    fiction: () => ({ allowed: env.ENVIRONMENT === "local", zone: need("AGENCY_TIME_ZONE") }),
    judge: (async (callKey, callId, as) => {
      const news: News = { type: "judged", as };
      await callObject(env, callKey).receive({
        ...{ callKey, callId, attempt: 0, id: `judged:${callId}:${as}` },
        ...news,
      });
    }) satisfies TaskDeps["judge"],
    /** Ends all calls with a person but one; what a call hears too late, the gate refuses anyway. */
    async leaveCalls(prospectId: string, except?: string) {
      const open = await openCallsOf(database(), prospectId);
      const others = open.filter(({ callId }) => callId !== except);
      await Promise.allSettled(
        others.map(({ callKey, callId }) => callObject(env, callKey).leaveAlone(callId)),
      );
    },
    postCall: env.POST_CALL,
    corpusJobs: env.CORPUS,
    deadLetters: env.DEAD_LETTERS,
  };
}
export type App = ReturnType<typeof compose>;
export type AppEnv = { Bindings: Env; Variables: { app: App; role?: string; actor?: string } };
