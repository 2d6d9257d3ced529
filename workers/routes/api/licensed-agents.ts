import { Hono } from "hono";
import { licensedAgentPatch, newLicensedAgent } from "../../../src/licensed-agents/licensed-agent";
import {
  addLicensedAgent,
  findLicensedAgent,
  listLicensedAgents,
  updateLicensedAgent,
} from "../../../src/licensed-agents/store";
import { parsePhone } from "../../../src/prospects/phone";
import type { App, AppEnv } from "../../compose";
import { atLeast } from "../../http/auth";
import { page, pageQuery } from "../../http/pagination";
import { invalid, notFound, problem, validJson, validQuery } from "../../http/problem";

/** Licensed people of the agency: who may speak with whom, and when they pick up. */
export const agents = new Hono<AppEnv>()
  .get("/", validQuery(pageQuery), async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const rows = await listLicensedAgents(c.get("app").db, limit + 1, cursor);
    return c.json(page(rows, limit, (last) => last.id));
  })
  .post("/", atLeast("admin"), validJson(newLicensedAgent), async (c) => {
    const app = c.get("app");
    const { id: wanted, phone_number, time_zone, ...rest } = c.req.valid("json");
    const id = wanted ?? app.newId();
    const phone = read(app, phone_number);
    if (!phone) return badPhone();
    const at = app.now();
    const row = { ...rest, id, phone, timeZone: time_zone, createdAt: at, updatedAt: at };
    if (!(await addLicensedAgent(app.db, row)))
      return problem(409, "conflict", `There is an agent ${id} already`);
    return c.json(await findLicensedAgent(app.db, id), 201);
  })
  .patch("/", atLeast("admin"), validJson(licensedAgentPatch), async (c) => {
    const app = c.get("app");
    const { id, phone_number, time_zone, ...rest } = c.req.valid("json");
    const phone = phone_number === undefined ? undefined : read(app, phone_number);
    if (phone_number !== undefined && !phone) return badPhone();
    const told = { ...rest, ...(phone && { phone }), ...(time_zone && { timeZone: time_zone }) };
    const changed = await updateLicensedAgent(app.db, id, {
      ...told,
      updatedAt: app.now(),
    });
    return changed ? c.json(changed) : notFound(`Agent ${id}`);
  });

function read(app: App, number: string): string | undefined {
  const phone = parsePhone(number, app.testNumbers(), "US");
  return typeof phone === "string" ? undefined : phone.e164;
}
const badPhone = () => invalid("phone_number", "must be a telephone number such as +14155550123");
