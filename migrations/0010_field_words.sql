-- Tables, columns and indexes take the words that the code uses for what is in them.
ALTER TABLE "voicemails" RENAME TO "callback_links";--> statement-breakpoint
ALTER TABLE "callback_links" RENAME COLUMN "asked" TO "requested";--> statement-breakpoint
ALTER TABLE "callback_links" RENAME CONSTRAINT "voicemails_pkey" TO "callback_links_pkey";--> statement-breakpoint
ALTER TABLE "callback_links" RENAME CONSTRAINT "voicemails_token_hash_unique" TO "callback_links_token_hash_unique";--> statement-breakpoint
ALTER INDEX "voicemails_attempt" RENAME TO "callback_links_attempt";--> statement-breakpoint
ALTER INDEX "voicemails_code" RENAME TO "callback_links_code";--> statement-breakpoint
ALTER INDEX "voicemails_prospect" RENAME TO "callback_links_prospect";--> statement-breakpoint
ALTER TABLE "link_visits" RENAME COLUMN "voicemail_id" TO "callback_link_id";--> statement-breakpoint
ALTER INDEX "link_visits_voicemail" RENAME TO "link_visits_callback_link";--> statement-breakpoint
ALTER TABLE "agents" RENAME TO "licensed_agents";--> statement-breakpoint
ALTER TABLE "licensed_agents" RENAME COLUMN "licences" TO "licenses";--> statement-breakpoint
ALTER TABLE "licensed_agents" RENAME CONSTRAINT "agents_pkey" TO "licensed_agents_pkey";--> statement-breakpoint
ALTER INDEX "work_items_news" RENAME TO "work_items_unannounced";--> statement-breakpoint
ALTER INDEX "chunks_bare" RENAME TO "chunks_unembedded";--> statement-breakpoint
ALTER TABLE "chunks" RENAME COLUMN "claimed_until" TO "due_at";--> statement-breakpoint
ALTER INDEX "rating_tables_line" RENAME TO "rating_tables_coverage";--> statement-breakpoint
ALTER TABLE "proofs" RENAME TO "audit_entries";--> statement-breakpoint
ALTER TABLE "audit_entries" RENAME CONSTRAINT "proofs_subject_id_seq_pk" TO "audit_entries_subject_id_seq_pk";--> statement-breakpoint
ALTER INDEX "proofs_news" RENAME TO "audit_entries_unannounced";--> statement-breakpoint
DROP FUNCTION append_proof(text, text, timestamptz, jsonb, boolean, jsonb);--> statement-breakpoint
DROP FUNCTION seal_of_proof(text, int, text, timestamptz, jsonb, text);--> statement-breakpoint
-- The seal of an entry: over its content, its place, and the seal before it. What goes into the hash
-- is what went into it from the beginning, so that older entries still match their seals.
CREATE FUNCTION seal_of_audit_entry(subject text, place int, entry_kind text, moment timestamptz,
  content jsonb, previous_seal text)
RETURNS text LANGUAGE sql STABLE AS $$
  SELECT encode(sha256(convert_to(jsonb_build_array(subject, place, entry_kind,
    (extract(epoch FROM moment) * 1000)::bigint, content, previous_seal)::text, 'UTF8')), 'hex')
$$;
--> statement-breakpoint
-- Appends an entry to the audit trail of a subject, one at a time. An entry that may exist only once,
-- or once with the same mark, is not written twice: then there is no answer.
CREATE FUNCTION append_audit(subject text, entry_kind text, moment timestamptz, content jsonb,
  once boolean, mark jsonb)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  last audit_entries%ROWTYPE;
  place int;
  seal text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('audit:' || subject));
  IF once AND EXISTS (SELECT 1 FROM audit_entries e
      WHERE e.subject_id = subject AND e.kind = entry_kind AND e.detail @> mark) THEN
    RETURN NULL;
  END IF;
  SELECT * INTO last FROM audit_entries e WHERE e.subject_id = subject ORDER BY e.seq DESC LIMIT 1;
  place := coalesce(last.seq, 0) + 1;
  seal := seal_of_audit_entry(subject, place, entry_kind, moment, content, coalesce(last.hash, ''));
  INSERT INTO audit_entries (subject_id, seq, kind, at, detail, previous_hash, hash)
    VALUES (subject, place, entry_kind, moment, content, coalesce(last.hash, ''), seal);
  RETURN seal;
