import { joyfill } from "../../src/documents/joyfill";
import type { DocumentRenderer } from "../../src/documents/renderer";
import type { Files } from "../../src/files/files";
import { r2 } from "../../src/files/r2";
import { lazily } from "../../src/lazy";
import { fetchLimited as fetch } from "../platform/fetch-limited";
import type { Settings } from "./settings";

type Documents = {
  /** Who renders quotes and proposals, where it is not we. */
  renderer: DocumentRenderer | undefined;
  files: Files;
};

/** The object store, and who renders documents. */
export const documents = ({ env, config, need }: Settings) =>
  lazily<Documents>({
    renderer: () => {
      const apiKey = config.JOYFILL_API_KEY;
      return apiKey ? joyfill({ baseUrl: need("JOYFILL_BASE_URL"), apiKey, fetch }) : undefined;
    },
    files: () => r2(env.FILES),
  });
