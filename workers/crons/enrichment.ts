import { lookUpDue } from "../../src/enrichment/look-up";
import { requestEnrichment } from "../../src/enrichment/store";
import { describeError } from "../../src/result";
import { type App, NotConfigured } from "../compose";

/** Companies that are new and of whom nothing was looked up yet, a minute's worth. */
const NEW_MAX = 50;

/** Goes on with every look-up that is due; never throws. */
export async function lookUpCompanies(app: App): Promise<number> {
  try {
    const { db, now, researcher } = app;
    const capMicros = app.need("PARALLEL_DAILY_CAP_USD") * 1_000_000;
    const done = await lookUpDue({ db, now, researcher, capMicros });
    if (done > 0) await app.corpusJobs.send({ do: "embed" });
    return done;
  } catch (error) {
    if (!(error instanceof NotConfigured))
      console.error({ event: "enrichment.interrupted", error: describeError(error) });
    return 0;
  }
}

/** Asks for what nobody has looked up yet; where no researcher is set up, for nothing. */
export async function enrichCompanies(app: App): Promise<number> {
  if (!app.config.PARALLEL_API_KEY) return 0;
  await requestEnrichment(app.db, app.now(), { limit: NEW_MAX });
  return await lookUpCompanies(app);
}
