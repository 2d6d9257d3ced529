import { isOfficeOpen } from "../src/callbacks/slots";
import { CircuitBreaker } from "../src/circuit-breaker";
import { mayMailRequested } from "../src/compliance/mail-permission";
import { parseLicenses } from "../src/documents/decision";
import type { ReadTemplate } from "../src/documents/render";
import { zoneName } from "../src/formats";
import { once } from "../src/lazy";
import { linksOf } from "../src/links/links";
import { FontLibrary } from "../src/pdf/fonts";
import { signingKey } from "../src/pdf/signing-key";
import { zonesOfPerson } from "../src/prospects/calling-zones";
import { contactHash } from "../src/prospects/prospect";
import { findProspect } from "../src/prospects/store";
import type { TaskDeps } from "../src/tasks/task";
import { toolShapes } from "../src/tools";
import { guardOf, hostsOf } from "../src/webforms/guard";
import { endpointSecret, type WebhookAnnouncement } from "../src/webhooks/endpoint";
import { announce } from "../src/webhooks/store";
import { adapters } from "./adapters";
import { durableCalls } from "./call/stub";
import { type Config, readConfig } from "./env";
import { NotConfigured } from "./http/not-configured";
import { asset } from "./platform/assets";
import { machineNow, now } from "./platform/clock";
import { consoleLog } from "./platform/console-log";
import { nearDatabase } from "./platform/near-database";

/** Look-ups in a call that were too late in a row, after which none is tried for a while. */
const LATE_MAX = 3;
const BREAK_MS = 30_000;

export { NotConfigured };

/** All that a request, a queue or a cron works with. What is not set up stops only what needs it. */
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
  const log = consoleLog();
  const calls = durableCalls(env);
  const made = adapters(env, config, need, newId, log);
  const { database } = made;
  const links = once(() => linksOf(need("LINK_SIGNING_KEY"), need("PUBLIC_BASE_URL")));
  const hashOf = (contact: string) => contactHash(need("PII_HASH_KEY"), contact);
  /** Stories' numbers may be called at home only. */
  const testNumbers = () => {
    return { allowed: env.ENVIRONMENT === "local", zone: need("AGENCY_TIME_ZONE") };
  };
  return {
    config,
    problems,
    log,
    /** Every call, in its object. */
    calls,
    need,
    now,
    machineNow,
    newId,
    get db() {
      return database();
    },
    /** For reads that may be a moment old: a replica, where there is one. */
    get readDb() {
      return made.readDatabase();
    },
    /** Does a task beside the database, where this Worker runs there too. */
    nearDatabase: env.NEAR_DATABASE && nearDatabase(env.NEAR_DATABASE, config.ADMIN_API_KEY ?? ""),
    get telephony() {
      return made.telephony();
    },
    get email() {
      return made.email();
    },
    /** Links that lead back to us; their tokens are derived or sealed. */
    get links() {
      return links();
    },
    get language() {
      return made.language();
    },
    /** The model that speaks in calls. */
    get speaker() {
      return made.speaker();
    },
    get embedder() {
      return made.embedder();
    },
    /** Who looks companies up. */
    get researcher() {
      return made.researcher();
    },
    /** Where look-ups come too late, the next callers are not made to wait for theirs. */
    lookUps: new CircuitBreaker(LATE_MAX, BREAK_MS),
    /** The second place for vectors, if one is set up. */
    get vectorStore() {
      return made.vectorStore();
    },
    /** Everything that can be found. */
    get corpus() {
      return made.corpus();
    },
    files: made.files,
    /** Fonts for documents, read when a text first needs them. */
    fonts: new FontLibrary((file) => asset(env, `fonts/${file}`)),
    /** Our own forms. */
    readTemplate: ((file) => asset(env, `templates/${file}`)) satisfies ReadTemplate,
    get renderer() {
      return made.renderer();
    },
    hashOf,
    testNumbers,
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
      officeHours: `Monday to Friday, 9 a.m. to 5 p.m. ${zoneName(need("AGENCY_TIME_ZONE"), now())}`,
    }),
    agencyZone: () => need("AGENCY_TIME_ZONE"),
    assistantTools: toolShapes,
    officeOpen: () => isOfficeOpen(need("AGENCY_TIME_ZONE"), now()),
    /** What seals signed documents. */
    sealKey: once(() => signingKey(need("LINK_SIGNING_KEY"), need("COMPANY_NAME"))),
    verifyUrl: (documentId: string) => links().verify(documentId),
    /** A real browser, where one is set up. */
    get browser() {
      return made.browser();
    },
    guard: guardOf(hostsOf(config.WEBFORM_ALLOWED_HOSTS), env.ENVIRONMENT === "local"),
    pause: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
    /** Where meetings are booked, if anywhere. */
    get meetings() {
      return made.meetings();
    },
    organizer: () => need("EMAIL_FROM"),
    /** Tells whoever listens that something has come about. */
    announce: (news: WebhookAnnouncement) => announce(database(), news, now()),
    webhookSecretOf: (endpointId: string) => endpointSecret(need("LINK_SIGNING_KEY"), endpointId),
    /** Whether somebody may be mailed what they asked for. */
    mayMailRequested: (({ email, address }, heard?: boolean) => {
      const state = address?.state?.toUpperCase();
      return mayMailRequested(database(), {
        email: email ?? "",
        state,
        hashOf,
        isUnverifiedAddress: heard,
      });
    }) satisfies TaskDeps["mayMailRequested"],
    agencyLicenses: parseLicenses(config.AGENCY_LICENSES),
    sampleRates: env.ENVIRONMENT !== "production",
    zoneOf: (async (prospectId) => {
      const person = prospectId ? await findProspect(database(), prospectId) : undefined;
      const zones = person && zonesOfPerson(testNumbers(), person, person.phone_number);
      return zones?.[0] ?? need("AGENCY_TIME_ZONE");
    }) satisfies TaskDeps["zoneOf"],
    /** Tells a call what its words asked of us, once they were read afterwards. */
    reclassify: (async (callKey, callId, as) => {
      const id = `reclassified:${callId}:${as}`;
      await calls.receive({ callKey, callId, attempt: 0, id, type: "reclassified", as });
    }) satisfies TaskDeps["reclassify"],
    postCall: env.POST_CALL,
    corpusJobs: env.CORPUS,
    deadLetters: env.DEAD_LETTERS,
  };
}
export type App = ReturnType<typeof compose>;
export type AppEnv = { Bindings: Env; Variables: { app: App; role?: string; actor?: string } };
