import { z } from "zod";
import { Journal } from "../journal";
import { Refusal } from "../server";

export const DIMENSIONS = 1024;
/** How long queries do not see a write, before it is scaled. */
const LAG_MS = 2_000;
const WRITES_PER_SECOND_MAX = 100;

export const metadata = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]),
);
export type Metadata = z.infer<typeof metadata>;
export const vectorValues = z.array(z.number()).length(DIMENSIONS);
const vectorRecord = z.object({ values: vectorValues, metadata });
export type VectorRecord = z.infer<typeof vectorRecord>;
/** `stored` is null when the id is deleted. */
const change = z.object({ id: z.string(), stored: vectorRecord.nullable() });
export type Change = z.infer<typeof change>;
const write = z.object({ name: z.string(), changes: z.array(change) });
type PendingChange = Change & { lsn: number; at: number };

/** One namespace: what queries see, and what they will see once it is indexed. */
export class Namespace {
  /** The log sequence number of the last write. */
  lsn = 0;
  /** The log sequence number of the last write that queries see. */
  indexedLsn = 0;
  readonly #visible = new Map<string, VectorRecord>();
  /** In the order of the writes. */
  readonly #pending: PendingChange[] = [];
  #writeTimes: number[] = [];

  constructor(readonly lagMs: number) {}

  /** Every id that was written and not deleted, seen by queries or not. */
  allIds(): string[] {
    return [...this.#visible.keys(), ...this.#pending.map(({ id }) => id)];
  }

  /** What queries see now. */
  visible(): Map<string, VectorRecord> {
    const indexedUntil = Date.now() - this.lagMs;
    while (this.#pending[0] && this.#pending[0].at <= indexedUntil) {
      const { id, stored, lsn } = this.#pending[0];
      this.#pending.shift();
      if (stored) this.#visible.set(id, stored);
      else this.#visible.delete(id);
      this.indexedLsn = Math.max(this.indexedLsn, lsn);
    }
    return this.#visible;
  }

  /** Adds a write. Returns its log sequence number. */
  add(changes: Change[]): number {
    const lsn = ++this.lsn;
    const at = Date.now();
    for (const one of changes) this.#pending.push({ ...one, lsn, at });
    return lsn;
  }

  /** Counts a write. Throws a refusal if the last second had too many. */
  limitWrites(): void {
    const now = Date.now();
    this.#writeTimes = this.#writeTimes.filter((at) => at > now - 1_000);
    if (this.#writeTimes.length >= WRITES_PER_SECOND_MAX)
      throw refusal(429, 8, "Write rate limit reached");
    this.#writeTimes.push(now);
  }
}

/** The index. Writes are kept in `file`, if there is one, and are in it again after a restart. */
export class VectorIndex {
  readonly namespaces = new Map<string, Namespace>();
  readonly #journal: Journal<z.infer<typeof write>>;

  constructor(
    readonly speed: number,
    file?: string,
  ) {
    this.#journal = new Journal(write, file);
    for (const { name, changes } of this.#journal.read()) this.namespace(name).add(changes);
  }

  /** The namespace of a name; one that was never written to is empty. */
  namespace(name: string): Namespace {
    const namespace = this.namespaces.get(name) ?? new Namespace(LAG_MS / this.speed);
    this.namespaces.set(name, namespace);
    return namespace;
  }

  /** Writes changes. Returns the write's log sequence number. */
  write(name: string, changes: Change[]): number {
    this.#journal.append({ name, changes });
    return this.namespace(name).add(changes);
  }
}

/** A refusal with the gRPC code that Pinecone's API gives. */
export const refusal = (status: 400 | 401 | 429, code: number, message: string) =>
  new Refusal(status, { code, message, details: [] });
