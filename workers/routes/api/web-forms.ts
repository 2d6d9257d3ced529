import { Hono } from "hono";
import { z } from "zod";
import { screenshotKey } from "../../../src/files/files";
import { derivedId, id } from "../../../src/ids";
import { iso } from "../../../src/time";
import { runForm } from "../../../src/webforms/run";
import { findRun } from "../../../src/webforms/store";
import { formValues, readValues } from "../../../src/webforms/values";
import type { AppEnv } from "../../compose";
import { atLeast } from "../../http/auth";
import { notFound, problem, unavailable, validJson, validParam } from "../../http/problem";

/** Body of `POST /api/forms/fill`. Under one `job_key` a form is sent once; without one, once a day. */
export const fillFormBody = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).max(2_000),
  values: formValues,
  submit: z.boolean().default(false),
  job_key: z.string().trim().min(1).max(200).optional(),
});

/** Forms on other people's pages, in a real browser. */
export const forms = new Hono<AppEnv>()
  .post("/fill", atLeast("operator"), validJson(fillFormBody), async (c) => {
    const app = c.get("app");
    const { url, values, submit, job_key } = c.req.valid("json");
    if (!app.guard(url, "page"))
      return problem(422, "host_not_allowed", "The host is not on WEBFORM_ALLOWED_HOSTS");
    if (!app.browser) return unavailable("BROWSER_URL is not set, so this");
    const day = iso(app.now()).slice(0, 10);
    const key = job_key ?? JSON.stringify([url, values, day]);
    const runId = submit ? derivedId("form", key) : app.newId();
    const before = submit ? await findRun(app.db, runId) : undefined;
    if (before && before.url !== url)
      return problem(422, "form_unusable", "Under this job_key another page's form was filled");
    const job = { id: runId, url, values: readValues(values), submit };
    const done = await runForm(job, app);
    if (!done.ok)
      return done.error.retry
        ? unavailable(`The form (${done.error.detail.slice(0, 200)})`)
        : problem(422, "form_unusable", done.error.detail.slice(0, 300));
    const { report } = done.value;
    return c.json({ ...report, form_id: runId, screenshot_url: `/api/forms/${runId}/screenshot` });
  })
  .get("/:id/screenshot", validParam(z.object({ id })), async (c) => {
    const app = c.get("app");
    const { id } = c.req.valid("param");
    const found = (await findRun(app.db, id)) && (await app.files.get(screenshotKey(id)));
    if (!found) return notFound(`A screenshot of form ${id}`);
    return c.body(found.body, 200, {
      "content-type": "image/png",
      "cache-control": "private, no-store",
    });
  });
