import { type Access, type Answer, ask, until } from "../client";
import type { Ready } from "../launch/product";
import { PEOPLE, prospectOf, type Scripted } from "../people";
import { comingBack } from "./coming-back";
import { documents } from "./documents";
import { expectThat } from "./expect";
import { knowing } from "./knowing";
import { signing } from "./signing";
import { moveTimeOn, OPEN, START, setClock } from "./time";

export type StepResult = { name: string; ok: boolean; detail: string };
type Tell = (line: string) => void;

const CAMPAIGN = "demo";
const TASKS_MS = 30_000;

/** Plays the story through the product's own API; every figure is read back from the running system. */
export async function play(ready: Ready, tell: Tell): Promise<StepResult[]> {
  const results: StepResult[] = [];
  const step = async (name: string, work: () => Promise<string>) => {
    const result = await work().then(
      (detail) => ({ name, ok: true, detail }),
      (error) => ({ name, ok: false, detail: (error as Error).message }),
    );
    results.push(result);
    tell(`${result.ok ? "✓" : "✗"} ${name} — ${result.detail}`);
  };
  await step("Clock", async () => `product time is ${await setClock(ready, START)}, a Tuesday`);
  await step("Campaign and prospects", () => load(ready));
  await step("Prospects who may not be called are refused", () => refusals(ready));
  await step("Calling hours: too early in Hawaii", () => tooEarly(ready));
  const ids = new Map<string, string>();
  await step("Calls requested", () => initiate(ready, ids));
  await step("Calls ended", () => waitForEnds(ready, tell));
  for (const person of PEOPLE)
    await step(`${person.name} ${person.does}`, () => check(ready, person, ids.get(person.id)));
  await step("After-call tasks", () => afterwards(ready, ids.get("demo_01")));
  await step("No answer: the next attempts are scheduled", () => cadence(ready));
  for (const [name, work] of knowing(ready, ids)) await step(name, work);
  for (const [name, work] of documents(ready, ids)) await step(name, work);
  for (const [name, work] of signing(ready, ids)) await step(name, work);
  for (const [name, work] of comingBack(ready, ids)) await step(name, work);
  await step("An opt-out applies everywhere", () => optedOut(ready));
  await step("Nothing was lost or duplicated", () => audited(ready));
  return results;
}

async function load(ready: Ready): Promise<string> {
  const campaign = { id: CAMPAIGN, name: "Business insurance, autumn", channel: "voice" };
  expectThat((await ask(ready, "POST", "/api/campaigns", campaign)).status === 201, "no campaign");
  const made = await Promise.all(
    PEOPLE.map((person) => ask(ready, "POST", "/api/prospects", prospectOf(person))),
  );
  const count = made.filter(({ status }) => status === 201).length;
  expectThat(count === PEOPLE.length, `${count} of ${PEOPLE.length} prospects`);
  return `${count} prospects, each with written consent`;
}

type Wanted = Omit<ReturnType<typeof prospectOf>, "address"> & { address: object };
const want = (ready: Access, prospect: Wanted) => {
  const { id, phone_number, ...prospect_data } = prospect;
  const body = { campaign_id: CAMPAIGN, prospect_id: id, phone_number, prospect_data };
  return ask(ready, "POST", "/call/initiate", body);
};

async function refusals(ready: Ready): Promise<string> {
  const someone = (id: string, over: object) =>
    ({
      ...prospectOf({ ...(PEOPLE[0] as Scripted), id, digits: "90" }),
      ...over,
    }) as Wanted;
  const noConsent = await want(ready, someone("no_consent", { consent: undefined }));
  const abroad = await want(ready, someone("abroad", { address: { country: "DE" } }));
  const reasons = [noConsent, abroad].map(({ status, body }) => `${status} ${body.reason_code}`);
  const right = reasons.join() === "422 no_consent,422 no_rules_for_country";
  expectThat(right, `got ${reasons.join(" and ")}`);
  return "without consent: no_consent; in Germany: no_rules_for_country";
}

async function tooEarly(ready: Ready): Promise<string> {
  const hawaii = {
    ...prospectOf(PEOPLE.at(-1) as Scripted),
    id: "hawaii",
    phone_number: "+15550130140",
  };
  const { body } = await want(ready, { ...hawaii, address: { ...hawaii.address, state: "HI" } });
  expectThat(body.state === "SCHEDULED" && body.not_before, `state ${body.state}`);
  return `SCHEDULED for ${body.not_before}, when it is 9 a.m. there`;
}

