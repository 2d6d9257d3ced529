import { lazily } from "../../src/lazy";
import { calcom } from "../../src/meetings/calcom";
import type { TaskDeps } from "../../src/tasks/task";
import type { Browser } from "../../src/webforms/browser";
import { hostsOf } from "../../src/webforms/guard";
import { cloudflareBrowser } from "../../src/webforms/puppeteer";
import { assetText } from "../platform/assets";
import { browserBinding } from "../platform/browser";
import { fetchLimited as fetch } from "../platform/fetch-limited";
import type { Settings } from "./settings";

type Booking = {
  /** Where meetings are booked, if anywhere. */
  meetings: TaskDeps["meetings"];
  /** A real browser, where one is set up. */
  browser: Browser | undefined;
};

/** The calendar or web form that books meetings, and the browser that fills web forms. */
export const meetings = ({ env, config, need }: Settings) =>
  lazily<Booking>({
    meetings: () => {
      const { BOOKING_PROVIDER: provider, BOOKING_URL: url } = config;
      if (!provider || !url) return undefined;
      if (provider === "webform") return { page: url };
      return { api: calcom({ url, apiKey: need("BOOKING_API_KEY"), fetch }) };
    },
    browser: () => {
      const binding = browserBinding(env, config.BROWSER_URL);
      if (!binding) return undefined;
      return cloudflareBrowser(binding, hostsOf(config.WEBFORM_ALLOWED_HOSTS), async () => {
        const [contain, form] = await Promise.all([
          assetText(env, "built/webforms/contain.js"),
          assetText(env, "built/webforms/form.js"),
        ]);
        return { contain, form };
      });
    },
  });