END $$;
--> statement-breakpoint
-- So do the keys of stored JSON. What is sealed in the audit trail stays as it was written.
UPDATE "documents" SET "signature" = ("signature" - 'paper_sha256')
  || jsonb_build_object('document_sha256', "signature"->'paper_sha256') WHERE "signature" ? 'paper_sha256';--> statement-breakpoint
UPDATE "documents" SET "decision" = ("decision" - 'licence')
  || jsonb_build_object('license', "decision"->'licence') WHERE "decision" ? 'licence';--> statement-breakpoint
UPDATE "documents" SET "files" = (
    SELECT jsonb_agg(CASE WHEN file->>'kind' = 'paper' THEN file || '{"kind":"document"}' ELSE file END ORDER BY place)
    FROM jsonb_array_elements("files") WITH ORDINALITY AS f(file, place))
  WHERE "files" @> '[{"kind":"paper"}]';--> statement-breakpoint
CREATE TABLE "campaign_members" (
	"campaign_id" text NOT NULL,
	"prospect_id" text NOT NULL,
	"position" integer NOT NULL,
	"added_at" timestamp with time zone NOT NULL,
	CONSTRAINT "campaign_members_campaign_id_prospect_id_pk" PRIMARY KEY("campaign_id","prospect_id")
);--> statement-breakpoint
DROP INDEX "chunks_unembedded";--> statement-breakpoint
ALTER TABLE "enrichments" ADD COLUMN "revision" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
-- A campaign's members, once each, in the order of the list. Who is not on record is no member.
INSERT INTO "campaign_members" ("campaign_id", "prospect_id", "position", "added_at")
  SELECT c.id, p.id, min(m.position), c.created_at
  FROM "campaigns" c, unnest(c.prospect_ids) WITH ORDINALITY AS m(id, position)
  JOIN "prospects" p ON p.id = m.id GROUP BY c.id, p.id;--> statement-breakpoint
ALTER TABLE "campaigns" DROP COLUMN "prospect_ids";--> statement-breakpoint
-- A piece without a vector is due; before, it was one that nobody had claimed.
UPDATE "chunks" SET "due_at" = CASE WHEN "embedding" IS NULL THEN to_timestamp(0) END
  WHERE ("embedding" IS NULL) = ("due_at" IS NULL);--> statement-breakpoint
-- A company has one look-up at a time: of several, the one that is furthest goes on.
UPDATE "enrichments" e SET "status" = 'failed', "due_at" = NULL,
    "error" = 'another look-up of the company was under way'
  FROM (
    SELECT id, row_number() OVER (PARTITION BY company_id
      ORDER BY array_position(ARRAY['running', 'starting', 'queued'], status), created_at, id) AS place
    FROM "enrichments" WHERE status IN ('queued', 'starting', 'running')
  ) open WHERE open.id = e.id AND open.place > 1;--> statement-breakpoint
ALTER TABLE "campaign_members" ADD CONSTRAINT "campaign_members_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaign_members" ADD CONSTRAINT "campaign_members_prospect_id_prospects_id_fk" FOREIGN KEY ("prospect_id") REFERENCES "public"."prospects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "campaign_members_order" ON "campaign_members" USING btree ("campaign_id","position");--> statement-breakpoint
CREATE INDEX "campaign_members_prospect" ON "campaign_members" USING btree ("prospect_id");--> statement-breakpoint
CREATE UNIQUE INDEX "enrichments_open" ON "enrichments" USING btree ("company_id") WHERE status in ('queued', 'starting', 'running');--> statement-breakpoint
CREATE INDEX "chunks_unembedded" ON "chunks" USING btree ("due_at","created_at") WHERE embedding is null;
