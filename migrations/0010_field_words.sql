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
	CONSTRAINT "campaign_members_campaign_id_prospect_id_pk" PRIMARY KEY("campaign_id","prospect_id"),
	CONSTRAINT "campaign_members_position" CHECK ("campaign_members"."position" >= 1)
);--> statement-breakpoint
ALTER TABLE "emails" DROP CONSTRAINT "emails_prospect_id_prospects_id_fk";--> statement-breakpoint
ALTER TABLE "research_corpus" DROP CONSTRAINT "research_corpus_company_id_companies_id_fk";--> statement-breakpoint
ALTER TABLE "consents" DROP CONSTRAINT "consents_prospect_id_prospects_id_fk";--> statement-breakpoint
ALTER TABLE "prospects" DROP CONSTRAINT "prospects_company_id_companies_id_fk";--> statement-breakpoint
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
-- What references somebody who is not on record references nobody, or has gone with them.
UPDATE "chunks" SET "company_id" = NULL WHERE "company_id" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "companies" p WHERE p.id = "chunks"."company_id");--> statement-breakpoint
UPDATE "documents" SET "prospect_id" = NULL WHERE "prospect_id" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "prospects" p WHERE p.id = "documents"."prospect_id");--> statement-breakpoint
UPDATE "documents" SET "company_id" = NULL WHERE "company_id" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "companies" p WHERE p.id = "documents"."company_id");--> statement-breakpoint
UPDATE "email_events" SET "email_id" = NULL WHERE "email_id" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "emails" p WHERE p.id = "email_events"."email_id");--> statement-breakpoint
UPDATE "extractions" SET "prospect_id" = NULL WHERE "prospect_id" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "prospects" p WHERE p.id = "extractions"."prospect_id");--> statement-breakpoint
UPDATE "form_runs" SET "prospect_id" = NULL WHERE "prospect_id" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "prospects" p WHERE p.id = "form_runs"."prospect_id");--> statement-breakpoint
UPDATE "work_items" SET "prospect_id" = NULL WHERE "prospect_id" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "prospects" p WHERE p.id = "work_items"."prospect_id");--> statement-breakpoint
UPDATE "follow_ups" SET "document_id" = NULL WHERE "document_id" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "documents" p WHERE p.id = "follow_ups"."document_id");--> statement-breakpoint
DELETE FROM "callback_links" WHERE NOT EXISTS (SELECT 1 FROM "prospects" p WHERE p.id = "callback_links"."prospect_id");--> statement-breakpoint
DELETE FROM "link_visits" WHERE NOT EXISTS (SELECT 1 FROM "callback_links" p WHERE p.id = "link_visits"."callback_link_id");--> statement-breakpoint
DELETE FROM "callbacks" WHERE NOT EXISTS (SELECT 1 FROM "prospects" p WHERE p.id = "callbacks"."prospect_id");--> statement-breakpoint
DELETE FROM "follow_ups" WHERE NOT EXISTS (SELECT 1 FROM "prospects" p WHERE p.id = "follow_ups"."prospect_id");--> statement-breakpoint
DELETE FROM "caller_contexts" WHERE NOT EXISTS (SELECT 1 FROM "prospects" p WHERE p.id = "caller_contexts"."prospect_id");--> statement-breakpoint
DELETE FROM "conversations" WHERE NOT EXISTS (SELECT 1 FROM "calls" p WHERE p.id = "conversations"."call_id");--> statement-breakpoint
DELETE FROM "conversation_metadata" WHERE NOT EXISTS (SELECT 1 FROM "calls" p WHERE p.id = "conversation_metadata"."call_id");--> statement-breakpoint
DELETE FROM "enrichments" WHERE NOT EXISTS (SELECT 1 FROM "companies" p WHERE p.id = "enrichments"."company_id");--> statement-breakpoint
DELETE FROM "webhook_deliveries" WHERE NOT EXISTS (SELECT 1 FROM "webhook_endpoints" p WHERE p.id = "webhook_deliveries"."endpoint_id");--> statement-breakpoint
-- Open work is due, and what has ended is not.
UPDATE "task_runs" SET "due_at" = CASE WHEN "status" NOT IN ('done', 'dead') THEN "updated_at" END
  WHERE ("status" IN ('done', 'dead')) = ("due_at" IS NOT NULL);--> statement-breakpoint
