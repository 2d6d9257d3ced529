import { Hono } from "hono";
import { extractBody } from "../../../src/extraction/contract";
import { extract as look } from "../../../src/extraction/extract";
import { chooseForms } from "../../../src/extraction/form-choice";
import type { AppEnv } from "../../compose";
import { atLeast } from "../../http/auth";
import { problem, unavailable, validJson } from "../../http/problem";

/** What a transcript proves, and which papers would follow: the same as after a call, and kept nowhere. */
export const extract = new Hono<AppEnv>().post(
  "/",
  atLeast("operator"),
  validJson(extractBody),
  async (c) => {
    const app = c.get("app");
    const { transcript, prospect_id } = c.req.valid("json");
    const setting = { zone: await app.zoneOf(prospect_id ?? null), at: app.now() };
    const made = await look(app.language, transcript, setting);
    if (!made.ok)
      return made.error.retry
        ? unavailable("The model")
        : problem(502, "model_unusable", "The model gave no answer that can be used");
    return c.json({ ...made.value, forms: chooseForms(made.value) });
  },
);
