import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { kindOf } from "../../../src/actions/deliver-document";
import { isUnverifiedAddress } from "../../../src/documents/document";
import { type Document, findShared } from "../../../src/documents/store";
import type { AppEnv } from "../../compose";
import { problem } from "../../http/problem";
import { isForm } from "../../http/read-body";
import { NoDocument } from "../../pages/document";
import { CheckPage, type CheckTrouble } from "../../pages/last4-check";
import { PAGE_HEADERS } from "../../pages/layout";

export type SharedContext = Context<AppEnv, "/:token">;
const PASS = "document";
const PASS_SECONDS = 30 * 86_400;
/** How long who has tried too often is to wait. */
export const HOUR_SECONDS = "3600";

const pathOf = (c: SharedContext): string => `/q/${c.req.param("token")}`;

/** The document behind a link, or what is to be seen instead: what is wrong with it, or a check. */
export async function openDocument(c: SharedContext): Promise<Document | Response> {
  const paper = await linkedDocument(c);
  if (paper instanceof Response || hasAccess(c, paper)) return paper;
  const path = pathOf(c);
  const looks = c.req.method === "GET" || c.req.method === "HEAD";
  if (looks && c.req.path === path) return checkPage(c, paper);
  return looks || isForm(c)
    ? c.redirect(path, 303)
    : problem(403, "check_needed", `Show first that it is yours: POST ${path}/check`);
}

/** Where an address was only heard, a link mailed there may have reached anybody. */
function hasAccess(c: SharedContext, paper: Document): boolean {
  const { links } = c.get("app");
  return (
    !isUnverifiedAddress(paper.values) || links.grantsAccess(getCookie(c, PASS) ?? "", paper.id)
  );
}

/** Remembers in the browser that it may see this document. */
export function grantAccess(c: SharedContext, paper: Document): void {
  setCookie(c, PASS, c.get("app").links.pass(paper.id), {
    path: pathOf(c),
    maxAge: PASS_SECONDS,
    httpOnly: true,
    sameSite: "Lax",
    secure: c.req.url.startsWith("https:"),
  });
}

/** What a document's person sees before it: the question for the digits, and what was wrong with them. */
export function checkPage(c: SharedContext, paper: Document, trouble?: CheckTrouble) {
  const view = { agency: c.get("app").agency(), kind: kindOf(paper), path: pathOf(c), trouble };
  const status = trouble === "many" ? 429 : trouble ? 400 : 200;
  const headers = { ...PAGE_HEADERS, ...(trouble === "many" && { "retry-after": HOUR_SECONDS }) };
  return c.html(<CheckPage {...view} />, status, headers);
}

/** The document behind a link, whoever opens it. */
export async function linkedDocument(c: SharedContext): Promise<Document | Response> {
  const app = c.get("app");
  const token = c.req.param("token");
  const known = /^[\w-]{22}$/.test(token);
  const paper = known ? await findShared(app.db, app.links.shareHash(token)) : undefined;
  const expired = paper && (paper.shareExpiresAt ?? 0) <= app.now();
  const why = !paper
    ? "unknown"
    : paper.status === "revoked"
      ? "revoked"
      : expired
        ? "expired"
        : undefined;
  if (paper && !why) return paper;
  const gone = why !== "unknown";
  if (c.req.method === "GET" || isForm(c))
    return c.html(
      <NoDocument agency={app.agency()} why={why ?? "unknown"} />,
      gone ? 410 : 404,
      PAGE_HEADERS,
    );
  return gone
    ? problem(
        410,
        "gone",
        why === "revoked" ? "The document was taken back" : "The link has expired",
      )
    : problem(404, "not_found", "There is no such link");
}
