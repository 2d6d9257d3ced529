import type { Context } from "hono";
import type { Child } from "hono/jsx";
import type { Agency } from "../../src/conversation/script";
import type { AppEnv } from "../compose";
import { onError } from "../http/problem";
import { isForm } from "../http/read-body";
import { Notice, PAGE_HEADERS, TollFree } from "./layout";

const copy = {
  title: "Something went wrong",
  details: (phone: Child) => <>Try again in a minute, or call {phone}.</>,
};

/** What a person sees when something is down. */
const ErrorPage = ({ agency }: { agency: Agency }) => (
  <Notice title={copy.title} agency={agency}>
    <p>{copy.details(<TollFree agency={agency} />)}</p>
  </Notice>
);

/** Answers an error with a page where a person is waiting for one; programs get the problem itself. */
export function onPageError(error: Error, c: Context<AppEnv>): Response | Promise<Response> {
  const answer = onError(error, c);
  const page = isForm(c) || (c.req.method === "GET" && /html/.test(c.req.header("accept") ?? ""));
  if (!page || answer.status < 500) return answer;
  const status = answer.status === 503 ? 503 : 500;
  return c.html(<ErrorPage agency={c.get("app").agency()} />, status, PAGE_HEADERS);
}
