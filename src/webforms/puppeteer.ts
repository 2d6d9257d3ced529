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
/** All of a visit, whatever a page does. */
const VISIT_MS = 120_000;
const QUIET_MS = 300;
const FRAMES_MAX = 10;
const REQUESTS_MAX = 2_000;
const VIEWPORT = { width: 1280, height: 1600 };

/** How many hosts a session may be held to. */
const HOSTS_MAX = 50;

/** Refusals that may be another's turn next time. */
const PASSING = [403, 408, 425, 429];

/** The scripts that run inside other people's pages, as they are built from `client/`. */
export type PageScripts = {
  /** Before a page's own scripts. */
  contain: string;
  /** Before every call of `__form`. */
  form: string;
};

/** A page that is not there, or not now. */
class NoPage extends Error {
  constructor(readonly status: number) {
    super(`the page answers ${status}`);
  }
}

/**
 * Cloudflare Browser Rendering, or an endpoint that speaks like it. Its own guardrails hold every window
 * and worker of a session to the listed hosts; what a page asks for is looked at here as well.
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
          return ok(await limited(VISIT_MS, open(page, url, guard, scripts).then(work)));
        } finally {
          await ifStillThere(browser.close());
        }
      } catch (error) {
        const again =
          !(error instanceof NoPage) || error.status >= 500 || PASSING.includes(error.status);
        return fail(`browser: ${describeError(error)}`, again);
      }
    },
  };
}

async function open(
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
    const may = ++requests <= REQUESTS_MAX && guard(request.url(), purposeOf(request));
    if (!may && purposeOf(request) === "page") refused.push(request.url());
    void ifStillThere(may ? request.continue() : request.abort());
  });
  // Another window is closed, and counts as a place to which the form wanted to go.
  page.browser().on("targetcreated", (target) => {
    if (target.type() !== "page" || target === page.target()) return;
    refused.push(target.url() || "about:blank");
    void ifStillThere(target.page().then((other) => other?.close()));
  });
  // A page that asks something in a dialog would wait for ever.
  page.on("dialog", (dialog) => void ifStillThere(dialog.dismiss()));
  const answer = await page.goto(url, { waitUntil: "domcontentloaded", timeout: LOAD_MS });
  if (answer && answer.status() >= 400) throw new NoPage(answer.status());
  await quiet(page);
  return opened(page, refused, scripts.form);
}

/** What sends something, or is shown, is held to the list; what is only loaded is not. */
const purposeOf = (request: HTTPRequest): "page" | "part" =>
  request.isNavigationRequest() || request.method() !== "GET" ? "page" : "part";

const quiet = (page: Page) =>
  ifStillThere(page.waitForNetworkIdle({ idleTime: QUIET_MS, timeout: 3_000 }));

function opened(page: Page, refused: string[], script: string): OpenPage {
  let frames: Frame[] = [];
  let pressedIn = 0;
  const inFrame = (at: number, call: string) => {
    const frame = frames[at] ?? page.mainFrame();
    return limited(STEP_MS, frame.evaluate(`${script}\n__form.${call}`));
  };
  const argument = (value: unknown) => JSON.stringify(value).replaceAll("\u2028", "\\u2028");
  const held = z.union([z.string(), z.boolean(), z.null()]);
  return {
    async fields() {
      await quiet(page);
      frames = await seenFrames(page);
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
      held.catch(null).parse(await inFrame(field.frame, `put(${field.index}, ${argument(value)})`)),
    read: async (field) =>
      held.catch(null).parse(await inFrame(field.frame, `read(${field.index})`)),
    async state() {
      const main = pageState.parse(await inFrame(0, "state()"));
      // A form in a frame says there what became of it.
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
      pressedIn = field?.frame ?? 0;
      const button = z.object({ kind: z.enum(["next", "submit", "none"]), text: z.string() });
      return button.parse(await inFrame(pressedIn, `button(${field?.index ?? -1})`));
    },
    async press() {
      await ifStillThere(inFrame(pressedIn, "click()"));
      await quiet(page);
    },
    screenshot: async () => await limited(STEP_MS, page.screenshot({ type: "png" })),
    refused: () => refused,
  };
}
/** The page and those of its frames that a person sees. */
async function seenFrames(page: Page): Promise<Frame[]> {
  const seen: Frame[] = [page.mainFrame()];
  for (const frame of page.frames().slice(1, FRAMES_MAX)) {
    const element = await ifStillThere(limited(STEP_MS, frame.frameElement()));
    const box = element && (await ifStillThere(element.boundingBox()));
    if (box && box.width > 3 && box.height > 3) seen.push(frame);
  }
  return seen;
}

/** A page, frame or window may be gone before it answers: then nothing is what there is to know. */
const ifStillThere = <T>(work: Promise<T>): Promise<T | undefined> => work.catch(() => undefined);

async function limited<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms / 1_000} s`)), ms);
  });
  return await Promise.race([work, late]).finally(() => clearTimeout(timer));
}
