import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

/** Nobody listens on port 9: what a test forgets to stand in for fails at once, and reaches no one. */
const NOWHERE = "http://127.0.0.1:9";
const CLIENT_FILES = "./test/stand-ins/client-files.ts";
const LINTER = "./test/stand-ins/redocly.ts";
const DATABASE = "./test/stand-ins/database.ts";

/**
 * Nobody steps through a library here, and with their source maps all modules together are more than
 * the 32 MiB in one message that the runtime takes when a test file starts.
 */
const librariesWithoutMaps = {
  name: "libraries-without-maps",
  enforce: "post" as const,
  transform: (code: string, id: string) =>
    id.includes("/node_modules/") ? { code, map: { mappings: "" as const } } : undefined,
};

export default defineConfig({
  test: {
    projects: [
      { test: { name: "layout", include: ["test/layout/**/*.test.ts"] } },
      { test: { name: "src", include: ["test/src/**/*.test.ts"] } },
      {
        test: {
          name: "ports",
          include: ["test/{ports,sandbox}/**/*.test.ts"],
          globalSetup: DATABASE,
          fileParallelism: false,
        },
      },
      {
        plugins: [
          librariesWithoutMaps,
          cloudflareTest(({ inject }) => ({
            wrangler: { configPath: "./wrangler.toml" },
            remoteBindings: false,
            miniflare: {
              queueConsumers: {
                "post-call": { maxBatchTimeout: 0 },
                corpus: { maxBatchTimeout: 0 },
              },
              bindings: {
                ENVIRONMENT: "local",
                PUBLIC_BASE_URL: "https://worker.example",
                DATABASE_URL: inject("databaseUrl"),
                DATABASE_FETCH_ENDPOINT: inject("databaseFetchEndpoint"),
                VAPI_BASE_URL: `${NOWHERE}/vapi`,
                VAPI_API_KEY: "vapi-key",
                VAPI_PUBLIC_KEY: "vapi-public-key",
                VAPI_PHONE_NUMBER_IDS: "phone-number",
                VAPI_WEBHOOK_SECRET: "webhook-secret,older-webhook-secret",
                VAPI_WEBHOOK_HMAC_SECRET: "hmac-secret",
                POSTMARK_BASE_URL: `${NOWHERE}/postmark`,
                POSTMARK_SERVER_TOKEN: "postmark-token",
                POSTMARK_WEBHOOK_USER: "postmark",
                POSTMARK_WEBHOOK_PASSWORD: "only-for-tests-0123456789",
                EMAIL_FROM: "jennifer@agency.example",
                OPERATOR_EMAIL: "operator@agency.example",
                POSTAL_ADDRESS: "1 Example Plaza, Springfield",
                LINK_SIGNING_KEY: "only-for-tests-0123456789",
                OPENAI_BASE_URL: `${NOWHERE}/openai/v1`,
                OPENAI_API_KEY: "openai-key",
                LLM_MODEL: "model",
                LIVE_MODEL: "model",
                PARALLEL_BASE_URL: `${NOWHERE}/parallel`,
                PARALLEL_WEBHOOK_SECRET: "only-for-tests-0123456789",
                PARALLEL_DAILY_CAP_USD: "0.1",
                EMBEDDINGS_PROVIDER: "openai",
                EMBEDDINGS_BASE_URL: `${NOWHERE}/openai/v1`,
                EMBEDDINGS_API_KEY: "embeddings-key",
                EMBEDDINGS_MODEL: "lexical",
                COMPANY_NAME: "Example Agency",
                AGENT_NAME: "Jennifer",
                TOLL_FREE_NUMBER: "+15550100000",
                OPT_OUT_NUMBER: "+15550100001",
                AGENCY_LICENSES: "OH:AGENCY-OH",
                AGENCY_TIME_ZONE: "America/New_York",
                PII_HASH_KEY: "only-for-tests-0123456789",
                ADMIN_API_KEY: "only-for-tests-admin-key",
              },
            },
          })),
        ],
        test: {
          name: "workers",
          include: ["test/workers/**/*.test.ts"],
          globalSetup: [CLIENT_FILES, DATABASE, LINTER],
          fileParallelism: false,
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: "journeys",
          include: ["test/journeys/**/*.test.ts"],
          fileParallelism: false,
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
