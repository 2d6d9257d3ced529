import { expect, inject, test } from "vitest";
import { connect } from "../../src/db/client";
import type { Email } from "../../src/email/email";
import { emailsToIndex, sendOnce } from "../../src/email/store";
import { addProspect } from "../../src/prospects/store";
import { fail, ok } from "../../src/result";

const AT = Date.parse("2041-04-01T00:00:00Z");
const db = connect({
  url: inject("databaseUrl"),
  fetchEndpoint: inject("databaseFetchEndpoint"),
  fetch,
});
const email = {
  send: async () => ok({ messageId: crypto.randomUUID() }),
  find: async () => fail("nobody asks", true),
};
const deps = { db, email, now: () => AT, machineNow: () => AT };
const message = (id: string, subject: string): Email => ({
  id,
  to: "somebody@example.com",
  subject,
  text: "Words.",
  html: "<p>Words.</p>",
  stream: "transactional",
});

test("what we write to ourselves is not among what is known of people", async () => {
  await addProspect(db, {
    id: "p_emails",
    phone: "+15550199999",
    hashKey: "key",
    at: AT,
    data: { name: "Jo Miller" },
  });
  const theirs = { kind: "quote" as const, prospectId: "p_emails" };
  expect((await sendOnce(message("email_to_index", "Your quote"), theirs, deps)).ok).toBe(true);
  const ours = message("notice_not_to_index", "Quotes wait");
  expect((await sendOnce(ours, { kind: "notice" }, deps)).ok).toBe(true);
  const found = (await emailsToIndex(db, 1_000)).map(({ id }) => id);
  expect(found).toContain("email_to_index");
  expect(found).not.toContain("notice_not_to_index");
});
