import { Hono } from "hono";
import { firstMessage, systemPrompt } from "../../../src/conversation/assistant-prompt";
import { DEFAULT_SCRIPTS } from "../../../src/conversation/default-scripts";
import {
  newScript,
  type Script,
  scriptPatch,
  scriptProblems,
  scriptView,
} from "../../../src/conversation/script";
import { addScriptVersion, findScript, listScripts } from "../../../src/conversation/store";
import type { App, AppEnv } from "../../compose";
import { atLeast } from "../../http/auth";
import { describeOperations } from "../../http/operation";
import { page, pageOf, pageQuery } from "../../http/pagination";
import { notFound, problem, validJson, validQuery } from "../../http/problem";
import { PROBLEMS } from "../../http/problems";

const operations = describeOperations("Scripts", {
  listScripts: {
    summary: "List scripts",
    description: "The newest version of each, with a preview; built-in scripts first.",
    answers: { 200: pageOf(scriptView) },
  },
  createScript: {
    summary: "Create a script",
    description: "Or, under an id that exists, the next version of it.",
    answers: { 201: scriptView },
    problems: ["reserved_id", "script_not_allowed"],
  },
  updateScript: {
    summary: "Update a script",
    description: "Adds the next version; fields that are left out stay as they are.",
    answers: { 200: scriptView },
    problems: ["not_found", "reserved_id", "script_not_allowed"],
  },
});

/** What the assistant says, as data: every change is a new version, and a call names the one it used. */
export const scripts = new Hono<AppEnv>()
  .get("/", operations.listScripts, validQuery(pageQuery), async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const app = c.get("app");
    const rows = await listScripts(app.db, limit + 1, cursor);
    const shown = page(rows, limit, (last) => last.id);
    const defaults = cursor ? [] : Object.values(DEFAULT_SCRIPTS);
    return c.json({ ...shown, items: [...defaults, ...shown.items].map((one) => view(one, app)) });
  })
  .post("/", operations.createScript, atLeast("admin"), validJson(newScript), async (c) => {
    const app = c.get("app");
    const { id, campaign_type = null, coverage = null, ...rest } = c.req.valid("json");
    const script = { ...rest, id: id ?? app.newId(), campaign_type, coverage };
    return refusalOf(script) ?? c.json(view(await save(app, script), app), 201);
  })
  .patch("/", operations.updateScript, atLeast("admin"), validJson(scriptPatch), async (c) => {
    const app = c.get("app");
    const { id, ...changes } = c.req.valid("json");
    const before = await findScript(app.db, id);
    if (!before) return notFound(`There is no script ${id}`);
    const script = {
      id,
      name: changes.name ?? before.name,
      content: changes.content ?? before.content,
      campaign_type: changes.campaign_type ?? before.campaign_type,
      coverage: changes.coverage ?? before.coverage,
    };
    return refusalOf(script) ?? c.json(view(await save(app, script), app));
  });

type UnversionedScript = Omit<Script, "version">;

function refusalOf({ id, content }: UnversionedScript): Response | undefined {
  if (id.startsWith("default-")) return problem(422, "reserved_id", PROBLEMS.reserved_id.title);
  const errors = scriptProblems(content);
  if (errors.length === 0) return undefined;
  return problem(422, "script_not_allowed", PROBLEMS.script_not_allowed.title, { errors });
}

const save = (app: App, script: UnversionedScript) => addScriptVersion(app.db, script, app.now());

/** A script with how it sounds for somebody. */
function view(script: Script, app: App) {
  const someone = {
    firstName: "Jo",
    lastName: "Miller",
    companyName: "Miller Bakery",
  };
  const agency = app.agency();
  const first = firstMessage(agency, someone, script);
  return {
    ...script,
    preview: { first_message: first, prompt: systemPrompt(agency, someone, script) },
  };
}
