import { Hono } from "hono";
import {
  licensedAgentPatch,
  licensedAgentView,
  newLicensedAgent,
} from "../../../src/licensed-agents/licensed-agent";
import {
  addLicensedAgent,
  findLicensedAgent,
  listLicensedAgents,
  updateLicensedAgent,
} from "../../../src/licensed-agents/store";
import { parsePhone } from "../../../src/prospects/phone";
import type { App, AppEnv } from "../../compose";
import { atLeast } from "../../http/auth";
import { describeOperations } from "../../http/operation";
import { page, pageOf, pageQuery } from "../../http/pagination";
import { invalid, notFound, problem, validJson, validQuery } from "../../http/problem";

const operations = describeOperations("Licensed agents", {
  listLicensedAgents: {
    summary: "List licensed agents",
    answers: { 200: pageOf(licensedAgentView) },
  },
  createLicensedAgent: {
    summary: "Add a licensed agent",
    answers: { 201: licensedAgentView },
    problems: ["conflict"],
  },
  updateLicensedAgent: {
    summary: "Update a licensed agent",
    description: "By the `id` in the body; fields that are left out stay as they are.",
    answers: { 200: licensedAgentView },
    problems: ["not_found"],
  },
});

/** Licensed people of the agency: who may speak with whom, and when they pick up. */
export const agents = new Hono<AppEnv>()
  .get("/", operations.listLicensedAgents, validQuery(pageQuery), async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const rows = await listLicensedAgents(c.get("app").db, limit + 1, cursor);
    return c.json(page(rows, limit, (last) => last.id));
  })
  .post(
    "/",
    operations.createLicensedAgent,
    atLeast("admin"),
    validJson(newLicensedAgent),
    async (c) => {
      const app = c.get("app");
      const { id: ownId, phone_number, time_zone, ...rest } = c.req.valid("json");
      const id = ownId ?? app.newId();
      const phone = normalize(app, phone_number);
      if (!phone) return badPhone();
      const at = app.now();
      const row = { ...rest, id, phone, timeZone: time_zone, createdAt: at, updatedAt: at };
      if (!(await addLicensedAgent(app.db, row)))
        return problem(409, "conflict", `Licensed agent ${id} already exists`);
      return c.json(await findLicensedAgent(app.db, id), 201);
    },
  )
  .patch(
    "/",
    operations.updateLicensedAgent,
    atLeast("admin"),
    validJson(licensedAgentPatch),
    async (c) => {
      const app = c.get("app");
      const { id, phone_number, time_zone, ...rest } = c.req.valid("json");
      const phone = phone_number === undefined ? undefined : normalize(app, phone_number);
      if (phone_number !== undefined && !phone) return badPhone();
      const changes = {
        ...rest,
        ...(phone && { phone }),
        ...(time_zone && { timeZone: time_zone }),
      };
      const changed = await updateLicensedAgent(app.db, id, {
        ...changes,
        updatedAt: app.now(),
      });
      return changed ? c.json(changed) : notFound(`There is no licensed agent ${id}`);
    },
  );

function normalize(app: App, number: string): string | undefined {
  const phone = parsePhone(number, app.testNumbers(), "US");
  return typeof phone === "string" ? undefined : phone.e164;
}
const badPhone = () => invalid("phone_number", "must be a phone number such as +14155550123");
