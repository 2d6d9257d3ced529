/** Every variable of the product; any that the environment sets overrides its local default. */
const NAMES = [
  "ENVIRONMENT",
  "PUBLIC_BASE_URL",
  "DATABASE_URL",
  "DATABASE_FETCH_ENDPOINT",
  "DATABASE_READ_URL",
  "VAPI_BASE_URL",
  "VAPI_API_KEY",
  "VAPI_PUBLIC_KEY",
  "VAPI_PHONE_NUMBER_IDS",
  "VAPI_SERVER_CREDENTIAL_ID",
  "VAPI_WEBHOOK_SECRET",
  "VAPI_WEBHOOK_HMAC_SECRET",
  "POSTMARK_BASE_URL",
  "POSTMARK_SERVER_TOKEN",
  "POSTMARK_COLD_SERVER_TOKEN",
  "POSTMARK_WEBHOOK_USER",
  "POSTMARK_WEBHOOK_PASSWORD",
  "EMAIL_FROM",
  "POSTMARK_TRANSACTIONAL_STREAM",
  "POSTMARK_BROADCAST_STREAM",
  "LLM_PROVIDER",
  "OPENAI_BASE_URL",
  "OPENAI_API_KEY",
  "LLM_MODEL",
  "LIVE_MODEL",
  "COMPANY_NAME",
  "AGENT_NAME",
  "TOLL_FREE_NUMBER",
  "OPT_OUT_NUMBER",
  "POSTAL_ADDRESS",
  "AGENCY_LICENSES",
  "AGENCY_TIME_ZONE",
  "TRANSFER_NUMBER",
  "OPERATOR_EMAIL",
  "LINK_SIGNING_KEY",
  "PII_HASH_KEY",
  "ADMIN_API_KEY",
  "EMBEDDINGS_PROVIDER",
  "EMBEDDINGS_BASE_URL",
  "EMBEDDINGS_API_KEY",
  "EMBEDDINGS_MODEL",
  "SEARCH_MEANING_SHARE",
  "PINECONE_HOST",
  "PINECONE_API_KEY",
  "PARALLEL_BASE_URL",
  "PARALLEL_API_KEY",
  "BROWSER_URL",
  "WEBFORM_ALLOWED_HOSTS",
  "BOOKING_PROVIDER",
  "BOOKING_URL",
  "BOOKING_API_KEY",
  "JOYFILL_BASE_URL",
  "JOYFILL_API_KEY",
  "PARALLEL_WEBHOOK_SECRET",
  "PARALLEL_DAILY_CAP_USD",
];

const STATES =
  "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM " +
  "NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY";

/** Who we are at home. Numbers with 555 belong to nobody. */
const AGENCY = {
  COMPANY_NAME: "InsureFlow Solutions",
  AGENT_NAME: "Jennifer",
  TOLL_FREE_NUMBER: "+1 555 010 0000",
  OPT_OUT_NUMBER: "+1 555 010 0001",
  TRANSFER_NUMBER: "+1 555 010 0002",
  POSTAL_ADDRESS: "1 Example Plaza, Springfield, IL 62701",
  AGENCY_LICENSES: STATES.split(" ")
    .map((state) => `${state}:LOCAL-${state}`)
    .join(","),
  AGENCY_TIME_ZONE: "America/New_York",
  OPERATOR_EMAIL: "operator@agency.example",
  EMAIL_FROM: "jennifer@agency.example",
};

type Variables = Record<string, string>;
type Local = {
  app: string;
  sandbox: string;
  databaseUrl: string;
  secrets: Variables;
  /** Whether a browser can be started here. */
  browser: boolean;
};

/** What the Worker is told: local defaults, each replaced by the environment's value if it has one. */
export function workerVariables(local: Local, environment: NodeJS.ProcessEnv): Variables {
  const defaults: Variables = {
    ...AGENCY,
    ...local.secrets,
    ENVIRONMENT: "local",
    PUBLIC_BASE_URL: local.app,
    DATABASE_URL: local.databaseUrl,
    DATABASE_FETCH_ENDPOINT: `${local.sandbox}/sql`,
    VAPI_BASE_URL: `${local.sandbox}/vapi`,
    VAPI_PHONE_NUMBER_IDS: "local-phone-number",
    POSTMARK_BASE_URL: `${local.sandbox}/postmark`,
    POSTMARK_TRANSACTIONAL_STREAM: "outbound",
    POSTMARK_BROADCAST_STREAM: "broadcast",
    LLM_PROVIDER: "openai",
    OPENAI_BASE_URL: `${local.sandbox}/openai/v1`,
    LLM_MODEL: "sandbox-stand-in",
    LIVE_MODEL: "sandbox-stand-in",
    EMBEDDINGS_PROVIDER: "openai",
    EMBEDDINGS_BASE_URL: `${local.sandbox}/openai/v1`,
    EMBEDDINGS_MODEL: "sandbox-lexical-1024",
    // The stand-in knows words, as the other half of a search does; another model knows more.
    ...(!environment.EMBEDDINGS_MODEL && { SEARCH_MEANING_SHARE: "0.2" }),
    PINECONE_HOST: `${local.sandbox}/pinecone`,
    PARALLEL_BASE_URL: `${local.sandbox}/parallel`,
    ...(local.browser && { BROWSER_URL: `${local.sandbox}/browser` }),
    WEBFORM_ALLOWED_HOSTS: new URL(local.sandbox).host,
    JOYFILL_BASE_URL: `${local.sandbox}/joyfill/v1`,
    BOOKING_PROVIDER: "webform",
    BOOKING_URL: `${local.sandbox}/booking/page`,
  };
  const values = NAMES.map((name) => [name, environment[name] ?? defaults[name]]);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

/**
 * The variables as a file that wrangler reads: dotenv knows three kinds of quotes and no escapes,
 * and what reads it next expands `$` inside all of them.
 */
export function asEnvFile(variables: Variables): string {
  const lines = Object.entries(variables).map(([name, value]) => {
    const quote = ["'", '"', "`"].find((one) => !value.includes(one)) ?? "'";
    return `${name}=${quote}${value.replaceAll("$", "\\$")}${quote}`;
  });
  return `${lines.join("\n")}\n`;
}
