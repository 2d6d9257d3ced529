-- A text as its words are looked for: signs within a word part it, as they do in a question, so that
-- "250/500", "auto/home" and "SR-22" are found by their parts.
CREATE FUNCTION searchable(title text, body text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT translate(coalesce(title, '') || ' ' || body, '/-_.@()%$#&+:;,''"*=<>[]{}|\~!?', repeat(' ', 40))
$$;
--> statement-breakpoint
-- A word's dimension. By md5, which is the same in every version of Postgres and on every machine.
CREATE FUNCTION word_dimension(word text) RETURNS integer
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT 1 + ('x' || substr(md5(word), 1, 5))::bit(20)::integer
$$;
--> statement-breakpoint
-- A text's words by their weight in BM25 (k1 = 1.2, b = 0.75) but for their rarity, which the question
-- brings along. The average length is a constant: a text is cut to pieces of about this many words.
CREATE FUNCTION bm25_terms(body text) RETURNS sparsevec
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  WITH words AS (
    SELECT lexeme, cardinality(positions)::float8 AS times FROM unnest(to_tsvector('english', body))
  ), size AS (
    SELECT sum(times) AS words FROM words
  ), weighted AS (
    SELECT word_dimension(lexeme) AS dimension,
      sum(times * 2.2 / (times + 1.2 * (0.25 + 0.75 * size.words / 80))) AS weight
    FROM words, size GROUP BY 1
  )
  SELECT ('{' || coalesce(string_agg(dimension || ':' || round(weight::numeric, 4), ','), '')
    || '}/1048576')::sparsevec FROM weighted
$$;
--> statement-breakpoint
-- What the vector index looks at, for every session of this database: enough for a recall of 0.95 and
-- more, and on through what a filter takes away.
DO $$ BEGIN
  EXECUTE format('ALTER DATABASE %I SET hnsw.ef_search = 100', current_database());
  EXECUTE format('ALTER DATABASE %I SET hnsw.iterative_scan = relaxed_order', current_database());
END $$;
