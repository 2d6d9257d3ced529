import { lookUpCompanies } from "../../src/actions/look-up-companies";
import { requestEnrichment } from "../../src/enrichment/store";
import type { App } from "../compose";

/** New companies of which nothing was looked up yet, a minute's worth. */
const NEW_MAX = 50;

/** Has companies looked up that nobody has looked up yet; none where no researcher is set up. */
export async function enrichCompanies(app: App): Promise<number> {
  if (!app.config.PARALLEL_API_KEY) return 0;
  await requestEnrichment(app.db, app.now(), { limit: NEW_MAX });
  return await lookUpCompanies(app);
}
