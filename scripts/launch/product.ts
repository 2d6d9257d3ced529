import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { hasChromium } from "../../sandbox/browser/chromium";
import { type Child, startNode, untilAnswers } from "./child";
import { openFolder, secretsOf } from "./folder";
import { LaunchError } from "./launch-error";
import { endLeftovers, MARK } from "./leftovers";
import { asEnvFile, workerVariables } from "./variables";

const WRANGLER = "node_modules/wrangler/bin/wrangler.js";
const START_MS = 120_000;
const CRON_MS = 60_000;
const HOST = "127.0.0.1";

export type ProductOptions = {
  folder: string;
  /** 0 takes any free port. */
  port: number;
  fresh?: boolean;
  /** Another Worker than the product's own, such as the bench's, which holds both. */
  config?: string;
  tell: (progress: string) => void;
};
/** What the READY line says. */
export type Ready = {
  app: string;
  console: string;
  sandbox: string;
  database: "pglite" | "postgres";
  database_url: string;
  api_key: string;
  webhook_secret: string;
  webhook_hmac_secret: string;
  postmark_webhook_user: string;
  postmark_webhook_password: string;
};
export type Product = {
  ready: Ready;
  /** Resolves with one line if a part ends that should not have. */
  broken: Promise<string>;
  stop: () => Promise<void>;
};

/** Starts the whole product: outside world, database, Worker, crons. */
export async function startProduct(options: ProductOptions): Promise<Product> {
  const { tell } = options;
  const folder = openFolder(options.folder, options.fresh ?? false);
  const ended = endLeftovers(folder);
  if (ended > 0) tell(`ended ${ended} processes left running by an earlier start`);
  const port = await freePort(options.port);
  const app = `http://${HOST}:${port}`;
  const children: Child[] = [];
  const stop = async () => {
    await Promise.all(children.map((child) => child.stop()));
    endLeftovers(folder);
  };
  try {
    const secrets = secretsOf(folder);
    tell("starting the sandbox and its database");
    const sandbox = await startOutside(folder, app, secrets, children);
    const local = {
      app,
      sandbox: sandbox.url,
      databaseUrl: sandbox.database_url,
      secrets,
      browser: hasChromium(),
    };
    const variables = workerVariables(local, process.env);
    tell("starting the Worker");
    await startWorker({ ...options, folder, port }, variables, children);
    const timer = everyMinute(app, variables.ADMIN_API_KEY ?? "");
    return {
      ready: {
        app,
        console: `${app}/console`,
        sandbox: sandbox.url,
        database: process.env.DATABASE_URL ? "postgres" : "pglite",
        database_url: sandbox.database_url,
        api_key: variables.ADMIN_API_KEY ?? "",
        webhook_secret: first(variables.VAPI_WEBHOOK_SECRET),
        webhook_hmac_secret: first(variables.VAPI_WEBHOOK_HMAC_SECRET),
        postmark_webhook_user: variables.POSTMARK_WEBHOOK_USER ?? "",
        postmark_webhook_password: variables.POSTMARK_WEBHOOK_PASSWORD ?? "",
      },
      broken: Promise.race(children.map((child, index) => child.ended.then(() => died(index)))),
      stop: async () => {
        clearInterval(timer);
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

const died = (index: number) => `${["The sandbox", "The Worker"][index]} stopped unexpectedly`;
const first = (secrets = "") => secrets.split(",")[0] ?? "";

/** The port that is wanted, if nobody has it; 0 is any that is free. */
export async function freePort(wanted: number): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      const why = error.code === "EADDRINUSE" ? "is in use" : `cannot be used: ${error.code}`;
      reject(new LaunchError(`Port ${wanted} ${why}`));
    });
    server.listen(wanted, HOST, () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

type Outside = { url: string; database_url: string };

async function startOutside(
  folder: string,
  app: string,
  secrets: Record<string, string>,
  children: Child[],
): Promise<Outside> {
  return await new Promise((resolve, reject) => {
    const child = startNode(["scripts/run.mjs", "sandbox"], {
      // Keys that the environment sets are the Worker's, so they must open the sandbox too.
      env: {
        ...secrets,
        PUBLIC_BASE_URL: app,
        ...process.env,
        SANDBOX_DATA: join(folder, "sandbox"),
        SANDBOX_PORT: "0",
        [MARK]: folder,
      },
      log: join(folder, "logs", "sandbox.log"),
      onLine: (line) => {
        if (line.startsWith("SANDBOX {")) resolve(JSON.parse(line.slice("SANDBOX ".length)));
      },
    });
    children.push(child);
    void child.ended.then(() => {
      const last = child.tail().trim().split("\n").at(-1);
      reject(new LaunchError(`The sandbox did not start: ${last}`));
    });
  });
}

async function startWorker(
  { folder, port, config }: ProductOptions,
  variables: Record<string, string>,
  children: Child[],
): Promise<void> {
  const envFile = join(folder, "worker.env");
  writeFileSync(envFile, asEnvFile(variables), { mode: 0o600 });
  const worker = startNode(
    [
      WRANGLER,
      "dev",
      "--local",
      "--ip",
      HOST,
      "--port",
      String(port),
      "--inspector-port",
      "0",
      "--persist-to",
      join(folder, "worker"),
      "--env-file",
      envFile,
      "--show-interactive-dev-session=false",
      ...(config ? ["--config", config] : []),
    ],
    {
      env: {
        ...process.env,
        WRANGLER_SEND_METRICS: "false",
        WRANGLER_LOG_PATH: join(folder, "logs"),
        CLOUDFLARE_CF_FETCH_ENABLED: "false",
        NO_UPDATE_NOTIFIER: "1",
        [MARK]: folder,
      },
      log: join(folder, "logs", "worker.log"),
    },
  );
  children.push(worker);
  await untilAnswers(`http://${HOST}:${port}/healthz`, worker, START_MS);
}

/** Cron Triggers fire by themselves only at Cloudflare. */
function everyMinute(app: string, key: string) {
  const fire = (cron: string) =>
    fetch(`${app}/dev/cron`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify({ cron }),
    }).then(
      (answer) => answer.arrayBuffer(),
      () => undefined, // The Worker is busy or restarting; the next minute comes.
    );
  return setInterval(() => {
    void fire("* * * * *");
    const now = new Date();
    if (now.getUTCHours() === 3 && now.getUTCMinutes() === 0) void fire("0 3 * * *");
  }, CRON_MS);
}
