import { type SQL, sql } from "drizzle-orm";
import { toSql } from "pgvector";
import type { Db } from "../db/client";
import type { Corpus, Kind, Question, SearchHit, Source } from "./corpus";
import type { VectorMatches, VectorSearch } from "./vector-store";
import { highlight, withoutFillers } from "./words";

/** How many chunks of each of the two rankings are joined. */
const DEPTH = 60;
/** More chunks are ranked by words, so that only the best few of a long text take places. */
const [OF_ALL, OF_ONE] = [240, 3] as const;
/**
 * The search takes the rarest words first, until this many chunks contain one of them. More common
 * words only add weight. The rarest word is always searched.
 */
const PIECES_MAX = 1_500;
const WORDS_MAX = 24;

/**
 * How chunks are ranked: `model` is the embedder's name, `meaning` the weight of its vectors in the
 * joined score, from 0 to 1. Words have the rest (docs/context.md).
 */
export type Ranking = { model: string; meaning: number };

/** Each further matching chunk of the same text counts this share of the one before. */
const NEXT = 0.1;

/** The corpus in Postgres with pgvector. */
export function pgvector(db: Db, ranking: Ranking, ask?: VectorSearch): Corpus {
  const { model } = ranking;
  const statementFor = async (question: Question) => {
    const { vector, kinds, mode, prospectId, companyId, withAgency } = question;
    const few = prospectId || companyId;
    const asksElsewhere = vector && mode !== "text" && (!few || withAgency);
    const elsewhere =
      ask && asksElsewhere ? await ask(vector, DEPTH, kinds, withAgency ?? false) : undefined;
    return statement(question, ranking, elsewhere);
  };
  return {
    async search(question) {
      const rows = await db.execute<Row>(await statementFor(question));
      return rows.rows.map((row) => foundOf(row, question.text));
    },
    async gather(question) {
      const asks = question.text.trim() !== "";
      const asked = asks ? [db.execute<Row>(await statementFor(question))] : [];
      const answers = await db.batch([db.execute<Row>(newest(question)), ...asked]);
      const [known, found] = answers.map(({ rows }) =>
        rows.map((row) => foundOf(row, question.text)),
      );
      return { known: known ?? [], found: found ?? [] };
    },
    async nearest(vector, limit) {
      const near = sql`select id from chunks where model = ${model}
        order by embedding <=> ${toSql(vector)}::halfvec(1024) limit ${limit}`;
      const rows = await db.execute<{ id: string }>(near);
      return rows.rows.map(({ id }) => id);
    },
  };
}

const RECORD_MAX = 1_500;

/** The newest passages about a person: record, company, research, calls and emails. */
function newest({ prospectId, withAgency }: Question): SQL {
  const theirs = sql`c.prospect_id = ${prospectId ?? null}`;
  const company = sql`c.company_id = (select company_id from prospects where id = ${prospectId ?? null})`;
  const some = (where: SQL, order: SQL, limit: number) => sql`
    (select c.id, c.kind, c.owner_id, c.title, c.text, c.source, 0 as score
     from chunks c where ${where} order by ${order} limit ${limit})`;
  // The agency's short record of a person comes before transcripts.
  const record = sql`(select 'record-' || r.prospect_id as id, 'call' as kind, r.prospect_id as owner_id,
    null as title, left(r.text, ${RECORD_MAX}) as text, jsonb_build_object('type', 'record',
    'date', r.updated_at) as source, 0 as score
    from caller_contexts r where r.prospect_id = ${prospectId ?? null})`;
  return sql.join(
    [
      record,
      some(sql`${company} and c.kind = 'company'`, sql`c.seq`, 4),
      some(sql`${company} and c.kind = 'research'`, sql`c.at desc, c.seq`, 16),
      some(
        sql`${theirs} and c.kind = 'call' and c.source ->> 'type' = 'summary'`,
        sql`c.at desc`,
        8,
      ),
      some(
        sql`${theirs} and c.kind = 'call' and c.source ->> 'type' = 'call'`,
        sql`c.at desc, c.seq`,
        24,
      ),
      some(sql`${theirs} and c.kind = 'email'`, sql`c.at desc, c.seq`, 12),
      ...(withAgency ? [some(AGENCY, sql`c.at desc, c.owner_id, c.seq`, 60)] : []),
    ],
    sql` union all `,
  );
}
const AGENCY = sql`c.kind = 'research' and c.company_id is null and c.prospect_id is null`;

