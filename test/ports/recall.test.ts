import { beforeAll, expect, inject, test } from "vitest";
import { embed } from "../../sandbox/openai/lexical";
import { recall } from "../../src/context/recall";
import type { SourceText } from "../../src/corpus/corpus";
import { pgvector } from "../../src/corpus/pgvector";
import { saveSources } from "../../src/corpus/store";
import { connect } from "../../src/db/client";
import { chunks } from "../../src/db/corpus";
import { saveProspect } from "../../src/prospects/store";
import { ok } from "../../src/result";

const AT = Date.parse("2041-03-01T00:00:00Z");
const db = connect({
  url: inject("databaseUrl"),
  fetchEndpoint: inject("databaseFetchEndpoint"),
  fetch,
});
const corpus = pgvector(db, { model: "lexical", meaning: 0.5 });
const embedder = { name: "lexical", embed: async (texts: string[]) => ok(texts.map(embed)) };
const [ALICE, BOB, COMPANY] = ["recall_alice", "recall_bob", "recall_company"] as const;
const source = { type: "research" as const, url: "https://news.example/1" };
const piece = (text: string) => ({ text, source, at: AT });

beforeAll(async () => {
  await db.delete(chunks);
  const company = { id: COMPANY, name: "Miller Bakery" };
  for (const [at, id] of [ALICE, BOB].entries())
    await saveProspect(db, {
      id,
      phone: `+1555019777${at}`,
      data: { name: id, company },
      hashKey: "key",
      at: AT,
    });
  const whose = { prospectId: ALICE, companyId: COMPANY };
  const documents: SourceText[] = [
    {
      kind: "call",
      ownerId: "call_of_alice",
      ...whose,
      passages: [piece("Our oven burned down.")],
    },
    {
      kind: "email",
      ownerId: "mail_to_alice",
      ...whose,
      passages: [piece("About the oven: hello.")],
    },
    {
      kind: "research" as const,
      ownerId: "of_company" as const,
      companyId: COMPANY,
      passages: [piece("The bakery has bought an oven.")],
    },
  ];
  await db.batch([...saveSources(db, documents, AT)]);
});

test("of a company all of its people hear what is known of it, and nobody what another said", async () => {
  const told = async (prospectId: string) =>
    (await recall({ corpus, embedder }, { prospectId, utterance: "what about the oven" })).map(
      ({ id }) => id,
    );
  expect(await told(ALICE)).toEqual(
    expect.arrayContaining(["call_of_alice", "mail_to_alice", "of_company"]),
  );
  const heard = await told(BOB);
  expect(heard).toContain("of_company");
  expect(heard).not.toContain("call_of_alice");
  expect(heard).not.toContain("mail_to_alice");
});

test("a text that goes on and on leaves room for others, and a word that is there counts", async () => {
  const long: SourceText = {
    kind: "research",
    ownerId: "long",
    companyId: COMPANY,
    passages: Array.from({ length: 80 }, (_, at) => piece(`The deductible rises in year ${at}.`)),
  };
  const short = Array.from({ length: 12 }, (_, at): SourceText => {
    const text = `A deductible is what you pay first, says page ${at}.`;
    return {
      kind: "research",
      ownerId: `short_${at}`,
      companyId: COMPANY,
      passages: [piece(text)],
    };
  });
  await db.batch([...saveSources(db, [long, ...short], AT)]);
  const ask = { vector: undefined, mode: "text", limit: 10 } as const;
  const found = await corpus.search({ text: "deductible", ...ask });
  expect(new Set(found.map(({ id }) => id)).size).toBe(10);
  for (const { score } of found) expect(score).toBeGreaterThan(0.5);
});
