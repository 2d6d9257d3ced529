import { PGlite } from "@electric-sql/pglite";
import { vector } from "@electric-sql/pglite-pgvector";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";
import pg from "pg";

const CONNECTIONS_MAX = 20;
/** PGlite has one session: a transaction's statements must not mix with others. */
const PGLITE_POOL_SIZE = 1;
const POSTGRES_POOL_SIZE = 10;

export type Database = { url: string; pool: pg.Pool; close: () => Promise<void> };

/** Values stay the text that Postgres sent: Neon's driver reads them by their types. */
const TEXT_ONLY: pg.CustomTypesConfig = { getTypeParser: () => (value: string) => value };

/** A real Postgres by its URL, or PGlite with pgvector in a folder, served on a Postgres port. */
export async function openDatabase(folder: string, url?: string): Promise<Database> {
  if (url) return connect(url, POSTGRES_POOL_SIZE, async () => {});
  const db = await PGlite.create({ dataDir: folder, extensions: { vector } });
  const server = new PGLiteSocketServer({
    db,
    host: "127.0.0.1",
    port: 0,
    maxConnections: CONNECTIONS_MAX,
  });
  await server.start();
  const address = `postgres://postgres:postgres@${server.getServerConn()}/postgres`;
  return connect(address, PGLITE_POOL_SIZE, async () => {
    await server.stop();
    await db.close();
  });
}

function connect(url: string, max: number, afterClose: () => Promise<void>): Database {
  const pool = new pg.Pool({ connectionString: url, max, types: TEXT_ONLY });
  pool.on("error", (error) => console.error("database:", error.message));
  const close = async () => {
    await pool.end();
    await afterClose();
  };
  return { url, pool, close };
}
