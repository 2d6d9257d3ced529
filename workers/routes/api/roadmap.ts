import { Hono } from "hono";
import { phaseOf } from "../../../src/corpus/sync-store";
import { roadmap as stand } from "../../../src/metrics/roadmap";
import { loadOf } from "../../../src/metrics/store";
import type { AppEnv } from "../../compose";

/** Where the agency stands on the way from ten calls a day to ten thousand, and what to do next. */
export const roadmap = new Hono<AppEnv>().get("/", async (c) => {
  const app = c.get("app");
  const { config, db, nearDatabase } = app;
  const [load, phase] = await Promise.all([loadOf(db, app.now()), phaseOf(db)]);
  const ownEmbeddings =
    config.EMBEDDINGS_PROVIDER === "openai" && config.EMBEDDINGS_BASE_URL !== undefined;
  const regions = config.DATABASE_READ_URL !== undefined && nearDatabase !== undefined;
  return c.json(
    stand(load, { cache: true, pinecone: phase === "pinecone", ownEmbeddings, regions }),
  );
});
