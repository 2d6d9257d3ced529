import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";

/** Brings a database up to the newest tables. Each migration is applied once. */
export async function applyMigrations(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await migrate(drizzle(client), { migrationsFolder: "migrations" });
    await lightenIndex(client);
  } finally {
    await client.end();
  }
}

/** HNSW as PGlite can bear it: a fifth of the work for each vector. */
const LIGHT = { m: "8", ef_construction: "32" };

/**
 * PGlite is Postgres in WebAssembly, where half floats are turned into whole ones by hand. The index
 * that a real server gets would keep it busy for 0.2 s with every single vector.
 */
async function lightenIndex(client: pg.Client): Promise<void> {
  const found = await client.query(
    `select reloptions from pg_class where relname = 'chunks_embedding' and version() ~ 'emscripten|wasm'`,
  );
  const options: string[] | undefined = found.rows[0]?.reloptions;
  if (!options || options.includes(`m=${LIGHT.m}`)) return;
  const given = Object.entries(LIGHT).map(([name, value]) => `${name} = ${value}`);
  await client.query(`drop index chunks_embedding;
    create index chunks_embedding on chunks using hnsw (embedding halfvec_cosine_ops) with (${given})`);
}
