import type { EnrichmentStatus } from "../db/enrichment";
import type { Transitions } from "../transitions";

/** How a look-up may move. Each `starting` costs money; `queued` again is a failed try. */
export const ENRICHMENT_TRANSITIONS: Transitions<EnrichmentStatus> = {
  queued: ["queued", "starting", "failed"],
  starting: ["queued", "running", "failed"],
  running: ["queued", "running", "done", "failed"],
  done: [],
  failed: [],
};
