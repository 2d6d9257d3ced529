import { auditTrailOf } from "../audit/store";
import type { Db } from "../db/client";
import { documentsOf } from "../documents/store";

/** The audit trail of a call, and of each document that came of it. */
export async function callAuditTrail(db: Db, callId: string) {
  const [call, stored] = await Promise.all([auditTrailOf(db, callId), documentsOf(db, callId)]);
  const documents = await Promise.all(
    stored.map(async ({ id, form }) => ({
      document_id: id,
      form,
      ...(await auditTrailOf(db, id)),
    })),
  );
  const intact = call.intact && documents.every((one) => one.intact);
  return { call_id: callId, intact, items: call.items, head: call.head, documents };
}
