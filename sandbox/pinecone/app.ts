import { type Context, Hono } from "hono";
import { z } from "zod";
import { bodySize, readJson } from "../server";
import { passes } from "./filter";
import { DIMENSIONS, metadata, refusal, VectorIndex, vectorValues } from "./vectors";

/** `speed` divides how long queries do not see a write. */
type Options = { apiKey: string; speed: number; file?: string };

const RECORDS_MAX = 1_000;
const BODY_MAX_BYTES = 2 * 1024 * 1024;
const METADATA_MAX_BYTES = 40 * 1024;
const LIST_DEFAULT = 100;
const LIST_MAX = 100;

const upsertRequest = z.strictObject({
  namespace: z.string().default(""),
  vectors: z
    .array(
      z.strictObject({
        id: z.string().min(1).max(512),
        values: vectorValues,
        metadata: metadata.default({}),
      }),
    )
    .min(1)
    .max(RECORDS_MAX),
});
const deleteRequest = z.strictObject({
  namespace: z.string().default(""),
  ids: z.array(z.string()).min(1).max(RECORDS_MAX).optional(),
  deleteAll: z.boolean().optional(),
});
const queryRequest = z.strictObject({
  namespace: z.string().default(""),
  vector: vectorValues,
  topK: z.number().int().min(1).max(10_000),
  filter: z.record(z.string(), z.unknown()).optional(),
  includeValues: z.boolean().optional(),
  includeMetadata: z.boolean().optional(),
});

/** Pinecone's data plane of a serverless index. Reads lag behind writes; LSN headers say how far. */
export function pinecone({ apiKey, speed, file }: Options): Hono {
  const index = new VectorIndex(speed, file);
  const app = new Hono();
  app.use(async (c, next) => {
    if (c.req.header("api-key") !== apiKey) throw refusal(401, 16, "Unauthorized");
    await next();
  });
  app.post("/vectors/upsert", async (c) => {
    const { namespace, vectors } = await parse(upsertRequest, c);
    index.namespace(namespace).limitWrites();
    for (const vector of vectors)
      if (JSON.stringify(vector.metadata).length > METADATA_MAX_BYTES)
        throw refusal(400, 3, `Metadata size of ${vector.id} exceeds 40KB`);
    const changes = vectors.map(({ id, ...stored }) => ({ id, stored }));
    c.header("x-pinecone-request-lsn", String(index.write(namespace, changes)));
    return c.json({ upsertedCount: vectors.length });
  });
  app.post("/vectors/delete", async (c) => {
    const { namespace, ids = [], deleteAll } = await parse(deleteRequest, c);
    const vectors = index.namespace(namespace);
    vectors.limitWrites();
    const deletedIds = deleteAll ? vectors.allIds() : ids;
    const changes = deletedIds.map((id) => ({ id, stored: null }));
    c.header("x-pinecone-request-lsn", String(index.write(namespace, changes)));
    return c.json({});
  });
  app.post("/query", async (c) => {
    const { namespace, vector, topK, filter } = await parse(queryRequest, c);
    const vectors = index.namespace(namespace);
    const matches = [...vectors.visible()]
      .filter(([, record]) => !filter || passes(filter, record.metadata))
      .map(([id, { values }]) => ({ id, score: cosine(vector, values), values: [] }))
      .sort((a, b) => b.score - a.score)
      .slice(0, topK);
    c.header("x-pinecone-max-indexed-lsn", String(vectors.indexedLsn));
    return c.json({ matches, namespace, usage: { readUnits: 1 } });
  });
  app.get("/vectors/list", (c) => {
    const { namespace = "", paginationToken = "", limit = LIST_DEFAULT } = c.req.query();
    const size = Math.min(Number(limit), LIST_MAX);
    const ids = [...index.namespace(namespace).visible().keys()].sort();
    const rest = ids.filter((id) => id > paginationToken);
    const page = rest.slice(0, size);
    const next = rest.length > size ? page.at(-1) : undefined;
    const pagination = next && { pagination: { next } };
    return c.json({ vectors: page.map((id) => ({ id })), ...pagination, namespace: "" });
  });
  app.post("/describe_index_stats", async (c) => {
    await parse(z.looseObject({}), c);
    const sizes = [...index.namespaces].map(([name, vectors]) => ({
      name,
      vectorCount: vectors.visible().size,
    }));
    return c.json({
      namespaces: Object.fromEntries(sizes.map(({ name, vectorCount }) => [name, { vectorCount }])),
      dimension: DIMENSIONS,
      metric: "cosine",
      totalVectorCount: sizes.reduce((sum, { vectorCount }) => sum + vectorCount, 0),
      indexFullness: 0,
    });
  });
  return app;
}

async function parse<T>(schema: z.ZodType<T>, c: Context): Promise<T> {
  if ((await bodySize(c)) > BODY_MAX_BYTES) throw refusal(400, 3, "Request size exceeds 2MB");
  const request = schema.safeParse(await readJson(c));
  if (!request.success) throw refusal(400, 3, z.prettifyError(request.error));
  return request.data;
}

function cosine(one: number[], other: number[]): number {
  let dot = 0;
  let oneSquared = 0;
  let otherSquared = 0;
  for (let at = 0; at < one.length; at++) {
    const x = one[at] ?? 0;
    const y = other[at] ?? 0;
    dot += x * y;
    oneSquared += x * x;
    otherSquared += y * y;
  }
  return dot / (Math.sqrt(oneSquared * otherSquared) || 1);
}