function statement(question: Question, ranking: Ranking, elsewhere?: VectorMatches): SQL {
  const { vector, mode, minCosine = -1 } = question;
  const { model } = ranking;
  if (!vector) return joined({ ...question, mode: "text" }, 0, NOTHING);
  const asked = sql`(select v from asked)`;
  const nearest = (
    from: SQL,
  ) => sql`(select c.id, c.kind, c.owner_id, 1 - (c.embedding <=> ${asked}) as score
    from ${from} order by c.embedding <=> ${asked} limit ${DEPTH})`;
  const few = { ...question, withAgency: false };
  // About one person or company there are few chunks, so all of them are compared without the
  // index.
  const theirs = sql`(select * from chunks c where ${filter(few)} offset 0) c where c.model = ${model}`;
  const anyone = (about: Question) => sql`chunks c where c.model = ${model} and ${filter(about)}`;
  const index = (about: Question) =>
    elsewhere
      ? sql`${given(elsewhere, about, model)} union all ${nearest(unseen(elsewhere, anyone(about)))}`
      : nearest(anyone(about));
  const ofAgency = { ...question, prospectId: undefined, companyId: undefined };
  const parts =
    question.prospectId || question.companyId
      ? [nearest(theirs), ...(question.withAgency ? [index(ofAgency)] : [])]
      : [index(question)];
  const near = fewOfEach(sql`select id, kind, owner_id, max(score) as score
    from (${sql.join(parts, sql` union all `)}) n where score > ${minCosine}
    group by id, kind, owner_id`);
  const meaning = mode === "vector" ? 1 : mode === "text" ? 0 : ranking.meaning;
  return joined(
    question,
    meaning,
    near,
    sql`asked as (select ${toSql(vector)}::halfvec(1024) as v),`,
  );
}
/** The other store's matches that still exist here and pass the filter. */
const given = (
  { matches }: VectorMatches,
  about: Question,
  model: string,
) => sql`(select c.id, c.kind, c.owner_id, n.score
  from chunks c
  join jsonb_to_recordset(${JSON.stringify(matches)}::jsonb) as n(id text, score float8) using (id)
  where c.model = ${model} and ${filter(about)})`;
/** The few chunks that the other store cannot have indexed yet. They are searched here. */
const unseen = ({ indexed }: VectorMatches, from: SQL) => sql`(${sql`select c.* from ${from}`}
  and exists (select 1 from vector_sync s where s.chunk_id = c.id and not s.deleted
    and (s.due_at is not null or s.lsn > ${indexed}::bigint)) offset 0) c`;
/** Keeps only the best chunks of each text, so that a long one does not crowd out the others. */
const fewOfEach = (ranked: SQL) => sql`select id, score from (select id, score, row_number() over
    (partition by kind, owner_id order by score desc) as place from (${ranked}) r) p
  where place <= ${OF_ONE} order by score desc limit ${DEPTH}`;
const NOTHING = sql`select null::text as id, 0::float8 as score where false`;

/**
 * One statement that joins the rankings by words (BM25) and by meaning. Each owner appears once,
 * with the chunk that is best by both.
 */
