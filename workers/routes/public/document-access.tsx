import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { isUnverifiedAddress } from "../../../src/documents/document";
import { linkRefusal } from "../../../src/documents/link";
import { type Document, findShared } from "../../../src/documents/store";
import type { AppEnv } from "../../compose";
import { problem } from "../../http/problem";
import { isForm } from "../../http/read-body";
import { Last4CheckPage, type Last4Problem } from "../../pages/last4-check";
import { PAGE_HEADERS } from "../../pages/layout";
import { type Missing, NoDocument } from "../../pages/no-document";

export type SharedContext = Context<AppEnv, "/:token">;
const COOKIE = "document";
const ACCESS_SECONDS = 30 * 86_400;
/** How long to wait after too many attempts. */
export const HOUR_SECONDS = "3600";

const pathOf = (c: SharedContext): string => `/q/${c.req.param("token")}`;

/** The document behind a link, or what is shown instead: what is wrong with the link, or a check. */
export async function openDocument(c: SharedContext): Promise<Document | Response> {
  const document = await linkedDocument(c);
  if (document instanceof Response || hasAccess(c, document)) return document;
  const path = pathOf(c);
  const reads = c.req.method === "GET" || c.req.method === "HEAD";
  if (reads && c.req.path === path) return last4Check(c);
  return reads || isForm(c)
    ? c.redirect(path, 303)
    : problem(403, "check_needed", `Confirm the phone number first: POST ${path}/check`);
}

/** A link that was mailed to an unverified address may have reached anybody. */
export const hasAccess = (c: SharedContext, document: Document): boolean =>
  !isUnverifiedAddress(document.values) ||
  c.get("app").links.grantsAccess(getCookie(c, COOKIE) ?? "", document.id);

/** Remembers in the browser that it may see this document. */
export function grantAccess(c: SharedContext, document: Document): void {
  setCookie(c, COOKIE, c.get("app").links.pass(document.id), {
    path: pathOf(c),
    maxAge: ACCESS_SECONDS,
    httpOnly: true,
    sameSite: "Lax",
    secure: c.req.url.startsWith("https:"),
  });
}

/** Asks for the last digits of the number that we called, and says what was wrong with them. */
export function last4Check(c: SharedContext, why?: Last4Problem) {
  const page = <Last4CheckPage agency={c.get("app").agency()} path={pathOf(c)} problem={why} />;
  const status = why === "many" ? 429 : why ? 400 : 200;
  const headers = { ...PAGE_HEADERS, ...(why === "many" && { "retry-after": HOUR_SECONDS }) };
  return c.html(page, status, headers);
}

/** The document behind a link, whoever opens it. */
export async function linkedDocument(c: SharedContext): Promise<Document | Response> {
  const app = c.get("app");
  const token = c.req.param("token");
  const known = /^[\w-]{22}$/.test(token);
  const document = known ? await findShared(app.db, app.links.shareHash(token)) : undefined;
  const refusal = document && linkRefusal(document, app.now());
  if (document && !refusal) return document;
  return missing(
    c,
    refusal ? (refusal.code === "link_revoked" ? "revoked" : "expired") : "unknown",
  );
}

function missing(c: SharedContext, why: Missing): Response | Promise<Response> {
  const status = why === "unknown" ? 404 : 410;
  if (c.req.method === "GET" || isForm(c))
    return c.html(<NoDocument agency={c.get("app").agency()} why={why} />, status, PAGE_HEADERS);
  if (why === "unknown") return problem(404, "not_found", "No such link");
  const title = why === "revoked" ? "The document was withdrawn" : "The link has expired";
  return problem(410, "gone", title);
}
