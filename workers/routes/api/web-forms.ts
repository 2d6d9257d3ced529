import { Hono } from "hono";
import { z } from "zod";
import { screenshotKey } from "../../../src/files/files";
import { derivedId, id } from "../../../src/ids";
import { iso } from "../../../src/time";
import { fillFormBody, formReport } from "../../../src/webforms/contract";
import { runForm } from "../../../src/webforms/run";
import { findRun } from "../../../src/webforms/store";
import { readValues } from "../../../src/webforms/values";
import type { AppEnv } from "../../compose";
import { atLeast } from "../../http/auth";
import { describeOperations, media } from "../../http/operation";
import { notFound, problem, unavailable, validJson, validParam } from "../../http/problem";
import { PROBLEMS } from "../../http/problems";

const operations = describeOperations("Web forms", {
  fillForm: {
    summary: "Fill a web form",
    description: "On an allowed host, in a real browser; `submit` sends it, once.",
    answers: { 200: formReport },
    problems: ["host_not_allowed", "form_unusable"],
  },
  getFormScreenshot: {
    summary: "Get a web form's screenshot",
    answers: { 200: media("image/png", "What the page looked like.", "(PNG)") },
    problems: ["not_found"],
  },
});

/** Forms on other people's pages, in a real browser. */
export const forms = new Hono<AppEnv>()
  .post("/fill", operations.fillForm, atLeast("operator"), validJson(fillFormBody), async (c) => {
    const app = c.get("app");
    const { url, values, submit, job_key } = c.req.valid("json");
    if (!app.guard(url, "page"))
      return problem(422, "host_not_allowed", PROBLEMS.host_not_allowed.title);
    if (!app.browser) return unavailable("BROWSER_URL is not set");
    const day = iso(app.now()).slice(0, 10);
    const key = job_key ?? JSON.stringify([url, values, day]);
    const runId = submit ? derivedId("form", key) : app.newId();
    const earlier = submit ? await findRun(app.db, runId) : undefined;
    if (earlier && earlier.url !== url)
      return problem(422, "form_unusable", "This job_key was used for another page");
    const job = { id: runId, url, values: readValues(values), submit };
    const run = await runForm(job, app);
    if (!run.ok)
      return run.error.retry
        ? unavailable(`The form is not available: ${run.error.detail.slice(0, 200)}`)
        : problem(422, "form_unusable", run.error.detail.slice(0, 300));
    const { report } = run.value;
    return c.json({ ...report, form_id: runId, screenshot_url: `/api/forms/${runId}/screenshot` });
  })
  .get("/:id/screenshot", operations.getFormScreenshot, validParam(z.object({ id })), async (c) => {
    const app = c.get("app");
    const { id } = c.req.valid("param");
    const screenshot = (await findRun(app.db, id)) && (await app.files.get(screenshotKey(id)));
    if (!screenshot) return notFound(`Form ${id} has no screenshot`);
    return c.body(screenshot.body, 200, {
      "content-type": "image/png",
      "cache-control": "private, no-store",
    });
  });
