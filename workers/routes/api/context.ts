import { Hono } from "hono";
import { assemble, withContext } from "../../../src/context/assemble";
import { contextBody, contextView } from "../../../src/context/contract";
import { recall } from "../../../src/context/recall";
import { counterFor } from "../../../src/context/tokens";
import { systemPrompt } from "../../../src/conversation/assistant-prompt";
import { defaultScript } from "../../../src/conversation/default-scripts";
import { personFor } from "../../../src/conversation/script";
import { findProspect } from "../../../src/prospects/store";
import type { AppEnv } from "../../compose";
import { describeOperations } from "../../http/operation";
import { notFound, validJson } from "../../http/problem";

const { getContext } = describeOperations("Knowledge", {
  getContext: {
    summary: "Get the context of a call",
    description: "What the assistant would know if a prospect said this, within its token budgets.",
    answers: { 200: contextView },
    problems: ["not_found"],
  },
});

/** What the assistant would know. The same functions serve a call; here their result is shown. */
export const context = new Hono<AppEnv>().post(
  "/",
  getContext,
  validJson(contextBody),
  async (c) => {
    const app = c.get("app");
    const began = app.machineNow();
    const { prospect_id: prospectId, utterance, turns = [] } = c.req.valid("json");
    const [person, hits, count] = await Promise.all([
      findProspect(app.db, prospectId),
      recall(app, { prospectId, utterance }),
      counterFor(app.need("LIVE_MODEL")),
    ]);
    if (!person) return notFound(`There is no prospect ${prospectId}`);
    const { sections, totalTokens, block } = assemble(hits, turns, count);
    const base = systemPrompt(app.agency(), personFor(person), defaultScript(undefined, false));
    return c.json({
      sections: sections.map(({ items, ...section }) => ({
        ...section,
        items: items.map(({ kind, id, score, text, source, tokens }) => {
          return { kind, id, score, text, source, tokens };
        }),
      })),
      total_tokens: totalTokens,
      base_prompt_tokens: count(base),
      system_prompt: withContext(base, block),
      took_ms: app.machineNow() - began,
    });
  },
);
