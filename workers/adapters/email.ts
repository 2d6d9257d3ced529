import type { EmailSender } from "../../src/email/email";
import { postmark } from "../../src/email/postmark";
import { lazily } from "../../src/lazy";
import { fetchLimited as fetch } from "../platform/fetch-limited";
import type { Settings } from "./settings";

/** Who sends our email. */
export const email = ({ need }: Settings) =>
  lazily<{ email: EmailSender }>({
    email: () =>
      postmark({
        baseUrl: need("POSTMARK_BASE_URL"),
        token: need("POSTMARK_SERVER_TOKEN"),
        from: need("EMAIL_FROM"),
        streams: {
          transactional: need("POSTMARK_TRANSACTIONAL_STREAM"),
          broadcast: need("POSTMARK_BROADCAST_STREAM"),
        },
        fetch,
      }),
  });
