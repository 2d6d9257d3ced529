import { z } from "zod";

/**
 * The phases of moving vectors to Pinecone. Postgres stays complete, so every phase can be undone.
 */
export const PHASES = ["pgvector", "backfill", "dual-write", "shadow-read", "pinecone"] as const;
export type Phase = (typeof PHASES)[number];

/** Body of `POST /api/corpus/migration`. */
export const phaseBody = z
  .strictObject({ phase: z.enum(PHASES) })
  .meta({ id: "MigrationPhase", examples: [{ phase: "backfill" }] });

/** Answer of `GET` and `POST /api/corpus/migration`. */
export const migrationView = z
  .object({
    phase: z.enum(PHASES),
    phases: z.array(z.enum(PHASES)),
    next_phase: z.enum(PHASES).nullable(),
    blocked_by: z
      .array(z.string())
      .meta({ description: "What must happen before the next phase." }),
    progress: z.object({
      embedded: z.number().int(),
      without_vector: z.number().int(),
      synced: z.number().int(),
      pending: z.number().int(),
      refused: z.number().int(),
      last_error: z.string().nullable(),
    }),
    shadow: z.object({ reads: z.number().int(), overlap_at_10: z.number().nullable() }),
  })
  .meta({
    id: "Migration",
    examples: [
      {
        phase: "backfill",
        phases: [...PHASES],
        next_phase: "dual-write",
        blocked_by: ["120 vectors are still to be told"],
        progress: {
          embedded: 5400,
          without_vector: 0,
          synced: 5280,
          pending: 120,
          refused: 0,
          last_error: null,
        },
        shadow: { reads: 0, overlap_at_10: null },
      },
    ],
  });

/** The figures that decide whether the next phase may begin. */
export type MigrationStatus = {
  phase: Phase;
  /** Chunks with a vector. */
  embedded: number;
  /** Chunks without a vector. */
  unembedded: number;
  /** Embedded chunks that the second store has accepted. */
  synced: number;
  /** Changes that it has not received yet, erasures included. */
  pending: number;
  /** Changes that it refused several times. */
  refused: number;
  lastError: string | null;
  shadow: { reads: number; overlapAt10: number | null };
};
/** How many ids the second store lacks, and how many it should no longer have (`left`). */
export type Difference = { missing: number; left: number };

/** Fewer shadow reads prove nothing. */
const READS_MIN = 10;
/** The required overlap of both stores' ten nearest chunks. */
const OVERLAP_MIN = 0.9;

/**
 * Why a phase may not begin; empty if it may. Going back is always allowed, forward one step at a
 * time.
 */
export function closedGate(to: Phase, status: MigrationStatus, difference?: Difference): string[] {
  const [from, next] = [PHASES.indexOf(status.phase), PHASES.indexOf(to)];
  if (next <= from) return [];
  if (next > from + 1) return [`the next phase is ${PHASES[from + 1]}`];
  const reasons: string[] = [];
  if (to === "dual-write" || to === "shadow-read" || to === "pinecone") {
    if (status.unembedded > 0) reasons.push(`${status.unembedded} pieces have no vector yet`);
    if (status.pending > 0) reasons.push(`${status.pending} vectors are still to be told`);
    if (status.refused > 0) reasons.push(`${status.refused} vectors were refused`);
    if (status.synced < status.embedded)
      reasons.push(`${status.embedded - status.synced} vectors were never told`);
  }
  if ((to === "shadow-read" || to === "pinecone") && difference) {
    if (difference.missing > 0) reasons.push(`${difference.missing} ids are missing there`);
    if (difference.left > 0) reasons.push(`${difference.left} ids are there that were erased here`);
  }
  if (to === "pinecone") {
    const { reads, overlapAt10 } = status.shadow;
    if (reads < READS_MIN) reasons.push(`${reads} of ${READS_MIN} shadow reads are made`);
    else if ((overlapAt10 ?? 0) < OVERLAP_MIN)
      reasons.push(`overlap@10 is ${overlapAt10}, and must be ${OVERLAP_MIN}`);
  }
  return reasons;
}

/** The share of the first ranking's ids, 0 to 1, that the second one has too. */
export function overlap(truth: string[], other: string[]): number {
  if (truth.length === 0) return 1;
  const others = new Set(other);
  return truth.filter((id) => others.has(id)).length / truth.length;
}
