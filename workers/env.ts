import { z } from "zod";
import { isZone } from "../src/time-zone";

const text = z.string().min(1);
const url = z.url().transform((value) => value.replace(/\/+$/, ""));
const secret = z.string().min(16, "must have at least 16 characters");
const phone = z.string().regex(/^\+?[0-9 ()-]{7,20}$/, "must be a telephone number");

/** Every variable that we read (CONTRACT 2). What is optional here is optional in production too. */
const variables = z.object({
  ENVIRONMENT: z.enum(["local", "staging", "production"]),
  PUBLIC_BASE_URL: url,
  DATABASE_URL: text,
  DATABASE_FETCH_ENDPOINT: z.url().optional(),
  /** A replica, from which the corpus is searched. */
  DATABASE_READ_URL: text.optional(),
  VAPI_BASE_URL: url.default("https://api.vapi.ai"),
  VAPI_API_KEY: text,
  VAPI_PUBLIC_KEY: text.optional(),
  VAPI_PHONE_NUMBER_IDS: text,
  VAPI_SERVER_CREDENTIAL_ID: text.optional(),
  VAPI_WEBHOOK_SECRET: z.string().optional(),
  VAPI_WEBHOOK_HMAC_SECRET: z.string().optional(),
  POSTMARK_BASE_URL: url.default("https://api.postmarkapp.com"),
  POSTMARK_SERVER_TOKEN: text,
  POSTMARK_TRANSACTIONAL_STREAM: text.default("outbound"),
  POSTMARK_BROADCAST_STREAM: text.default("broadcast"),
  /** What Postmark's webhooks bring as Basic auth. */
  POSTMARK_WEBHOOK_USER: text.optional(),
  POSTMARK_WEBHOOK_PASSWORD: secret.optional(),
  EMAIL_FROM: text,
  /** Whom of the agency to tell of hot leads, signatures and work items. */
  OPERATOR_EMAIL: z.email().optional(),
  LLM_PROVIDER: z.enum(["openai", "anthropic", "workers-ai"]).default("openai"),
  OPENAI_BASE_URL: url.optional(),
  OPENAI_API_KEY: text,
  LLM_MODEL: text,
  LIVE_MODEL: text,
  EMBEDDINGS_PROVIDER: z.enum(["workers-ai", "openai"]).default("workers-ai"),
  EMBEDDINGS_BASE_URL: url.optional(),
  EMBEDDINGS_API_KEY: text.optional(),
  EMBEDDINGS_MODEL: text.optional(),
  /** How much vectors count in a search beside words, 0 to 1: more, the more a model knows of meaning. */
  SEARCH_MEANING_SHARE: z.coerce.number().min(0).max(1).default(0.5),
  PINECONE_HOST: text.optional(),
  PINECONE_API_KEY: text.optional(),
  PARALLEL_BASE_URL: url.default("https://api.parallel.ai"),
  PARALLEL_API_KEY: text.optional(),
  PARALLEL_WEBHOOK_SECRET: secret.optional(),
  /** What looking companies up may cost in 24 hours, in dollars. */
  PARALLEL_DAILY_CAP_USD: z.coerce.number().min(0).max(100_000).default(25),
  /** A browser's endpoint; where it is set, it is used rather than the binding. */
  BROWSER_URL: url.optional(),
  /** Hosts whose forms may be filled, `host[:port]`, separated by commas. */
  WEBFORM_ALLOWED_HOSTS: text.optional(),
  BOOKING_PROVIDER: z.enum(["calcom", "webform"]).optional(),
  BOOKING_URL: z.url().optional(),
  BOOKING_API_KEY: text.optional(),
  JOYFILL_BASE_URL: url.default("https://api-joy.joyfill.io/v1"),
  /** Where it is set, JoyFill draws quotes and proposals. */
  JOYFILL_API_KEY: text.optional(),
  COMPANY_NAME: text,
  AGENT_NAME: text,
  TOLL_FREE_NUMBER: phone,
  OPT_OUT_NUMBER: phone,
  POSTAL_ADDRESS: text,
  /** `FL:W123456,TX:998877` */
  AGENCY_LICENSES: text.optional(),
  TRANSFER_NUMBER: phone.optional(),
  AGENCY_TIME_ZONE: text.refine(isZone, "must be an IANA time zone"),
  LINK_SIGNING_KEY: secret,
  PII_HASH_KEY: secret,
  ADMIN_API_KEY: secret,
});
export type Config = z.infer<typeof variables>;

/** An empty variable is an unset one. */
export function readConfig(env: Env): { config: Partial<Config>; problems: string[] } {
  const config: Partial<Config> = {};
  const problems: string[] = [];
  for (const [name, schema] of Object.entries(variables.shape)) {
    const value = (env as unknown as Record<string, unknown>)[name];
    const parsed = schema.safeParse(value === "" ? undefined : value);
    if (parsed.success) Object.assign(config, { [name]: parsed.data });
    else problems.push(`${name}: ${parsed.error.issues[0]?.message ?? "is malformed"}`);
  }
  const needs: [boolean, keyof Config][] = [
    [config.LLM_PROVIDER === "workers-ai", "OPENAI_BASE_URL"],
    [config.EMBEDDINGS_PROVIDER === "openai", "EMBEDDINGS_API_KEY"],
    [config.EMBEDDINGS_PROVIDER === "openai", "EMBEDDINGS_MODEL"],
    [config.PINECONE_HOST !== undefined, "PINECONE_API_KEY"],
  ];
  for (const [needed, name] of needs)
    if (needed && config[name] === undefined)
      problems.push(`${name}: must be set with its provider`);
  return { config, problems };
}

/**
 * The endpoint of each model provider; Claude speaks OpenAI's protocol at its own. Workers AI does so
 * at an address that names the account, and has no other here.
 */
export const MODEL_URLS = {
  openai: "https://api.openai.com/v1",
  anthropic: "https://api.anthropic.com/v1",
  "workers-ai": undefined,
};
