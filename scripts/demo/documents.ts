import { type Answer, ask, until } from "../client";
import type { Ready } from "../launch/product";
import { expectThat } from "./expect";

type Step = [name: string, work: () => Promise<string>];
type Get = (path: string) => Promise<Answer["body"]>;
const WAIT_MS = 30_000;

/** After the call: facts with their quotes, and a quote that a licensed agent approves. */
export function documents(ready: Ready, ids: Map<string, string>): Step[] {
  const get: Get = async (path) => (await ask(ready, "GET", path)).body;
  const call = ids.get("demo_01");
  return [
    ["Facts from the call, each with its quote", () => extracted(get, call)],
    ["A quote is rated, and says what is missing", () => rated(ready, get, call)],
    ["Only a licensed agent can approve it", () => released(ready, get, call)],
  ];
}

const filled = (get: Get, call: string | undefined): Promise<Answer["body"]> =>
  until(
    WAIT_MS,
    () => get(`/call/${call}`),
    ({ documents }) => documents.length > 0,
  );

async function extracted(get: Get, call: string | undefined): Promise<string> {
  const { extraction, forms } = await filled(get, call);
  const { employee_count, email } = extraction.fields;
  expectThat(employee_count?.value === 40, `employee_count ${JSON.stringify(employee_count)}`);
  expectThat(email?.value === "jo.miller@example.com", `email ${JSON.stringify(email)}`);
  const found = Object.keys(extraction.fields).length;
  return `${found} fields; 40 employees from "${employee_count.evidence.quote}"; so ${forms[0]?.form}`;
}

async function rated(ready: Ready, get: Get, call: string | undefined): Promise<string> {
  const { documents } = await filled(get, call);
  const [{ document_id, needs, status }] = documents;
  expectThat(status === "awaiting_release", `status ${status}`);
  const { company } = await get("/api/prospects/demo_01");
  const values = { industry: company.industry ?? "Food" };
  const { body } = await ask(ready, "PATCH", `/api/documents/${document_id}`, { values });
  expectThat(body.premium?.amount_minor > 0, `no premium: ${JSON.stringify(body.needs)}`);
  const dollars = (body.premium.amount_minor / 100).toLocaleString("en-US");
  const needed = needs.length > 0 ? `it needed ${needs.join(", ")}; then ` : "";
  return `${needed}$${dollars} a year in ${body.calculation.length} lines, by ${body.rating_table.version}`;
}

async function released(ready: Ready, get: Get, call: string | undefined): Promise<string> {
  const { documents } = await filled(get, call);
  const path = `/api/documents/${documents[0].document_id}/release`;
  const hours = { days: ["sun"], start: "00:00", end: "00:01" };
  const agent = (id: string, name: string, states: string[]) => ({
    id,
    name,
    states,
    hours,
    time_zone: "America/New_York",
    phone_number: "+15550107070",
  });
  await ask(ready, "POST", "/api/agents", agent("demo_texan", "Tom Texan", ["TX"]));
  await ask(ready, "POST", "/api/agents", agent("demo_licensed", "Lea Licensed", ["NY"]));
  const refused = await ask(ready, "POST", path, { agent_id: "demo_texan" });
  expectThat(refused.body.code === "not_licensed", `Tom Texan: ${refused.status}`);
  const { body } = await ask(ready, "POST", path, { agent_id: "demo_licensed", note: "Reviewed." });
  expectThat(body.status === "filled", `status ${body.status}`);
  const { by, license, state } = body.decision;
  return `refused for Tom Texan (TX only), approved by ${by}, ${state} license ${license}`;
}
