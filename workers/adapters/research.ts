import type { Researcher } from "../../src/enrichment/enrichment";
import { parallel } from "../../src/enrichment/parallel";
import { lazily } from "../../src/lazy";
import { fetchLimited as fetch } from "../platform/fetch-limited";
import type { Settings } from "./settings";

/** Who looks companies up. */
export const research = ({ need }: Settings) =>
  lazily<{ researcher: Researcher }>({
    researcher: () =>
      parallel({
        baseUrl: need("PARALLEL_BASE_URL"),
        apiKey: need("PARALLEL_API_KEY"),
        webhookUrl: `${need("PUBLIC_BASE_URL")}/webhooks/parallel`,
        fetch,
      }),
  });
