import { afterSigning } from "../../src/documents/after-signing";
import { findDocument } from "../../src/documents/store";
import { tellNews } from "../../src/notices/tell";
import { sendOutgoing } from "../../src/outgoing/send";
import type { App } from "../compose";
import { fetchLimited as fetch } from "../fetch-limited";

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
