import { Hono } from "hono";
import { extractAnswer, extractBody } from "../../../src/extraction/contract";
import { extract as look } from "../../../src/extraction/extract";
import { chooseForms } from "../../../src/extraction/form-choice";
import type { AppEnv } from "../../compose";
import { atLeast } from "../../http/auth";
import { describeOperations } from "../../http/operation";
import { problem, unavailable, validJson } from "../../http/problem";
import { PROBLEMS } from "../../http/problems";

const { extractTranscript } = describeOperations("Documents", {
  extractTranscript: {
    summary: "Extract facts from a transcript",
    description: "The same as after a call, and the forms that would follow; nothing is stored.",
    answers: { 200: extractAnswer },
    problems: ["model_unusable"],
  },
});

/** What a transcript proves, and which documents would follow: the same as after a call, and kept nowhere. */
export const extract = new Hono<AppEnv>().post(
  "/",
  extractTranscript,
  atLeast("operator"),
  validJson(extractBody),
  async (c) => {
    const app = c.get("app");
    const { transcript, prospect_id } = c.req.valid("json");
    const setting = { zone: await app.zoneOf(prospect_id ?? null), at: app.now() };
    const extracted = await look(app.language, transcript, setting);
    if (!extracted.ok)
      return extracted.error.retry
        ? unavailable("The language model is not available")
        : problem(502, "model_unusable", PROBLEMS.model_unusable.title);
    return c.json({ ...extracted.value, forms: chooseForms(extracted.value) });
  },
);