UPDATE "enrichments" SET "due_at" = CASE WHEN "status" NOT IN ('done', 'failed') THEN "updated_at" END
  WHERE ("status" IN ('done', 'failed')) = ("due_at" IS NOT NULL);--> statement-breakpoint
UPDATE "follow_ups" SET "due_at" = CASE WHEN "status" NOT IN ('sent', 'stopped') THEN "updated_at" END
  WHERE ("status" IN ('sent', 'stopped')) = ("due_at" IS NOT NULL);--> statement-breakpoint
UPDATE "webhook_deliveries" SET "due_at" = CASE WHEN "status" NOT IN ('sent', 'dead', 'cancelled') THEN "updated_at" END
  WHERE ("status" IN ('sent', 'dead', 'cancelled')) = ("due_at" IS NOT NULL);--> statement-breakpoint
-- What became of an email says that it was sent.
UPDATE "emails" SET "sent_at" = CASE WHEN "status" NOT IN ('queued', 'sending', 'refused') THEN "created_at" END
  WHERE ("status" IN ('queued', 'sending', 'refused')) = ("sent_at" IS NOT NULL);--> statement-breakpoint
ALTER TABLE "campaign_members" ADD CONSTRAINT "campaign_members_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaign_members" ADD CONSTRAINT "campaign_members_prospect_id_prospects_id_fk" FOREIGN KEY ("prospect_id") REFERENCES "public"."prospects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "campaign_members_order" ON "campaign_members" USING btree ("campaign_id","position");--> statement-breakpoint
CREATE INDEX "campaign_members_prospect" ON "campaign_members" USING btree ("prospect_id");--> statement-breakpoint
ALTER TABLE "callbacks" ADD CONSTRAINT "callbacks_prospect_id_prospects_id_fk" FOREIGN KEY ("prospect_id") REFERENCES "public"."prospects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "caller_contexts" ADD CONSTRAINT "caller_contexts_prospect_id_prospects_id_fk" FOREIGN KEY ("prospect_id") REFERENCES "public"."prospects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversation_metadata" ADD CONSTRAINT "conversation_metadata_call_id_calls_id_fk" FOREIGN KEY ("call_id") REFERENCES "public"."calls"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_call_id_calls_id_fk" FOREIGN KEY ("call_id") REFERENCES "public"."calls"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "email_events" ADD CONSTRAINT "email_events_email_id_emails_id_fk" FOREIGN KEY ("email_id") REFERENCES "public"."emails"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "emails" ADD CONSTRAINT "emails_prospect_id_prospects_id_fk" FOREIGN KEY ("prospect_id") REFERENCES "public"."prospects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "link_visits" ADD CONSTRAINT "link_visits_callback_link_id_callback_links_id_fk" FOREIGN KEY ("callback_link_id") REFERENCES "public"."callback_links"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "research_corpus" ADD CONSTRAINT "research_corpus_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "callback_links" ADD CONSTRAINT "callback_links_prospect_id_prospects_id_fk" FOREIGN KEY ("prospect_id") REFERENCES "public"."prospects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chunks" ADD CONSTRAINT "chunks_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrichments" ADD CONSTRAINT "enrichments_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "extractions" ADD CONSTRAINT "extractions_prospect_id_prospects_id_fk" FOREIGN KEY ("prospect_id") REFERENCES "public"."prospects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_items" ADD CONSTRAINT "work_items_prospect_id_prospects_id_fk" FOREIGN KEY ("prospect_id") REFERENCES "public"."prospects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_prospect_id_prospects_id_fk" FOREIGN KEY ("prospect_id") REFERENCES "public"."prospects"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "follow_ups" ADD CONSTRAINT "follow_ups_prospect_id_prospects_id_fk" FOREIGN KEY ("prospect_id") REFERENCES "public"."prospects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "follow_ups" ADD CONSTRAINT "follow_ups_document_id_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."documents"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "form_runs" ADD CONSTRAINT "form_runs_prospect_id_prospects_id_fk" FOREIGN KEY ("prospect_id") REFERENCES "public"."prospects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_prospect_id_prospects_id_fk" FOREIGN KEY ("prospect_id") REFERENCES "public"."prospects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "prospects" ADD CONSTRAINT "prospects_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_endpoint_id_webhook_endpoints_id_fk" FOREIGN KEY ("endpoint_id") REFERENCES "public"."webhook_endpoints"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "enrichments_open" ON "enrichments" USING btree ("company_id") WHERE status in ('queued', 'starting', 'running');--> statement-breakpoint
CREATE INDEX "chunks_unembedded" ON "chunks" USING btree ("due_at","created_at") WHERE embedding is null;--> statement-breakpoint
ALTER TABLE "callbacks" ADD CONSTRAINT "callbacks_status" CHECK ("callbacks"."status" in ('booked', 'cancelled'));--> statement-breakpoint
ALTER TABLE "callbacks" ADD CONSTRAINT "callbacks_sequence" CHECK ("callbacks"."sequence" >= 0);--> statement-breakpoint
ALTER TABLE "calls" ADD CONSTRAINT "calls_direction" CHECK ("calls"."direction" in ('outbound', 'inbound', 'web'));--> statement-breakpoint
ALTER TABLE "calls" ADD CONSTRAINT "calls_origin" CHECK ("calls"."origin" in ('campaign', 'api', 'retry', 'cadence', 'callback', 'call_now', 'talk', 'inbound'));--> statement-breakpoint
ALTER TABLE "calls" ADD CONSTRAINT "calls_state" CHECK ("calls"."state" in ('SCHEDULED', 'INITIATED', 'RINGING', 'CONNECTED', 'VOICEMAIL_PENDING', 'VOICEMAIL', 'COMPLETED', 'FAILED', 'RETRY_SCHEDULED', 'CANCELLED'));--> statement-breakpoint
ALTER TABLE "calls" ADD CONSTRAINT "calls_outcome" CHECK ("calls"."outcome" in ('conversation', 'no_conversation', 'voicemail_left', 'no_answer', 'busy', 'screened', 'opted_out', 'wrong_number', 'invalid_number', 'network_failure', 'provider_error', 'blocked', 'cancelled', 'lost'));--> statement-breakpoint
ALTER TABLE "calls" ADD CONSTRAINT "calls_attempt" CHECK ("calls"."attempt" >= 1);--> statement-breakpoint
ALTER TABLE "calls" ADD CONSTRAINT "calls_version" CHECK ("calls"."version" >= 0);--> statement-breakpoint
ALTER TABLE "conversation_metadata" ADD CONSTRAINT "conversation_metadata_sentiment" CHECK ("conversation_metadata"."sentiment" in ('positive', 'neutral', 'negative'));--> statement-breakpoint
ALTER TABLE "conversation_metadata" ADD CONSTRAINT "conversation_metadata_intent" CHECK ("conversation_metadata"."intent" in ('quote', 'proposal', 'meeting', 'callback', 'information', 'not_interested', 'opt_out', 'wrong_number', 'existing_customer', 'unclear'));--> statement-breakpoint
ALTER TABLE "conversation_metadata" ADD CONSTRAINT "conversation_metadata_quality" CHECK ("conversation_metadata"."quality_score" between 0 and 100);--> statement-breakpoint
ALTER TABLE "conversation_metadata" ADD CONSTRAINT "conversation_metadata_duration" CHECK ("conversation_metadata"."duration_ms" >= 0);--> statement-breakpoint
ALTER TABLE "conversation_metadata" ADD CONSTRAINT "conversation_metadata_cost" CHECK ("conversation_metadata"."cost_micros" >= 0);--> statement-breakpoint
ALTER TABLE "email_events" ADD CONSTRAINT "email_events_kind" CHECK ("email_events"."kind" in ('delivered', 'deferred', 'bounced', 'complained', 'unsubscribed', 'reactivated', 'answered_by_machine', 'opened_there', 'clicked_there', 'refused', 'opened', 'clicked'));--> statement-breakpoint
ALTER TABLE "emails" ADD CONSTRAINT "emails_kind" CHECK ("emails"."kind" in ('callback_link', 'asked_link', 'invitation', 'notice', 'quote', 'proposal', 'quote_reminder', 'sign_up_link', 'onboarding', 'ready_for_upsell'));--> statement-breakpoint
ALTER TABLE "emails" ADD CONSTRAINT "emails_status" CHECK ("emails"."status" in ('queued', 'sending', 'sent', 'delivered', 'bounced', 'complained', 'refused'));--> statement-breakpoint
ALTER TABLE "emails" ADD CONSTRAINT "emails_sent" CHECK (("emails"."sent_at" is null) = ("emails"."status" in ('queued', 'sending', 'refused')));--> statement-breakpoint
ALTER TABLE "link_visits" ADD CONSTRAINT "link_visits_link" CHECK ("link_visits"."link" in ('callback', 'unsubscribe'));--> statement-breakpoint
ALTER TABLE "link_visits" ADD CONSTRAINT "link_visits_reason" CHECK ("link_visits"."reason" in ('acted', 'browser', 'no GET', 'prefetch', 'no browser', 'sooner than 10 s after the email', 'several links within 2 s'));--> statement-breakpoint
ALTER TABLE "research_corpus" ADD CONSTRAINT "research_corpus_confidence" CHECK ("research_corpus"."confidence_percent" between 0 and 100);--> statement-breakpoint
ALTER TABLE "callback_links" ADD CONSTRAINT "callback_links_token_hash" CHECK ("callback_links"."token_hash" ~ '^[0-9a-f]{64}$');--> statement-breakpoint
ALTER TABLE "callback_links" ADD CONSTRAINT "callback_links_code_hash" CHECK ("callback_links"."code_hash" ~ '^[0-9a-f]{64}$');--> statement-breakpoint
ALTER TABLE "callback_links" ADD CONSTRAINT "callback_links_attempt_number" CHECK ("callback_links"."attempt" >= 1);--> statement-breakpoint
ALTER TABLE "callback_links" ADD CONSTRAINT "callback_links_expiry" CHECK ("callback_links"."expires_at" > "callback_links"."created_at");--> statement-breakpoint
ALTER TABLE "callback_links" ADD CONSTRAINT "callback_links_callback" CHECK (("callback_links"."called_back_at" is null) = ("callback_links"."callback_call_id" is null));--> statement-breakpoint
ALTER TABLE "halts" ADD CONSTRAINT "halts_scope" CHECK ("halts"."scope" in ('all', 'calls', 'email'));--> statement-breakpoint
ALTER TABLE "ledger" ADD CONSTRAINT "ledger_channel" CHECK ("ledger"."channel" in ('voice', 'voicemail', 'email'));--> statement-breakpoint
ALTER TABLE "ledger" ADD CONSTRAINT "ledger_hash" CHECK ("ledger"."hash" ~ '^[0-9a-f]{64}$');--> statement-breakpoint
ALTER TABLE "ledger" ADD CONSTRAINT "ledger_seq" CHECK ("ledger"."seq" >= 1);--> statement-breakpoint
ALTER TABLE "ledger" ADD CONSTRAINT "ledger_first" CHECK (("ledger"."seq" = 1) = ("ledger"."previous_hash" = ''));--> statement-breakpoint
ALTER TABLE "ledger" ADD CONSTRAINT "ledger_reason" CHECK ("ledger"."allowed" = ("ledger"."reason_code" is null));--> statement-breakpoint
ALTER TABLE "suppressions" ADD CONSTRAINT "suppressions_kind" CHECK ("suppressions"."kind" in ('phone', 'email'));--> statement-breakpoint
ALTER TABLE "suppressions" ADD CONSTRAINT "suppressions_reason" CHECK ("suppressions"."reason" in ('opt_out', 'wrong_number', 'invalid_number', 'complaint', 'manual', 'undeliverable'));--> statement-breakpoint
ALTER TABLE "chunks" ADD CONSTRAINT "chunks_kind" CHECK ("chunks"."kind" in ('call', 'research', 'company', 'email'));--> statement-breakpoint
ALTER TABLE "chunks" ADD CONSTRAINT "chunks_seq" CHECK ("chunks"."seq" >= 0);--> statement-breakpoint
ALTER TABLE "chunks" ADD CONSTRAINT "chunks_due" CHECK (("chunks"."embedding" is null) = ("chunks"."due_at" is not null));--> statement-breakpoint
ALTER TABLE "chunks" ADD CONSTRAINT "chunks_model" CHECK (("chunks"."embedding" is null) = ("chunks"."model" is null));--> statement-breakpoint
ALTER TABLE "corpus_state" ADD CONSTRAINT "corpus_state_key" CHECK ("corpus_state"."key" in ('agency', 'lexemes', 'migration', 'model'));--> statement-breakpoint
ALTER TABLE "enrichments" ADD CONSTRAINT "enrichments_status" CHECK ("enrichments"."status" in ('queued', 'starting', 'running', 'done', 'failed'));--> statement-breakpoint
ALTER TABLE "enrichments" ADD CONSTRAINT "enrichments_revision" CHECK ("enrichments"."revision" >= 0);--> statement-breakpoint
ALTER TABLE "enrichments" ADD CONSTRAINT "enrichments_tries" CHECK ("enrichments"."tries" >= 0);--> statement-breakpoint
ALTER TABLE "enrichments" ADD CONSTRAINT "enrichments_cost" CHECK ("enrichments"."cost_micros" >= 0);--> statement-breakpoint
ALTER TABLE "enrichments" ADD CONSTRAINT "enrichments_open_due" CHECK (("enrichments"."due_at" is null) = ("enrichments"."status" in ('done', 'failed')));--> statement-breakpoint
ALTER TABLE "lexemes" ADD CONSTRAINT "lexemes_pieces" CHECK ("lexemes"."pieces" >= 1);--> statement-breakpoint
ALTER TABLE "shadow_reads" ADD CONSTRAINT "shadow_reads_overlap" CHECK ("shadow_reads"."overlap_percent" between 0 and 100);--> statement-breakpoint
ALTER TABLE "vector_sync" ADD CONSTRAINT "vector_sync_revision" CHECK ("vector_sync"."revision" >= 1);--> statement-breakpoint
ALTER TABLE "vector_sync" ADD CONSTRAINT "vector_sync_tries" CHECK ("vector_sync"."tries" >= 0);--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_role" CHECK ("api_keys"."role" in ('viewer', 'operator', 'admin'));--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_hash" CHECK ("api_keys"."hash" ~ '^[0-9a-f]{64}$');--> statement-breakpoint
ALTER TABLE "failures" ADD CONSTRAINT "failures_kind" CHECK ("failures"."kind" in ('webhook', 'task', 'effect', 'outgoing_webhook', 'mail_webhook'));--> statement-breakpoint
ALTER TABLE "failures" ADD CONSTRAINT "failures_count" CHECK ("failures"."count" >= 1);--> statement-breakpoint
ALTER TABLE "task_runs" ADD CONSTRAINT "task_runs_status" CHECK ("task_runs"."status" in ('queued', 'running', 'done', 'failed', 'dead'));--> statement-breakpoint
ALTER TABLE "task_runs" ADD CONSTRAINT "task_runs_revision" CHECK ("task_runs"."revision" >= 0);--> statement-breakpoint
ALTER TABLE "task_runs" ADD CONSTRAINT "task_runs_tries" CHECK ("task_runs"."tries" >= 0);--> statement-breakpoint
ALTER TABLE "task_runs" ADD CONSTRAINT "task_runs_due_at" CHECK (("task_runs"."due_at" is null) = ("task_runs"."status" in ('done', 'dead')));--> statement-breakpoint
ALTER TABLE "work_items" ADD CONSTRAINT "work_items_resolved" CHECK (("work_items"."resolved_at" is null) = ("work_items"."resolved_by" is null));--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_form" CHECK ("documents"."form" in ('PDF_QUOTE_FORM', 'PDF_PROPOSAL_FORM', 'WEB_MEETING_FORM', 'CTA_EMAIL_FORM'));--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_status" CHECK ("documents"."status" in ('awaiting_release', 'filled', 'delivered', 'needs_human', 'signed', 'declined', 'rejected', 'revoked'));--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_share_hash" CHECK ("documents"."share_hash" ~ '^[0-9a-f]{64}$');--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_share" CHECK (("documents"."share_hash" is null) = ("documents"."share_expires_at" is null));--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_signature" CHECK ("documents"."status" <> 'signed' or "documents"."signature" is not null);--> statement-breakpoint
ALTER TABLE "follow_ups" ADD CONSTRAINT "follow_ups_kind" CHECK ("follow_ups"."kind" in ('quote_reminder', 'sign_up_link', 'onboarding', 'ready_for_upsell'));--> statement-breakpoint
ALTER TABLE "follow_ups" ADD CONSTRAINT "follow_ups_status" CHECK ("follow_ups"."status" in ('due', 'sent', 'stopped'));--> statement-breakpoint
ALTER TABLE "follow_ups" ADD CONSTRAINT "follow_ups_due_at" CHECK (("follow_ups"."status" = 'due') = ("follow_ups"."due_at" is not null));--> statement-breakpoint
ALTER TABLE "form_runs" ADD CONSTRAINT "form_runs_status" CHECK ("form_runs"."status" in ('filling', 'filled', 'sending', 'confirmed', 'rejected', 'ambiguous', 'needs_human', 'cancelled'));--> statement-breakpoint
ALTER TABLE "form_runs" ADD CONSTRAINT "form_runs_sent" CHECK ("form_runs"."sent_at" is not null or "form_runs"."status" <> 'sending');--> statement-breakpoint
ALTER TABLE "rating_tables" ADD CONSTRAINT "rating_tables_coverage_type" CHECK ("rating_tables"."coverage_type" in ('general_liability', 'commercial_property', 'workers_compensation', 'cyber', 'commercial_auto', 'professional_liability', 'business_owners', 'group_health'));--> statement-breakpoint
ALTER TABLE "templates" ADD CONSTRAINT "templates_sha256" CHECK ("templates"."sha256" ~ '^[0-9a-f]{64}$');--> statement-breakpoint
ALTER TABLE "campaigns" ADD CONSTRAINT "campaigns_channel" CHECK ("campaigns"."channel" in ('voice', 'email', 'mixed'));--> statement-breakpoint
ALTER TABLE "campaigns" ADD CONSTRAINT "campaigns_status" CHECK ("campaigns"."status" in ('draft', 'running', 'paused', 'cancelled', 'completed'));--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_basis" CHECK ("consents"."basis" in ('written', 'oral', 'inquiry', 'existing_customer'));--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_channels" CHECK ("consents"."channels" <@ array['voice', 'email']::text[]);--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_some_channel" CHECK (cardinality("consents"."channels") >= 1);--> statement-breakpoint
ALTER TABLE "scripts" ADD CONSTRAINT "scripts_campaign_type" CHECK ("scripts"."campaign_type" in ('COLD_CAMPAIGN', 'WARM_RECONNECT_CAMPAIGN', 'FOLLOW_UP_CAMPAIGN', 'VOICEMAIL_NURTURE_CAMPAIGN'));--> statement-breakpoint
ALTER TABLE "scripts" ADD CONSTRAINT "scripts_coverage" CHECK ("scripts"."coverage" in ('general_liability', 'commercial_property', 'workers_compensation', 'cyber', 'commercial_auto', 'professional_liability', 'business_owners', 'group_health'));--> statement-breakpoint
ALTER TABLE "scripts" ADD CONSTRAINT "scripts_version" CHECK ("scripts"."version" >= 1);--> statement-breakpoint
ALTER TABLE "audit_entries" ADD CONSTRAINT "audit_entries_kind" CHECK ("audit_entries"."kind" in ('task', 'hot_lead', 'meeting_booked', 'meeting_moved', 'meeting_cancelled', 'released', 'rejected', 'revoked', 'mailed', 'not_mailed', 'bounced', 'checked', 'check_failed', 'visited', 'downloaded', 'question', 'signed', 'declined', 'reminded'));--> statement-breakpoint
ALTER TABLE "audit_entries" ADD CONSTRAINT "audit_entries_hash" CHECK ("audit_entries"."hash" ~ '^[0-9a-f]{64}$');--> statement-breakpoint
ALTER TABLE "audit_entries" ADD CONSTRAINT "audit_entries_seq" CHECK ("audit_entries"."seq" >= 1);--> statement-breakpoint
ALTER TABLE "audit_entries" ADD CONSTRAINT "audit_entries_first" CHECK (("audit_entries"."seq" = 1) = ("audit_entries"."previous_hash" = ''));--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_event" CHECK ("webhook_deliveries"."event" in ('lead.hot', 'document.released', 'document.delivered', 'document.signed', 'document.declined', 'document.question', 'document.revoked', 'document.bounced', 'meeting.booked', 'meeting.moved', 'meeting.cancelled', 'work_item.opened', 'prospect.ready_for_upsell'));--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_status" CHECK ("webhook_deliveries"."status" in ('queued', 'failed', 'sent', 'dead', 'cancelled'));--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_tries" CHECK ("webhook_deliveries"."tries" >= 0);--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_due_at" CHECK (("webhook_deliveries"."due_at" is not null) = ("webhook_deliveries"."status" in ('queued', 'failed')));--> statement-breakpoint
ALTER TABLE "webhook_endpoints" ADD CONSTRAINT "webhook_endpoints_events" CHECK ("webhook_endpoints"."events" <@ array['lead.hot', 'document.released', 'document.delivered', 'document.signed', 'document.declined', 'document.question', 'document.revoked', 'document.bounced', 'meeting.booked', 'meeting.moved', 'meeting.cancelled', 'work_item.opened', 'prospect.ready_for_upsell']::text[]);
