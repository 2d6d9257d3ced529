import { randomBytes } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { LaunchError } from "./launch-error";

/** All that a start from scratch leaves alone: it holds the folder. */
const LOCK = "lock";

/** A data folder that is ours alone until the process ends, however it ends. */
export function openFolder(path: string, fresh: boolean): string {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw new LaunchError(`The data folder ${path} cannot be created: ${reason(error)}`);
  }
  const folder = realpathSync(path);
  lock(folder);
  if (fresh)
    for (const name of readdirSync(folder)) if (!name.startsWith(LOCK)) remove(join(folder, name));
  mkdirSync(join(folder, "logs"), { recursive: true });
  return folder;
}

const remove = (path: string) => rmSync(path, { recursive: true, force: true });
const reason = (error: unknown) => (error as NodeJS.ErrnoException).code ?? String(error);

let held: DatabaseSync | undefined;
/** SQLite's lock on a file is the operating system's: it goes with the process, even by `kill -9`. */
function lock(folder: string): void {
  try {
    held = new DatabaseSync(join(folder, LOCK), { timeout: 0 });
    held.exec("pragma locking_mode = exclusive; begin exclusive; create table if not exists t (x)");
  } catch (error) {
    held?.close();
    if (/locked|busy/i.test(String(error)))
      throw new LaunchError(`The data folder ${folder} is in use by another launcher`);
    throw new LaunchError(`The data folder ${folder} cannot be written: ${String(error)}`);
  }
}

const SECRETS = [
  "VAPI_API_KEY",
  "VAPI_PUBLIC_KEY",
  "VAPI_WEBHOOK_SECRET",
  "VAPI_WEBHOOK_HMAC_SECRET",
  "POSTMARK_SERVER_TOKEN",
  "POSTMARK_COLD_SERVER_TOKEN",
  "POSTMARK_WEBHOOK_USER",
  "POSTMARK_WEBHOOK_PASSWORD",
  "OPENAI_API_KEY",
  "LINK_SIGNING_KEY",
  "PII_HASH_KEY",
  "ADMIN_API_KEY",
  "EMBEDDINGS_API_KEY",
  "PINECONE_API_KEY",
  "PARALLEL_API_KEY",
  "BOOKING_API_KEY",
  "PARALLEL_WEBHOOK_SECRET",
];
type Secrets = Record<string, string>;

/** Random secrets of a folder, made once. */
export function secretsOf(folder: string): Secrets {
  const file = join(folder, "secrets.json");
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Secrets) : {};
  const all = SECRETS.map((name) => [name, known[name] ?? randomBytes(24).toString("base64url")]);
  const secrets = Object.fromEntries(all) as Secrets;
  writeFileSync(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  return secrets;
}
