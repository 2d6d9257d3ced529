import { CircuitBreaker } from "../src/circuit-breaker";
import type { ReadTemplate } from "../src/documents/render";
import { joined, lazily } from "../src/lazy";
import { type Links, linksOf } from "../src/links/links";
import type { Log, LogFields } from "../src/log";
import { NotConfigured } from "../src/not-configured";
import { FontLibrary } from "../src/pdf/fonts";
import { type TaskDeps, taskResult } from "../src/tasks/task";
import { toolShapes } from "../src/tools";
import { traceFields } from "../src/trace";
import { guardOf, hostsOf } from "../src/webforms/guard";
import { endpointSecret, type WebhookAnnouncement } from "../src/webhooks/endpoint";
import { announce } from "../src/webhooks/store";
import { adapters } from "./adapters/adapters";
import type { Need, Settings } from "./adapters/settings";
import { agency } from "./agency";
import { durableCalls } from "./call/stub";
import { contacts } from "./contacts";
import { readConfig } from "./env";
import type { Role } from "./http/auth";
import { asset } from "./platform/assets";
import { machineNow, now } from "./platform/clock";
import { consoleLog } from "./platform/console-log";
import { nearDatabase } from "./platform/near-database";

/** Look-ups in a call that were too late in a row, after which none is tried for a while. */
const LATE_MAX = 3;
const BREAK_MS = 30_000;

/**
 * The application for one request, message, cron or effect: its log entries carry these fields, and
 * what it starts continues this trace (W3C).
 */
export function scoped(app: App, fields: LogFields, traceparent = app.traceparent): App {
  const log = app.log.with({ ...fields, ...traceFields(traceparent) });
  return Object.create(app, {
    log: { value: log, enumerable: true },
    traceparent: { value: traceparent, enumerable: true },
  });
}

/** Everything that a request, a queue or a cron works with. A missing variable stops only what needs it. */
export function compose(env: Env) {
  const cached = composed.get(env);
  if (cached) return cached;
  const app = build(env);
  composed.set(env, app);
  return app;
}
const composed = new WeakMap<Env, ReturnType<typeof build>>();

function build(env: Env) {
  const { config, problems } = readConfig(env);
  const need: Need = (name) => {
    const value = config[name];
    if (value === undefined) throw new NotConfigured(name);
    return value;
  };
  const newId = () => crypto.randomUUID();
  const log = consoleLog();
  const settings: Settings = { env, config, need, newId, log };
  const made = adapters(settings);
  return joined(
    { config, problems, need, newId, now, machineNow },
    untraced(log),
    made,
    agency(settings),
    contacts(settings, made),
    afterCalls(settings),
    links(settings),
    webhooks(settings, made),
    assets(env),
    queues(env),
  );
}

/** The log and the trace of nothing in particular; `scoped` replaces both. */
const untraced = (log: Log): { log: Log; traceparent?: string | undefined } => ({ log });

/** The calls, and what is done in and after them. */
function afterCalls({ env, config }: Settings) {
  const calls = durableCalls(env);
  return {
    /** Every call, in its object. */
    calls,
    assistantTools: toolShapes,
    /** Where look-ups come too late, the next callers do not wait for theirs. */
    lookUps: new CircuitBreaker(LATE_MAX, BREAK_MS),
    /** Commits what the words of a call, read after it, ask of us. */
    reclassify: (async (callKey, callId, as) => {
      const id = `reclassified:${callId}:${as}`;
      await calls.receive({ callKey, callId, attempt: 0, id, type: "reclassified", as });
    }) satisfies TaskDeps["reclassify"],
    sampleRates: env.ENVIRONMENT !== "production",
    guard: guardOf(hostsOf(config.WEBFORM_ALLOWED_HOSTS), env.ENVIRONMENT === "local"),
    pause: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
    /** Does a task beside the database, where this Worker runs there too. */
    nearDatabase:
      env.NEAR_DATABASE && nearDatabase(env.NEAR_DATABASE, config.ADMIN_API_KEY ?? "", taskResult),
  };
}

/** Links that lead back to us; their tokens are derived or sealed. */
function links({ need }: Settings) {
  const made = lazily<{ links: Links }>({
    links: () => linksOf(need("LINK_SIGNING_KEY"), need("PUBLIC_BASE_URL")),
  });
  return joined(made, { verifyUrl: (documentId: string) => made.links.verify(documentId) });
}

/** Webhooks to listeners, and the secrets that sign them. */
function webhooks({ need }: Settings, database: Pick<ReturnType<typeof adapters>, "db">) {
  return {
    announce: (announcement: WebhookAnnouncement) => announce(database.db, announcement, now()),
    webhookSecretOf: (endpointId: string) => endpointSecret(need("LINK_SIGNING_KEY"), endpointId),
  };
}

/** Fonts and form templates for documents, read when they are first needed. */
const assets = (env: Env) => ({
  fonts: new FontLibrary((file) => asset(env, `fonts/${file}`)),
  readTemplate: ((file) => asset(env, `templates/${file}`)) satisfies ReadTemplate,
});

const queues = (env: Env) => ({
  postCall: env.POST_CALL,
  corpusJobs: env.CORPUS,
  deadLetters: env.DEAD_LETTERS,
});

export type App = ReturnType<typeof compose>;
export type AppEnv = {
  Bindings: Env;
  Variables: { app: App; role?: Role | undefined; actor?: string };
};
