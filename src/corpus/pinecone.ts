import { z } from "zod";
import { describeError, fail, ok, type Result } from "../result";
import type { Lsn, VectorStore } from "./vector-store";

/** The version of Pinecone's API that these requests and answers follow. */
const VERSION = "2025-04";
const LIST_MAX = 100;

type Options = { host: string; apiKey: string; fetch: typeof fetch };

const matches = z.looseObject({
  matches: z.array(z.looseObject({ id: z.string(), score: z.number() })).default([]),
});
const page = z.looseObject({
  vectors: z.array(z.looseObject({ id: z.string() })).nullish(),
  pagination: z.looseObject({ next: z.string().nullish() }).nullish(),
});

/**
 * Pinecone's serverless data plane. It is eventually consistent: LSN headers say what is indexed.
 */
export function pinecone({ host, apiKey, fetch }: Options): VectorStore {
  const base = (/^https?:\/\//.test(host) ? host : `https://${host}`).replace(/\/+$/, "");
  const request = async (path: string, body?: object): Promise<Result<Response>> => {
    try {
      const response = await fetch(`${base}${path}`, {
        method: body ? "POST" : "GET",
        headers: {
          "api-key": apiKey,
          "content-type": "application/json",
          "x-pinecone-api-version": VERSION,
        },
        ...(body && { body: JSON.stringify(body) }),
      });
      if (response.ok) return ok(response);
      // Only these may succeed later. Pinecone will refuse anything else every time.
      const retry = response.status === 429 || response.status === 408 || response.status >= 500;
      return fail(`pinecone answered ${response.status}`, retry);
    } catch (error) {
      return fail(`pinecone: ${describeError(error)}`, true);
    }
  };
  const write = async (path: string, body: object): Promise<Result<Lsn>> => {
    const answer = await request(path, body);
    if (!answer.ok) return answer;
    await answer.value.arrayBuffer();
    return ok(lsnOf(answer.value, "x-pinecone-request-lsn"));
  };
  return {
    upsert: (namespace, vectors) => write("/vectors/upsert", { namespace, vectors }),
    remove: (namespace, ids) => write("/vectors/delete", { namespace, ids }),
    clear: (namespace) => write("/vectors/delete", { namespace, deleteAll: true }),
    async query(namespace, vector, limit, filter) {
      const about = { includeValues: false, includeMetadata: false, ...(filter && { filter }) };
      const answer = await request("/query", { namespace, vector, topK: limit, ...about });
      if (!answer.ok) return answer;
      const parsed = matches.safeParse(await answer.value.json().catch(() => undefined));
      if (!parsed.success) return fail("pinecone: the matches cannot be read", true);
      const hits = parsed.data.matches.map(({ id, score }) => ({ id, score }));
      return ok({ matches: hits, indexed: lsnOf(answer.value, "x-pinecone-max-indexed-lsn") });
    },
    async list(namespace, cursor) {
      const query = new URLSearchParams({ namespace, limit: String(LIST_MAX) });
      if (cursor) query.set("paginationToken", cursor);
      const answer = await request(`/vectors/list?${query}`);
      if (!answer.ok) return answer;
      const parsed = page.safeParse(await answer.value.json().catch(() => undefined));
      if (!parsed.success) return fail("pinecone: the list cannot be read", true);
      const { vectors, pagination } = parsed.data;
      const ids = (vectors ?? []).map(({ id }) => id);
      return ok({ ids, ...(pagination?.next && { next: pagination.next }) });
    },
  };
}

function lsnOf(response: Response, header: string): Lsn {
  const lsn = Number(response.headers.get(header) ?? Number.NaN);
  return Number.isFinite(lsn) ? lsn : null;
}
