import { z } from "zod";
import { type Attempt, attemptId, type Report } from "../calls/events";
import type { CallLeg } from "../calls/leg";
import { httpFailure } from "../http-failure";
import { fail, ok, type Result } from "../result";
import { iso } from "../time";
import { monitor, NOT_FOUND, requestVapi, type VapiAccount } from "./vapi-client";
import { reportOfCall, vapiCall } from "./vapi-messages";

const LISTED_MAX = 1_000;

const listed = z.object({
  id: z.string(),
  name: z.string().nullish(),
  customer: z.object({ externalId: z.string().nullish() }).nullish(),
  monitor,
});
type Search = { phoneNumberId: string; since: number; abandoned: string[] };

/** Looks for a dial among the calls of a phone number since a moment; nothing if it is not there. */
export async function findCall(
  attempt: Attempt,
  { phoneNumberId, since, abandoned }: Search,
  account: VapiAccount,
): Promise<Result<CallLeg | undefined>> {
  const limit = String(LISTED_MAX);
  const query = new URLSearchParams({ phoneNumberId, createdAtGe: iso(since), limit });
  const response = await requestVapi(account, `/call?${query}`);
  if (!response.ok) return httpFailure("vapi", response.status);
  const calls = z.array(listed).parse(await response.json());
  const found = calls.find((one) => isOf(one, attempt) && !abandoned.includes(one.id));
  if (found) return ok({ providerCallId: found.id, controlUrl: found.monitor.controlUrl });
  if (calls.length >= LISTED_MAX) return fail("vapi has more calls than it lists", true);
  return ok(undefined);
}

function isOf({ name, customer }: z.infer<typeof listed>, attempt: Attempt): boolean {
  const id = attemptId(attempt);
  return name === id || customer?.externalId === id;
}

/** The report of a call; nothing while it has not ended. */
export async function readReport(
  providerCallId: string,
  account: VapiAccount,
): Promise<Result<Report | undefined>> {
  const response = await requestVapi(account, `/call/${providerCallId}`);
  if (!response.ok) return httpFailure("vapi", response.status);
  const call = vapiCall.safeParse(await response.json());
  return call.success ? ok(reportOfCall(call.data)) : fail("vapi answered without a call", true);
}

/** The recording of a call; nothing if there is none. */
export async function readRecording(
  providerCallId: string,
  account: VapiAccount,
): Promise<Result<Response | undefined>> {
  const response = await requestVapi(account, `/call/${providerCallId}/mono-recording`);
  if (response.status === NOT_FOUND) return ok(undefined);
  return response.ok ? ok(response) : httpFailure("vapi", response.status);
}
