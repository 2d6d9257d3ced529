import type { Context } from "hono";
import type { AppEnv } from "../compose";
import { onError } from "../http/problem";
import { isForm } from "../http/read-body";
import { Notice, PAGE_HEADERS } from "./layout";

/** What a person sees when something is down; programs get the problem itself. */
export function forPeople(error: Error, c: Context<AppEnv>): Response | Promise<Response> {
  const answer = onError(error, c);
  const page = isForm(c) || (c.req.method === "GET" && /html/.test(c.req.header("accept") ?? ""));
  if (!page || answer.status < 500) return answer;
  const agency = c.get("app").agency();
  const status = answer.status === 503 ? 503 : 500;
  return c.html(
    <Notice title="This does not work right now" agency={agency}>
      <p>Please try again in a minute, or call {agency.tollFreeNumber}. Nothing was lost.</p>
    </Notice>,
    status,
    PAGE_HEADERS,
  );
}
