import { afterSigning } from "../../src/actions/after-signing";
import { tellNews } from "../../src/actions/notify";
import { findDocument } from "../../src/documents/store";
import { sendOutgoing } from "../../src/webhooks/deliver";
import type { App } from "../compose";
import { fetchLimited as fetch } from "../platform/fetch-limited";

/** Tells operators and listeners what came about; answers how much it was, and how many messages went out. */
export async function tellWhatIsNew(app: App): Promise<number> {
  const { db, now, machineNow } = app;
  const told = await tellNews({
    ...{ db, now, machineNow, agency: app.agency, announce: app.announce },
    async followThrough({ subjectId, kind }) {
      const signed = kind === "signed" ? await findDocument(db, subjectId) : undefined;
      if (signed) await afterSigning(signed, app);
    },
    ...{ email: () => app.email, operator: app.config.OPERATOR_EMAIL },
    appUrl: app.config.PUBLIC_BASE_URL ?? "",
  });
  const secretOf = app.webhookSecretOf;
  return told + (await sendOutgoing({ db, fetch, secretOf, now, machineNow }));
}
