import { expect, test } from "vitest";
import { signature } from "../../../../src/webhooks/signature";
import { aPerson, aProspect, ask, aWorld } from "../../world";

const world = aWorld();
const SECRET = "only-for-tests-0123456789";

async function aCompany(): Promise<string> {
  const { id, phone } = aPerson();
  const body = { ...aProspect(), id, phone_number: phone, company: { id: `co_${id}`, name: "Co" } };
  expect((await ask("/api/prospects", { body })).status).toBe(201);
  return `co_${id}`;
}
const told = (run_id: string) => ({
  type: "task_run.status",
  data: { run_id, status: "completed" },
});
const tell = (body: object, over: { timestamp?: string; secret?: string } = {}) => {
  const timestamp = over.timestamp ?? String(Math.floor(Date.now() / 1_000));
  const text = JSON.stringify(body);
  const bytes = new TextEncoder().encode(text);
  const headers = {
    "webhook-id": "evt_1",
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,AAAA ${signature(over.secret ?? SECRET, "evt_1", timestamp, bytes)}`,
  };
  return ask("/webhooks/parallel", { body: text, headers, key: "" });
};

test("a company shows what is known; without a researcher nothing is looked up, and that is said", async () => {
  const id = await aCompany();
  expect((await ask(`/api/companies/${id}`)).body).toMatchObject({ id, name: "Co", sources: {} });
  const asked = await ask(`/api/companies/${id}/enrich`, { method: "POST" });
  expect(asked).toMatchObject({ status: 503, body: { code: "unavailable" } });
  expect(asked.body.title).toContain("PARALLEL_API_KEY");
  expect((await ask("/api/companies/nobody")).status).toBe(404);
  expect(world.net.asked).not.toContain("POST /parallel/v1/tasks/runs");
});

test("only who has the secret tells of a run, and only now", async () => {
  expect((await tell(told("trun_1"))).status).toBe(200);
  expect((await tell(told("trun_1"), { secret: "another-secret-0123456789" })).status).toBe(401);
  const old = String(Math.floor(Date.now() / 1_000) - 600);
  expect((await tell(told("trun_1"), { timestamp: old })).status).toBe(401);
  expect((await tell({ nonsense: true })).status).toBe(200);
});
