import { afterSigning } from "../../src/actions/after-signing";
import { notify } from "../../src/actions/notify";
import { findDocument } from "../../src/documents/store";
import { deliverWebhooks } from "../../src/webhooks/deliver";
import type { App } from "../compose";
import { fetchLimited as fetch } from "../platform/fetch-limited";

/** Notifies the operator and webhooks of what happened; answers how many events and messages it was. */
export async function sendNotifications(app: App): Promise<number> {
  const { db, now, machineNow } = app;
  const announced = await notify({
    db,
    now,
    machineNow,
    log: app.log,
    agency: app.agency,
    agencyZone: app.agencyZone,
    announce: app.announce,
    async followThrough({ subjectId, kind }) {
      const signed = kind === "signed" ? await findDocument(db, subjectId) : undefined;
      if (signed) await afterSigning(signed, app);
    },
    email: () => app.email,
    operator: app.config.OPERATOR_EMAIL,
    appUrl: app.config.PUBLIC_BASE_URL ?? "",
  });
  const endpointSecret = app.webhookSecretOf;
  return announced + (await deliverWebhooks({ db, fetch, endpointSecret, now, machineNow }));
}
