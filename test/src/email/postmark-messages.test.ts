import fc from "fast-check";
import { expect, test } from "vitest";
import { readEmailEvent } from "../../../src/email/postmark-messages";

const SHARED = { MessageID: "m1", MessageStream: "outbound", Tag: "", Metadata: { oid: "our-id" } };
const AT = "2026-11-24T10:00:00Z";
const bounce = (Type: string, Inactive: boolean) => ({
  ...SHARED,
  RecordType: "Bounce",
  ID: 7,
  Type,
  Inactive,
  Email: "zoe@example.com",
  BouncedAt: AT,
});
const change = (SuppressSending: boolean, SuppressionReason: string | null) => ({
  ...SHARED,
  RecordType: "SubscriptionChange",
  Recipient: "zoe@example.com",
  ChangedAt: AT,
  SuppressSending,
  SuppressionReason,
});

test.each([
  [{ ...SHARED, RecordType: "Delivery", Recipient: "z@example.com", DeliveredAt: AT }, "delivered"],
  [bounce("HardBounce", true), "bounced"],
  [bounce("BadEmailAddress", false), "bounced"],
  [bounce("SoftBounce", false), "deferred"],
  [bounce("Transient", false), "deferred"],
  [bounce("DMARCPolicy", false), "refused"],
  [bounce("Blocked", true), "bounced"],
  [bounce("SpamNotification", false), "complained"],
  [bounce("AutoResponder", false), "answered_by_machine"],
  [{ ...bounce("SpamComplaint", true), RecordType: "SpamComplaint" }, "complained"],
  [change(true, "ManualSuppression"), "unsubscribed"],
  [change(true, "HardBounce"), "bounced"],
  [change(true, "SpamComplaint"), "complained"],
  [change(false, null), "reactivated"],
  [{ ...SHARED, RecordType: "Open", Recipient: "z@example.com", ReceivedAt: AT }, "opened_there"],
])("Postmark's news %#: %o is read", (body, kind) => {
  expect(readEmailEvent(body)).toMatchObject({ kind, emailId: "our-id", at: Date.parse(AT) });
});

test("news told again is the same, and other news of the same mail is not", () => {
  const one = bounce("HardBounce", true);
  expect(readEmailEvent(structuredClone(one))?.id).toBe(readEmailEvent(one)?.id);
  const others = [
    { ...one, ID: 8 },
    { ...one, BouncedAt: "2026-11-24T10:00:01Z" },
    { ...one, Email: "other@example.com" },
    { ...one, MessageID: "m2" },
    { ...one, RecordType: "SpamComplaint" },
  ];
  const ids = new Set([one, ...others].map((body) => readEmailEvent(body)?.id));
  expect(ids.size).toBe(others.length + 1);
});

test("whatever comes is read or refused, never thrown at, and holds nothing a database refuses", () => {
  const known = fc.constantFrom<unknown>(bounce("HardBounce", true), change(true, null));
  const field = fc.constantFrom("Type", "Email", "BouncedAt", "Metadata", "ID", "MessageID");
  fc.assert(
    fc.property(known, field, fc.jsonValue(), (body, name, value) => {
      const read = readEmailEvent({ ...(body as object), [name]: value });
      expect(JSON.stringify(read) ?? "").not.toContain("\\u0000");
    }),
  );
  fc.assert(fc.property(fc.anything(), (body) => void readEmailEvent(body)));
});
