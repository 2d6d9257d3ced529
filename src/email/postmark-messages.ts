import { z } from "zod";
import { cleanText } from "../clean-text";
import { derivedId } from "../ids";
import type { EmailEvent } from "./email-event";

const text = z.string().max(2_000).transform(cleanText).nullish();
const moment = z.string().max(64).transform(cleanText).nullish();
/** Fields as Postmark's SDK types them; what we do not read may be anything. */
const shape = z.looseObject({
  RecordType: z.string().max(64),
  ID: z.union([z.number(), z.string().max(64)]).nullish(),
  MessageID: text,
  Recipient: text,
  Email: text,
  Type: text,
  Inactive: z.boolean().nullish(),
  SuppressSending: z.boolean().nullish(),
  SuppressionReason: text,
  DeliveredAt: moment,
  BouncedAt: moment,
  ReceivedAt: moment,
  ChangedAt: moment,
  Metadata: z.looseObject({ oid: z.string().max(80).transform(cleanText).optional() }).nullish(),
});

/** Bounces after which an address takes no mail any more, however often it is tried. */
const FOR_GOOD = ["HardBounce", "BadEmailAddress", "ManuallyDeactivated"];
const BY_MACHINE = ["AutoResponder", "ChallengeVerification", "AddressChange", "Subscribe"];
const COMPLAINTS = ["SpamComplaint", "SpamNotification"];

/** Reads an event of Postmark's webhooks; nothing if it is none. */
export function readEmailEvent(body: unknown): EmailEvent | undefined {
  const parsed = shape.safeParse(body);
  if (!parsed.success) return undefined;
  const message = parsed.data;
  const { RecordType, ID, MessageID } = message;
  const kind = kindOf(message);
  const recipient = message.Recipient ?? message.Email;
  const stamp = message.DeliveredAt ?? message.BouncedAt ?? message.ReceivedAt ?? message.ChangedAt;
  const at = Date.parse(stamp ?? "");
  if (!kind || !recipient || !isLikely(at)) return undefined;
  return {
    // Many events share a message: one is known by all of these together.
    id: derivedId("mail-event", RecordType, MessageID ?? "", `${ID ?? ""}`, stamp ?? "", recipient),
    kind,
    recipient,
    at,
    emailId: message.Metadata?.oid,
    messageId: MessageID ?? undefined,
    reason: message.Type ?? message.SuppressionReason ?? RecordType,
  };
}

/** A time that a provider can have meant. */
const isLikely = (at: number): boolean => at >= Date.UTC(2000) && at < Date.UTC(2200);

function kindOf(message: z.infer<typeof shape>): EmailEvent["kind"] | undefined {
  const { RecordType, Type, Inactive, SuppressSending, SuppressionReason } = message;
  switch (RecordType) {
    case "Delivery":
      return "delivered";
    case "Open":
      return "opened_there";
    case "Click":
      return "clicked_there";
    case "SpamComplaint":
      return "complained";
    case "Bounce":
      if (COMPLAINTS.includes(Type ?? "")) return "complained";
      if (Type === "Unsubscribe") return "unsubscribed";
      if (FOR_GOOD.includes(Type ?? "") || Inactive) return "bounced";
      return BY_MACHINE.includes(Type ?? "") ? "answered_by_machine" : bounceKind(Type ?? "");
    case "SubscriptionChange":
      if (SuppressSending === false) return "reactivated";
      if (SuppressionReason === "HardBounce") return "bounced";
      return SuppressionReason === "SpamComplaint" ? "complained" : "unsubscribed";
    default:
      return undefined;
  }
}

/** The mail server may take it later, or refuses this mail but not the address. */
const bounceKind = (type: string): EmailEvent["kind"] =>
  ["Transient", "DnsError", "SoftBounce"].includes(type) ? "deferred" : "refused";
