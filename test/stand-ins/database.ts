import { globSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { neon } from "../../sandbox/neon/app";
import { openDatabase } from "../../sandbox/neon/database";
import { serve } from "../../sandbox/server";
import { applyMigrations } from "../../scripts/launch/migrations";

declare module "vitest" {
  export interface ProvidedContext {
    databaseUrl: string;
    databaseFetchEndpoint: string;
    /** Every test file that shares the database, in a fixed order. */
    workerTests: string[];
  }
}

let close: () => Promise<void>;

/** A Postgres of the project's own, with all tables, behind Neon's protocol. */
export async function setup({ provide }: TestProject) {
  const folder = mkdtempSync(join(tmpdir(), "voice-agent-test-"));
  const database = await openDatabase(join(folder, "postgres"));
  const server = await serve({ "/sql": neon(database.pool) });
  await applyMigrations(database.url);
  provide("workerTests", globSync("test/workers/**/*.test.ts").sort());
  provide("databaseUrl", database.url);
  provide("databaseFetchEndpoint", `${server.url}/sql`);
  close = async () => {
    server.close();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  };
}

export const teardown = () => close();