function joined(question: Question, meaning: number, near: SQL, before = sql``): SQL {
  const { text, mode, limit } = question;
  const byWords =
    mode === "vector"
      ? NOTHING
      : sql`
    ${fewOfEach(sql`select c.id, c.kind, c.owner_id, -(c.terms <#> (select v from weights)) as score
      from chunks c where c.tsv @@ (select q from sought) and ${filter(question)}
      order by score desc limit ${OF_ALL}`)}`;
  const byMeaning = mode === "text" ? NOTHING : near;
  const next = mode === "hybrid" ? NEXT : 0;
  return sql`
    with ${before} total as (
      select greatest(coalesce((select (value ->> 'pieces')::int from corpus_state
        where key = 'lexemes'), 0), 1) as pieces
    ), rarity as (
      select w.lexeme, word_dimension(w.lexeme) as dimension, coalesce(l.pieces, 0) as pieces,
        cardinality(w.positions) * ln(1 + (greatest(t.pieces - coalesce(l.pieces, 0), 0) + 0.5)
          / (coalesce(l.pieces, 0) + 0.5)) as idf
      from unnest(to_tsvector('english', ${withoutFillers(text)})) w left join lexemes l using (lexeme), total t
      order by pieces, lexeme limit ${WORDS_MAX}
    ), chosen as (
      select lexeme, pieces, sum(pieces) over (order by pieces, lexeme) as together from rarity
    ), sought as (
      select string_agg('''' || replace(replace(lexeme, '\\', '\\\\'), '''', '''''') || '''', '|')
        ::tsquery as q
      from chosen where together <= ${PIECES_MAX} or together = pieces
    ), weights as (
      select ('{' || string_agg(dimension || ':' || round(idf::numeric, 4), ',') || '}/1048576')
        ::sparsevec as v
      from (select dimension, sum(idf) as idf from rarity group by 1) w
    ), by_words as materialized (${byWords}
    ), by_meaning as materialized (${byMeaning}
    ), bounds as (
      select (select max(score) from by_words) as words_max,
        (select case when count(*) < ${DEPTH} then 0 else min(score) end from by_words) as words_min,
        (select max(score) from by_meaning) as near_max, (select min(score) from by_meaning) as near_min
    ), scored as (
      select id, sum(words) as words, sum(meaning) as meaning from (
        select id, ${1 - meaning}::float8 * ${share(sql`score`, sql`words_min`, sql`words_max`)} as words,
          0 as meaning
        from by_words, bounds
        union all
        select id, 0, ${meaning}::float8 * ${share(sql`score`, sql`near_min`, sql`near_max`)}
        from by_meaning, bounds
      ) s group by id
    ), owned as (
      select c.kind, c.owner_id, c.id, c.seq, s.words + s.meaning as together,
        s.words * power(${next}::float8, row_number() over (owner order by s.words desc) - 1)
          + s.meaning * power(${next}::float8, row_number() over (owner order by s.meaning desc) - 1) as part
      from scored s join chunks c using (id)
      window owner as (partition by c.kind, c.owner_id)
    ), best as (
      select distinct on (kind, owner_id) kind, owner_id, id,
        sum(part) over (partition by kind, owner_id) as score
      from owned order by kind, owner_id, together desc, seq
    )
    select b.id, b.kind, b.owner_id, c.text, c.title, c.source,
      ${mode === "vector" ? sql`m.score` : sql`b.score`} as score
    from best b join chunks c using (id) left join by_meaning m using (id)
    order by b.score desc, b.id limit ${limit}`;
}

/** Scales a score to 0 to 1 between the worst and the best found. A single score becomes 1. */
const share = (score: SQL, least: SQL, most: SQL): SQL =>
  sql`case when ${most} > ${least} then (${score} - ${least}) / (${most} - ${least}) else 1 end`;

/** The condition that keeps only chunks that the question is about. */
function filter({ kinds, prospectId, companyId, withCompany, withAgency }: Question): SQL {
  const about = [
    prospectId && withCompany
      ? sql`(c.kind in ('company', 'research')
          and c.company_id = (select company_id from prospects where id = ${prospectId}))`
      : undefined,
    prospectId ? sql`c.prospect_id = ${prospectId}` : undefined,
    companyId ? sql`c.company_id = ${companyId}` : undefined,
  ].filter((one) => one !== undefined);
  if (withAgency) about.push(sql`(${AGENCY})`);
  const parts = [
    kinds ? sql`c.kind in ${kinds}` : undefined,
    about.length > 0 ? sql`(${sql.join(about, sql` or `)})` : undefined,
  ].filter((one) => one !== undefined);
  return parts.length > 0 ? sql.join(parts, sql` and `) : sql`true`;
}

type Row = {
  id: string;
  kind: Kind;
  owner_id: string;
  text: string;
  title: string | null;
  source: Source;
  score: number | string;
};
const foundOf = (row: Row, asked: string): SearchHit => ({
  kind: row.kind,
  id: row.owner_id,
  chunkId: row.id,
  score: Math.round(Number(row.score) * 10_000) / 10_000,
  text: row.title && !row.text.startsWith(row.title) ? `${row.title}: ${row.text}` : row.text,
  highlight: highlight(row.text, asked),
  source: row.source,
});
