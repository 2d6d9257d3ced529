import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { type Ask, Refusal, type Routes } from "../server";

const DIMENSIONS = 1024;
const RECORDS_MAX = 1_000;
const BYTES_MAX = 2 * 1024 * 1024;
const METADATA_MAX = 40 * 1024;
const LIST_DEFAULT = 100;
/** How long a write stays unseen by queries. */
const LAG_MS = 2_000;
/** Writes a second and namespace, beyond which it says 429. */
const WRITES_MAX = 100;

type Options = { apiKey: string; speed: number; file?: string };
type Value = string | number | boolean | string[];
type Stored = { values: number[]; metadata: Record<string, Value> };
type Change = { lsn: number; at: number; id: string; stored: Stored | null };
type Namespace = {
  lsn: number;
  indexed: number;
  /** What queries see. */
  seen: Map<string, Stored>;
  /** What they do not see yet, in order. */
  waiting: Change[];
  writes: number[];
};

const value = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]);
const upsert = z.strictObject({
  namespace: z.string().default(""),
  vectors: z
    .array(
      z.strictObject({
        id: z.string().min(1).max(512),
        values: z.array(z.number()).length(DIMENSIONS),
        metadata: z.record(z.string(), value).default({}),
      }),
    )
    .min(1)
    .max(RECORDS_MAX),
});
const remove = z.strictObject({
  namespace: z.string().default(""),
  ids: z.array(z.string()).min(1).max(RECORDS_MAX).optional(),
  deleteAll: z.boolean().optional(),
});
const query = z.strictObject({
  namespace: z.string().default(""),
  vector: z.array(z.number()).length(DIMENSIONS),
  topK: z.number().int().min(1).max(10_000),
  filter: z.record(z.string(), z.unknown()).optional(),
  includeValues: z.boolean().optional(),
  includeMetadata: z.boolean().optional(),
});

