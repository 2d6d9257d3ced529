import { Hono } from "hono";
import { phaseOf } from "../../../src/corpus/sync-store";
import { roadmapView } from "../../../src/metrics/contract";
import { roadmap as stand } from "../../../src/metrics/roadmap";
import { loadOf } from "../../../src/metrics/store";
import type { AppEnv } from "../../compose";
import { describeOperations } from "../../http/operation";

const { getRoadmap } = describeOperations("System", {
  getRoadmap: {
    summary: "Get the growth roadmap",
    description:
      "Where the agency stands between ten and ten thousand calls a day, and what is next.",
    answers: { 200: roadmapView },
  },
});

/** Where the agency stands on the way from ten calls a day to ten thousand, and what to do next. */
export const roadmap = new Hono<AppEnv>().get("/", getRoadmap, async (c) => {
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
