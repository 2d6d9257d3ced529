import type { Db } from "../db/client";
import type { Researcher } from "../enrichment/enrichment";
import { lookUpDue } from "../enrichment/look-up";
import type { Log } from "../log";
import { NotConfigured } from "../not-configured";
import { describeError } from "../result";

export type LookUpCompaniesDeps = {
  db: Db;
  /** Throws `NotConfigured` where no researcher is set up. */
  readonly researcher: Researcher;
  /** What may be spent in 24 hours, in millionths of a dollar. */
  researchCapMicros: () => number;
  corpusJobs: { send(job: { do: "embed" }): Promise<unknown> };
  now: () => number;
  log: Log;
};

/** Continues every look-up that is due, and has new facts embedded; never throws. Answers how many. */
export async function lookUpCompanies(deps: LookUpCompaniesDeps): Promise<number> {
  try {
    const { db, now, researcher } = deps;
    const done = await lookUpDue({ db, now, researcher, capMicros: deps.researchCapMicros() });
    if (done > 0) await deps.corpusJobs.send({ do: "embed" });
    return done;
  } catch (error) {
    if (!(error instanceof NotConfigured))
      deps.log.error("enrichment.interrupted", { error: describeError(error) });
    return 0;
  }
}