/** Pinecone's data plane of a serverless index: eventually consistent, told by its LSN headers. */
export function pinecone({ apiKey, speed, file }: Options): Routes {
  const namespaces = new Map<string, Namespace>();
  const of = (name: string): Namespace => {
    const known = namespaces.get(name);
    if (known) return known;
    const made = { lsn: 0, indexed: 0, seen: new Map(), waiting: [], writes: [] };
    namespaces.set(name, made);
    return made;
  };
  const catchUp = (space: Namespace) => {
    const due = Date.now() - LAG_MS / speed;
    while (space.waiting[0] && space.waiting[0].at <= due) apply(space, space.waiting.shift());
  };
  const commit = (name: string, changes: Omit<Change, "lsn" | "at">[], keep = true): number => {
    const space = of(name);
    const [lsn, at] = [++space.lsn, Date.now()];
    for (const change of changes) space.waiting.push({ ...change, lsn, at });
    if (keep && file) appendFileSync(file, `${JSON.stringify({ name, changes })}\n`);
    return lsn;
  };
  if (file && existsSync(file))
    for (const line of readFileSync(file, "utf8").split("\n").filter(Boolean)) {
      const { name, changes } = JSON.parse(line);
      commit(name, changes, false);
    }
  const parse = <T>(schema: z.ZodType<T>, ask: Ask): T => {
    if (ask.headers["api-key"] !== apiKey) throw refusal(401, 16, "Unauthorized");
    if (ask.body.length > BYTES_MAX) throw refusal(400, 3, "Request size exceeds 2MB");
    const parsed = schema.safeParse(ask.json());
    if (!parsed.success) throw refusal(400, 3, z.prettifyError(parsed.error));
    return parsed.data;
  };
  const limitWrites = (space: Namespace) => {
    const now = Date.now();
    space.writes = space.writes.filter((at) => at > now - 1_000);
    if (space.writes.length >= WRITES_MAX) throw refusal(429, 8, "Write rate limit reached");
    space.writes.push(now);
  };
  const written = (lsn: number, body: object) => ({
    headers: { "x-pinecone-request-lsn": String(lsn) },
    body,
  });
  return {
    "POST /pinecone/vectors/upsert": (ask) => {
      const { namespace, vectors } = parse(upsert, ask);
      limitWrites(of(namespace));
      for (const { id, metadata } of vectors)
        if (JSON.stringify(metadata).length > METADATA_MAX)
          throw refusal(400, 3, `Metadata size of ${id} exceeds 40KB`);
      const changes = vectors.map(({ id, values, metadata }) => ({
        id,
        stored: { values, metadata },
      }));
      return written(commit(namespace, changes), { upsertedCount: vectors.length });
    },
    "POST /pinecone/vectors/delete": (ask) => {
      const { namespace, ids, deleteAll } = parse(remove, ask);
      const space = of(namespace);
      limitWrites(space);
      const all = [...space.seen.keys(), ...space.waiting.map(({ id }) => id)];
      const gone = deleteAll ? all : (ids ?? []);
      return written(
        commit(
          namespace,
          gone.map((id) => ({ id, stored: null })),
        ),
        {},
      );
    },
    "POST /pinecone/query": (ask) => {
      const { namespace, vector, topK, filter } = parse(query, ask);
      const space = of(namespace);
      catchUp(space);
      const matches = [...space.seen]
        .filter(([, { metadata }]) => !filter || holds(filter, metadata))
        .map(([id, { values }]) => ({ id, score: cosine(vector, values), values: [] }))
        .sort((a, b) => b.score - a.score)
        .slice(0, topK);
      const headers = { "x-pinecone-max-indexed-lsn": String(space.indexed) };
      return { headers, body: { matches, namespace, usage: { readUnits: 1 } } };
    },
    "GET /pinecone/vectors/list": (ask) => {
      if (ask.headers["api-key"] !== apiKey) throw refusal(401, 16, "Unauthorized");
      const { searchParams } = ask.url;
      const space = of(searchParams.get("namespace") ?? "");
      catchUp(space);
      const limit = Math.min(Number(searchParams.get("limit") ?? LIST_DEFAULT), 100);
      const after = searchParams.get("paginationToken") ?? "";
      const ids = [...space.seen.keys()].sort().filter((id) => id > after);
      const page = ids.slice(0, limit);
      const next = ids.length > limit ? page.at(-1) : undefined;
      const pagination = next && { pagination: { next } };
      return { body: { vectors: page.map((id) => ({ id })), ...pagination, namespace: "" } };
    },
    "POST /pinecone/describe_index_stats": (ask) => {
      parse(z.looseObject({}), ask);
      const counts = [...namespaces].map(([name, space]) => {
        catchUp(space);
        return [name, { vectorCount: space.seen.size }];
      });
      const totalVectorCount = [...namespaces.values()].reduce(
        (sum, { seen }) => sum + seen.size,
        0,
      );
      const about = { dimension: DIMENSIONS, metric: "cosine", totalVectorCount, indexFullness: 0 };
      return { body: { namespaces: Object.fromEntries(counts), ...about } };
    },
  };
}

const refusal = (status: number, code: number, message: string) =>
  new Refusal(status, { code, message, details: [] });

function apply(space: Namespace, change: Change | undefined): void {
  if (!change) return;
  if (change.stored) space.seen.set(change.id, change.stored);
  else space.seen.delete(change.id);
  space.indexed = Math.max(space.indexed, change.lsn);
}

function cosine(one: number[], other: number[]): number {
  let [dot, a, b] = [0, 0, 0];
  for (let at = 0; at < one.length; at++) {
    const [x, y] = [one[at] ?? 0, other[at] ?? 0];
    dot += x * y;
    a += x * x;
    b += y * y;
  }
  return dot / (Math.sqrt(a * b) || 1);
}

/** Pinecone's filters, as far as they are used: $and, $or, $in, $eq. */
function holds(filter: Record<string, unknown>, metadata: Stored["metadata"]): boolean {
  return Object.entries(filter).every(([field, wanted]) => {
    if (field === "$and") return (wanted as (typeof filter)[]).every((one) => holds(one, metadata));
    if (field === "$or") return (wanted as (typeof filter)[]).some((one) => holds(one, metadata));
    const has = metadata[field];
    if (typeof wanted !== "object" || wanted === null) return has === wanted;
    return Object.entries(wanted).every(([operator, value]) => {
      if (operator === "$eq") return has === value;
      if (operator === "$in") return (value as unknown[]).includes(has);
      throw refusal(400, 3, `Unknown filter operator ${operator}`);
    });
  });
}
