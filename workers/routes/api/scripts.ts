import { Hono } from "hono";
import { firstMessage, systemPrompt } from "../../../src/conversation/assistant-prompt";
import { DEFAULT_SCRIPTS } from "../../../src/conversation/default-scripts";
import {
  newScript,
  type Script,
  scriptPatch,
  scriptProblems,
} from "../../../src/conversation/script";
import { addScriptVersion, findScript, listScripts } from "../../../src/conversation/store";
import type { App, AppEnv } from "../../compose";
import { atLeast } from "../../http/auth";
import { page, pageQuery } from "../../http/pagination";
import { notFound, problem, validJson, validQuery } from "../../http/problem";

/** What the agent says, as data: every change is a new version, and a call names the one it used. */
export const scripts = new Hono<AppEnv>()
  .get("/", validQuery(pageQuery), async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const app = c.get("app");
    const rows = await listScripts(app.db, limit + 1, cursor);
    const shown = page(rows, limit, (last) => last.id);
    const defaults = cursor ? [] : Object.values(DEFAULT_SCRIPTS);
    return c.json({ ...shown, items: [...defaults, ...shown.items].map((one) => view(one, app)) });
  })
  .post("/", atLeast("admin"), validJson(newScript), async (c) => {
    const app = c.get("app");
    const { id, campaign_type = null, coverage = null, ...rest } = c.req.valid("json");
    const wanted = { ...rest, id: id ?? app.newId(), campaign_type, coverage };
    return refused(wanted) ?? c.json(view(await keep(app, wanted), app), 201);
  })
  .patch("/", atLeast("admin"), validJson(scriptPatch), async (c) => {
    const app = c.get("app");
    const { id, ...told } = c.req.valid("json");
    const before = await findScript(app.db, id);
    if (!before) return notFound(`Script ${id}`);
    const wanted = {
      id,
      name: told.name ?? before.name,
      content: told.content ?? before.content,
      campaign_type: told.campaign_type ?? before.campaign_type,
      coverage: told.coverage ?? before.coverage,
    };
    return refused(wanted) ?? c.json(view(await keep(app, wanted), app));
  });

type Wanted = Omit<Script, "version">;

function refused({ id, content }: Wanted): Response | undefined {
  if (id.startsWith("default-"))
    return problem(422, "reserved_id", "Ids that begin with default- are the product's own");
  const errors = scriptProblems(content);
  if (errors.length === 0) return undefined;
  return problem(422, "script_not_allowed", "This may not be said on the phone", { errors });
}

const keep = (app: App, wanted: Wanted) => addScriptVersion(app.db, wanted, app.now());

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
