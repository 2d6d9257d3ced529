import { readdirSync } from "node:fs";
import { neon, neonConfig } from "@neondatabase/serverless";
import { sql as raw } from "drizzle-orm";
import { drizzle } from "drizzle-orm/neon-http";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";

neonConfig.fetchEndpoint = inject("databaseFetchEndpoint");
const sql = neon(inject("databaseUrl"));

beforeAll(
  () => sql`create table probe (id int primary key, at timestamptz, data jsonb, name text unique)`,
);
afterAll(() => sql`drop table probe`);

test("values of every type come back as the driver gives them", async () => {
  const [row] =
    await sql`select 1::int as int, 9007199254740993::bigint as bigint, 1.50::numeric as numeric,
    1.5::float8 as float, true as bool, null::text as nothing, 'Ångström 王'::text as text,
    array[1,2]::int[] as ints, array['a','b c']::text[] as texts, '{"a":[1,null]}'::jsonb as json,
    '2026-11-24T15:00:00.123Z'::timestamptz as at, '\\x00ff'::bytea as bytes, '[1,2,3]'::vector(3) as vector,
    '[1,2]'::halfvec(2) as half`;
  expect(row).toMatchObject({
    int: 1,
    bigint: "9007199254740993",
    numeric: "1.50",
    float: 1.5,
    bool: true,
    nothing: null,
    text: "Ångström 王",
    ints: [1, 2],
    texts: ["a", "b c"],
    json: { a: [1, null] },
    at: new Date("2026-11-24T15:00:00.123Z"),
    vector: "[1,2,3]",
    half: "[1,2]",
  });
  expect(Buffer.from(row?.bytes).toString("hex")).toBe("00ff");
});

test("parameters of every type arrive", async () => {
  const [row] =
    await sql`select ${1}::int as int, ${null}::text as nothing, ${["a", 'b"c']}::text[] as texts,
    ${{ a: 1 }}::jsonb as json, ${true}::bool as bool, ${new Date(0)}::timestamptz as at, ${Buffer.from([0, 255])}::bytea as bytes`;
  expect(row).toMatchObject({
    int: 1,
    nothing: null,
    texts: ["a", 'b"c'],
    json: { a: 1 },
    bool: true,
    at: new Date(0),
  });
  expect(Buffer.from(row?.bytes).toString("hex")).toBe("00ff");
});

test("errors carry Postgres's code, constraint and place", async () => {
  await sql`insert into probe (id, name) values (1, 'taken')`;
  await expect(sql`insert into probe (id, name) values (2, 'taken')`).rejects.toMatchObject({
    name: "NeonDbError",
    code: "23505",
    constraint: "probe_name_key",
    table: "probe",
    severity: "ERROR",
  });
  await expect(sql`select * from nowhere`).rejects.toMatchObject({ code: "42P01", position: "15" });
  await expect(sql`selec`).rejects.toMatchObject({ code: "42601" });
});

test("a batch is one transaction: what fails takes back what came before", async () => {
  const count = async () => Number((await sql`select count(*) from probe`)[0]?.count);
  const before = await count();
  await expect(
    sql.transaction([sql`insert into probe (id) values (50)`, sql`select 1/0`]),
  ).rejects.toMatchObject({ code: "22012" });
  expect(await count()).toBe(before);
  const [first, second] = await sql.transaction(
    [sql`insert into probe (id) values (50) returning id`, sql`select count(*)::int from probe`],
    { isolationLevel: "Serializable" },
  );
  expect([first, second]).toEqual([[{ id: 50 }], [{ count: before + 1 }]]);
  await expect(
    sql.transaction([sql`insert into probe (id) values (51)`], { readOnly: true }),
  ).rejects.toMatchObject({ code: "25006" });
});

test("batches at the same time do not meet", async () => {
  await Promise.allSettled(
    Array.from({ length: 12 }, (_, at) =>
      sql.transaction([
        sql`insert into probe (id) values (${100 + at})`,
        at % 2 ? sql`select 1/0` : sql`select 1`,
      ]),
    ),
  );
  const rows = await sql`select id from probe where id >= 100 order by id`;
  expect(rows.map(({ id }) => id)).toEqual([100, 102, 104, 106, 108, 110]);
});

test("the migrations make the tables that the schema names, column by column", async () => {
  const files = readdirSync("src/db");
  const modules = await Promise.all(files.map((file) => import(`../../src/db/${file}`)));
  const tables = modules
    .flatMap((module) => Object.values(module))
    .filter((one) => one instanceof PgTable);
  expect(tables.length).toBeGreaterThan(12);
  for (const table of tables) {
    const { name, columns } = getTableConfig(table);
    const rows =
      await sql`select column_name, is_nullable from information_schema.columns where table_name = ${name}`;
    const made = rows
      .map(({ column_name, is_nullable }) => `${column_name} ${is_nullable === "NO"}`)
      .sort();
    expect(made, name).toEqual(columns.map((column) => `${column.name} ${column.notNull}`).sort());
  }
});

test("the ledger can be added to and not changed", async () => {
  const decision = {
    at: "2026-11-24T15:00:00Z",
    channel: "email",
    scope: "email",
    prospect_id: "p",
    address_hash: "h",
    hashes: ["h"],
    allowed: true,
    rule_version: "1",
    never_rang: [],
    cap: 3,
    cap_window_s: 86_400,
  };
  await sql`select decide_contact(${JSON.stringify(decision)}::jsonb)`;
  await expect(sql`update ledger set allowed = false`).rejects.toThrow("append-only");
  await expect(sql`delete from ledger`).rejects.toThrow("append-only");
  await expect(sql`truncate ledger`).rejects.toThrow("append-only");
  const rows = await sql`select seq, previous_hash, hash from ledger order by seq`;
  for (const [index, row] of rows.entries())
    expect(row.previous_hash).toBe(rows[index - 1]?.hash ?? "");
});

test("of many who ask at once for the last place under the cap, one gets it", async () => {
  const asked = (attempt: number) =>
    JSON.stringify({
      at: "2026-11-24T15:00:00Z",
      channel: "voice",
      scope: "calls",
      prospect_id: "q",
      call_id: "c",
      attempt_id: `a${attempt}`,
      address_hash: "capped",
      hashes: ["capped"],
      allowed: true,
      rule_version: "1",
      never_rang: [],
      cap: 3,
      cap_window_s: 86_400,
    });
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, at) => sql`select decide_contact(${asked(at)}::jsonb) as answer`),
  );
  expect(answers.filter(([row]) => row?.answer.allowed)).toHaveLength(3);
  const [again] = await sql`select decide_contact(${asked(0)}::jsonb) as answer`;
  expect(again?.answer).toEqual({ allowed: true }); // A place that was given stays given.
});

test("drizzle's neon-http works, with batch", async () => {
  const db = drizzle(sql); // Made last: it changes how the driver reads times.
  const [one, two] = await db.batch([
    db.execute(raw`select 1 as one`),
    db.execute(raw`select 2 as two`),
  ]);
  expect([one.rows, two.rows]).toEqual([[{ one: 1 }], [{ two: 2 }]]);
});
