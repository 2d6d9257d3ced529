import puppeteer, {
  type BrowserWorker,
  type Frame,
  type HTTPRequest,
  type Page,
} from "@cloudflare/puppeteer";
import { z } from "zod";
import { describeError, fail, ok } from "../result";
import { type Browser, type Guard, type OpenPage, pageState } from "./browser";
import { type PageField, pageField } from "./field";

const STEP_MS = 10_000;
const LOAD_MS = 20_000;
/** The time limit for a whole visit. */
const VISIT_MS = 120_000;
const QUIET_MS = 300;
const FRAMES_MAX = 10;
const REQUESTS_MAX = 2_000;
const VIEWPORT = { width: 1280, height: 1600 };

/** The most hosts to which the guardrails can limit a session. */
const HOSTS_MAX = 50;

/** Statuses with which the same visit may succeed later. */
const RETRIABLE = [403, 408, 425, 429];

/** The scripts that run inside other people's pages, as they are built from `client/`. */
export type PageScripts = {
  /** Before a page's own scripts. */
  contain: string;
  /** Before every call of `__form`. */
  form: string;
};

/** The page answered with an error status. */
class PageUnavailable extends Error {
  constructor(readonly status: number) {
    super(`the page answers ${status}`);
  }
}

/**
 * Cloudflare Browser Rendering, or an endpoint with the same protocol. Its guardrails limit every
 * window and worker of a session to `hosts`. We check each request here as well.
 */
export function cloudflareBrowser(
  binding: BrowserWorker,
  hosts: string[],
  readScripts: () => Promise<PageScripts>,
): Browser {
  const names = [...new Set(hosts.map((host) => host.replace(/:\d+$/, "")))].slice(0, HOSTS_MAX);
  const guardrails = { allowedDomains: names, allowedDomainSets: ["common-cdns"] };
  return {
    async visit(url, guard, work) {
      if (!guard(url, "page")) return fail(`${url} is not on the list of allowed hosts`, false);
      try {
        const scripts = await readScripts();
        const browser = await puppeteer.launch(binding, { guardrails });
        try {
          const page = await browser.newPage();
          return ok(await withLimit(VISIT_MS, openPage(page, url, guard, scripts).then(work)));
        } finally {
          await ifStillThere(browser.close());
        }
      } catch (error) {
        const retry =
          !(error instanceof PageUnavailable) ||
          error.status >= 500 ||
          RETRIABLE.includes(error.status);
        return fail(`browser: ${describeError(error)}`, retry);
      }
    },
  };
}

async function openPage(
  page: Page,
  url: string,
  guard: Guard,
  scripts: PageScripts,
): Promise<OpenPage> {
  const refused: string[] = [];
  await page.setViewport(VIEWPORT);
  page.setDefaultTimeout(STEP_MS);
  await page.setBypassServiceWorker(true);
  await page.evaluateOnNewDocument(scripts.contain);
  await page.setRequestInterception(true);
  let requests = 0;
  page.on("request", (request: HTTPRequest) => {
    const isAllowed = ++requests <= REQUESTS_MAX && guard(request.url(), purposeOf(request));
    if (!isAllowed && purposeOf(request) === "page") refused.push(request.url());
    void ifStillThere(isAllowed ? request.continue() : request.abort());
  });
  // Another window is closed, and its URL counts as refused.
  page.browser().on("targetcreated", (target) => {
    if (target.type() !== "page" || target === page.target()) return;
    refused.push(target.url() || "about:blank");
    void ifStillThere(target.page().then((other) => other?.close()));
  });
  // An open dialog would block the page.
  page.on("dialog", (dialog) => void ifStillThere(dialog.dismiss()));
  const response = await page.goto(url, { waitUntil: "domcontentloaded", timeout: LOAD_MS });
  if (response && response.status() >= 400) throw new PageUnavailable(response.status());
  await waitUntilIdle(page);
  return toOpenPage(page, refused, scripts.form);
}

/** Navigation and submissions must be on the list. Other requests only load parts of the page. */
const purposeOf = (request: HTTPRequest): "page" | "part" =>
  request.isNavigationRequest() || request.method() !== "GET" ? "page" : "part";

const waitUntilIdle = (page: Page) =>
  ifStillThere(page.waitForNetworkIdle({ idleTime: QUIET_MS, timeout: 3_000 }));

function toOpenPage(page: Page, refused: string[], script: string): OpenPage {
  let frames: Frame[] = [];
  let buttonFrame = 0;
  const inFrame = (at: number, call: string) => {
    const frame = frames[at] ?? page.mainFrame();
    return withLimit(STEP_MS, frame.evaluate(`${script}\n__form.${call}`));
  };
  const toArgument = (value: unknown) => JSON.stringify(value).replaceAll("\u2028", "\\u2028");
  const fieldValue = z.union([z.string(), z.boolean(), z.null()]);
  return {
    async fields() {
      await waitUntilIdle(page);
      frames = await visibleFrames(page);
      const all: PageField[] = [];
      for (const frame of frames.keys()) {
        const found = z
          .array(z.unknown())
          .catch([])
          .parse(await ifStillThere(inFrame(frame, "collect()")));
        for (const one of found) {
          const parsed = pageField.safeParse(one);
          if (parsed.success) all.push({ ...parsed.data, frame });
        }
      }
      return all;
    },
    put: async (field, value) =>
      fieldValue
        .catch(null)
        .parse(await inFrame(field.frame, `put(${field.index}, ${toArgument(value)})`)),
    read: async (field) =>
      fieldValue.catch(null).parse(await inFrame(field.frame, `read(${field.index})`)),
    async state() {
      const main = pageState.parse(await inFrame(0, "state()"));
      // A form in a frame shows its confirmation there.
      for (const frame of frames.slice(1).keys()) {
        const inner = pageState.safeParse(await ifStillThere(inFrame(frame + 1, "state()")));
        if (!inner.success) continue;
        main.text += `\n${inner.data.text}`;
        main.fields += inner.data.fields;
        main.invalid.push(...inner.data.invalid);
        main.alerts.push(...inner.data.alerts);
        main.captcha ||= inner.data.captcha;
      }
      return main;
    },
    async button(field) {
      buttonFrame = field?.frame ?? 0;
      const button = z.object({ kind: z.enum(["next", "submit", "none"]), text: z.string() });
      return button.parse(await inFrame(buttonFrame, `button(${field?.index ?? -1})`));
    },
    async press() {
      await ifStillThere(inFrame(buttonFrame, "click()"));
      await waitUntilIdle(page);
    },
    screenshot: async () => await withLimit(STEP_MS, page.screenshot({ type: "png" })),
    refused: () => refused,
  };
}
/** The page and its visible frames. */
async function visibleFrames(page: Page): Promise<Frame[]> {
  const visible: Frame[] = [page.mainFrame()];
  for (const frame of page.frames().slice(1, FRAMES_MAX)) {
    const element = await ifStillThere(withLimit(STEP_MS, frame.frameElement()));
    const box = element && (await ifStillThere(element.boundingBox()));
    if (box && box.width > 3 && box.height > 3) visible.push(frame);
  }
  return visible;
}

/** A page, frame or window may be gone before it answers: then nothing is what there is to know. */
const ifStillThere = <T>(work: Promise<T>): Promise<T | undefined> => work.catch(() => undefined);

async function withLimit<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms / 1_000} s`)), ms);
  });
  return await Promise.race([work, late]).finally(() => clearTimeout(timer));
}
