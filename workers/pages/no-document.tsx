import type { Child } from "hono/jsx";
import type { Agency } from "../../src/conversation/script";
import { Notice, TollFree } from "./layout";

/** Why a link shows no document. */
export type Missing = "unknown" | "expired" | "revoked";

const copy = {
  unknown: {
    title: "This link doesn't work",
    details: (phone: Child) => (
      <>It may be incomplete. Open it from our email again, or call {phone}.</>
    ),
  },
  expired: {
    title: "This link has expired",
    details: (phone: Child) => <>Links expire after 30 days. For a new one, call {phone}.</>,
  },
  revoked: {
    title: "This document was withdrawn",
    details: (phone: Child) => (
      <>It is no longer valid. To find out why, or to get a new one, call {phone}.</>
    ),
  },
} satisfies Record<Missing, { title: string; details: (phone: Child) => Child }>;

export const NoDocument = ({ agency, why }: { agency: Agency; why: Missing }) => (
  <Notice title={copy[why].title} agency={agency}>
    <p>{copy[why].details(<TollFree agency={agency} />)}</p>
  </Notice>
);