async function initiate(ready: Ready, ids: Map<string, string>): Promise<string> {
  for (const person of PEOPLE) {
    const { status, body } = await want(ready, prospectOf(person));
    expectThat(status === 202, `${person.name}: ${status} ${JSON.stringify(body)}`);
    ids.set(person.id, body.call_id);
  }
  return `${ids.size} calls, all at once; VAPI has ten lines`;
}

/** Lets time pass until no first call is open; waits are the product's, so the clock is moved. */
async function waitForEnds(ready: Ready, tell: Tell): Promise<string> {
  let open = PEOPLE.length;
  const ended = await moveTimeOn(ready, async () => {
    const { body } = await ask(ready, "GET", `/call?campaign_id=${CAMPAIGN}&limit=200`);
    const left = body.items.filter(
      (call: { origin: string; state: string; prospect_id: string }) =>
        call.origin === "api" && call.prospect_id !== "hawaii" && OPEN.includes(call.state),
    );
    if (left.length !== open) tell(`  open calls: ${left.length}`);
    open = left.length;
    return left;
  });
  expectThat(open === 0, `${open} calls are still open`);
  return `product time is now ${ended}`;
}

async function check(ready: Ready, person: Scripted, id: string | undefined): Promise<string> {
  const wanted = `${person.state} · ${person.outcome} · ${person.attempts}`;
  const read = async () => {
    const { body } = await ask(ready, "GET", `/call/${id}`);
    return `${body.state} · ${body.outcome} · ${body.attempt}`;
  };
  const got = await until(TASKS_MS, read, (text) => text === wanted);
  expectThat(got === wanted, `${got}, not ${wanted}`);
  return got;
}

async function afterwards(ready: Ready, id: string | undefined): Promise<string> {
  const done = ({ tasks }: { tasks: { status: string }[] }) =>
    tasks.length > 0 && tasks.every(({ status }) => status === "done");
  const read = async (): Promise<Answer["body"]> => (await ask(ready, "GET", `/call/${id}`)).body;
  const call = await until(TASKS_MS, read, done);
  expectThat(done(call), `tasks ${JSON.stringify(call.tasks)}`);
  expectThat(call.intent === "quote" && call.summary, `intent ${call.intent}`);
  const { intent, sentiment, quality_score, transcript } = call;
  return `${transcript.length} turns, intent ${intent}, ${sentiment}, quality ${quality_score} of 100`;
}

async function cadence(ready: Ready): Promise<string> {
  const { body } = await ask(ready, "GET", `/call?campaign_id=${CAMPAIGN}&state=SCHEDULED`);
  const next = body.items.filter((call: { origin: string }) => call.origin === "cadence");
  const who = next.map((call: { prospect_id: string }) => call.prospect_id).sort();
  const right = who.join() === "demo_12,demo_13,demo_14";
  expectThat(right, `next calls for ${who.join() || "nobody"}`);
  const times = next.map((call: { not_before: string }) => call.not_before).sort();
  return `no answer and busy retry at ${times[0]}, the screened call at ${times.at(-1)}`;
}

async function optedOut(ready: Ready): Promise<string> {
  const sam = prospectOf(PEOPLE.find(({ digits }) => digits === "05") as Scripted);
  const elsewhere = await want(ready, { ...sam, id: "same_number_elsewhere" });
  const { status, body } = elsewhere;
  expectThat(status === 422 && body.reason_code === "suppressed", `${status} ${body.reason_code}`);
  return "422 suppressed, also for another prospect with the same number";
}

async function audited(ready: Ready): Promise<string> {
  const { items } = (await (await fetch(`${ready.sandbox}/vapi/ledger`)).json()) as Ledger;
  const attempts = new Set(items.map(({ name }) => name));
  expectThat(attempts.size === items.length, "an attempt was dialed twice");
  const wanted = PEOPLE.reduce((sum, person) => sum + person.attempts, 0);
  expectThat(items.length === wanted, `${items.length} dials for ${wanted} attempts`);
  const { body } = await ask(ready, "GET", "/api/failures");
  expectThat(body.items.length === 0, `${body.items.length} failures: ${body.items[0]?.cause}`);
  return `${items.length} dials for ${wanted} attempts, none twice, no failures`;
}
type Ledger = { items: { name: string }[] };
