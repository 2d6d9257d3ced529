import { hc } from "hono/client";
import type { AppType } from "../../workers/router";

/**
 * Compiled and never run: a client that is typed by the routes knows their paths, bodies and
 * answers, and refuses what they refuse.
 */
export async function useTypedClient(): Promise<string> {
  const client = hc<AppType>("https://worker.example");
  const json = { campaign_id: "c", prospect_id: "p", phone_number: "+12125550143" };
  await client.call.initiate.$post({ json });
  // @ts-expect-error: a call needs a phone number.
  await client.call.initiate.$post({ json: { campaign_id: "c", prospect_id: "p" } });
  // @ts-expect-error: there is no such path.
  await client.call.nowhere.$get();
  const answer = await client.api.campaigns[":id"].$get({ param: { id: "c" } });
  if (answer.ok) return (await answer.json()).name;
  const problem = await answer.json();
  return "title" in problem ? problem.title : "";
}
