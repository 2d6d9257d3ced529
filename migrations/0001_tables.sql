CREATE TABLE "callbacks" (
	"id" text PRIMARY KEY NOT NULL,
	"prospect_id" text NOT NULL,
	"call_id" text NOT NULL,
	"call_key" text NOT NULL,
	"status" text NOT NULL,
	"start_at" timestamp with time zone NOT NULL,
	"time_zone" text NOT NULL,
	"sequence" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "caller_contexts" (
	"prospect_id" text PRIMARY KEY NOT NULL,
	"text" text NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "calls" (
	"id" text PRIMARY KEY NOT NULL,
	"call_key" text NOT NULL,
	"campaign_id" text,
	"prospect_id" text,
	"direction" text NOT NULL,
	"origin" text NOT NULL,
	"previous_call_id" text,
	"provider_call_ids" text[] NOT NULL,
	"state" text NOT NULL,
	"outcome" text,
	"ended_reason" text,
	"attempt" integer NOT NULL,
	"script_id" text,
	"script_version" text,
	"not_before" timestamp with time zone,
	"due_at" timestamp with time zone,
	"timeline" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"conversion" jsonb,
	"version" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "code_tries" (
	"id" text PRIMARY KEY NOT NULL,
	"caller_hash" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "conversation_metadata" (
	"call_id" text PRIMARY KEY NOT NULL,
	"sentiment" text,
	"intent" text,
	"quality_score" integer,
	"voicemail_delivered" boolean DEFAULT false NOT NULL,
	"duration_ms" integer,
	"cost_micros" bigint,
	"metrics" jsonb,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "conversations" (
	"call_id" text PRIMARY KEY NOT NULL,
	"prospect_id" text,
	"company_id" text,
	"transcript" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"summary" text,
	"objections" text[],
	"transcript_embedding" vector(1024),
	"report_key" text,
	"recording_key" text,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "emails" (
	"id" text PRIMARY KEY NOT NULL,
	"prospect_id" text,
	"campaign_id" text,
	"call_id" text,
	"kind" text NOT NULL,
	"status" text NOT NULL,
	"message_id" text,
	"tried_at" timestamp with time zone,
	"sent_at" timestamp with time zone,
	"campaign_data" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"tracking_data" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "link_visits" (
	"id" text PRIMARY KEY NOT NULL,
	"voicemail_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"link" text NOT NULL,
	"method" text NOT NULL,
	"person" boolean NOT NULL,
	"reason" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "research_corpus" (
	"id" text PRIMARY KEY NOT NULL,
	"company_id" text,
	"findings" text NOT NULL,
	"sources" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"confidence_percent" integer,
	"findings_embedding" vector(1024),
	"found_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "voicemails" (
	"id" text PRIMARY KEY NOT NULL,
	"call_id" text NOT NULL,
	"attempt" integer NOT NULL,
	"prospect_id" text NOT NULL,
	"campaign_id" text,
	"token_hash" text NOT NULL,
	"code_hash" text NOT NULL,
	"text" text,
	"text_version" text,
	"delivered_at" timestamp with time zone,
	"emailed_at" timestamp with time zone,
	"clicked_at" timestamp with time zone,
	"called_back_at" timestamp with time zone,
	"callback_call_id" text,
	"converted_at" timestamp with time zone,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "voicemails_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "attempts" (
	"id" text PRIMARY KEY NOT NULL,
	"call_id" text NOT NULL,
	"prospect_id" text NOT NULL,
	"phone_hash" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"never_rang" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "halts" (
	"id" text PRIMARY KEY NOT NULL,
	"scope" text NOT NULL,
	"states" text[],
	"reason" text NOT NULL,
	"actor" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"lifted_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "ledger" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"channel" text NOT NULL,
	"prospect_id" text NOT NULL,
	"campaign_id" text,
	"call_id" text,
	"attempt_id" text,
	"address_hash" text NOT NULL,
	"allowed" boolean NOT NULL,
	"reason_code" text,
	"rule" text,
	"rule_version" text NOT NULL,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "suppressions" (
	"id" text PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"kind" text NOT NULL,
	"reason" text NOT NULL,
	"source" text NOT NULL,
	"note" text,
	"created_at" timestamp with time zone NOT NULL,
	"lifted_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "agents" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"phone" text NOT NULL,
	"email" text,
	"states" text[] NOT NULL,
	"licences" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"time_zone" text NOT NULL,
	"hours" jsonb NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"prefix" text NOT NULL,
	"hash" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"last_used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "api_keys_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "failures" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"cause" text NOT NULL,
	"detail" jsonb NOT NULL,
	"count" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"last_at" timestamp with time zone NOT NULL,
	"resolved_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "task_runs" (
	"call_id" text NOT NULL,
	"name" text NOT NULL,
	"revision" integer NOT NULL,
	"status" text NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"error" text,
	"due_at" timestamp with time zone,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "task_runs_call_id_name_pk" PRIMARY KEY("call_id","name")
);
--> statement-breakpoint
CREATE TABLE "work_items" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"prospect_id" text,
	"call_id" text,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"resolved_at" timestamp with time zone,
	"resolved_by" text,
	"note" text
);
--> statement-breakpoint
CREATE TABLE "campaigns" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"channel" text NOT NULL,
	"status" text NOT NULL,
	"campaign_type" text,
	"script_id" text,
	"prospect_ids" text[] DEFAULT '{}' NOT NULL,
	"settings" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "companies" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text,
	"domain" text,
	"industry" text,
	"enrichment_data" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "consents" (
	"id" text PRIMARY KEY NOT NULL,
	"prospect_id" text NOT NULL,
	"basis" text NOT NULL,
	"channels" text[] NOT NULL,
	"text" text NOT NULL,
	"source" text NOT NULL,
	"seller" text,
	"ip" text,
	"url" text,
	"obtained_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "prospects" (
	"id" text PRIMARY KEY NOT NULL,
	"company_id" text,
	"phone" text NOT NULL,
	"phone_hash" text NOT NULL,
	"email" text,
	"email_hash" text,
	"first_name" text,
	"last_name" text,
	"name" text,
	"title" text,
	"address" jsonb,
	"time_zone" text,
	"language" text,
	"enrichment" jsonb,
	"notes" text,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "scripts" (
	"id" text NOT NULL,
	"version" integer NOT NULL,
	"name" text NOT NULL,
	"campaign_type" text,
	"coverage" text,
	"content" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "scripts_id_version_pk" PRIMARY KEY("id","version")
);
--> statement-breakpoint
ALTER TABLE "emails" ADD CONSTRAINT "emails_prospect_id_prospects_id_fk" FOREIGN KEY ("prospect_id") REFERENCES "public"."prospects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "research_corpus" ADD CONSTRAINT "research_corpus_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_prospect_id_prospects_id_fk" FOREIGN KEY ("prospect_id") REFERENCES "public"."prospects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "prospects" ADD CONSTRAINT "prospects_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "callbacks_prospect" ON "callbacks" USING btree ("prospect_id");--> statement-breakpoint
CREATE INDEX "callbacks_start" ON "callbacks" USING btree ("start_at");--> statement-breakpoint
CREATE INDEX "calls_due" ON "calls" USING btree ("due_at") WHERE due_at is not null;--> statement-breakpoint
CREATE INDEX "calls_campaign" ON "calls" USING btree ("campaign_id","created_at");--> statement-breakpoint
CREATE INDEX "calls_prospect" ON "calls" USING btree ("prospect_id","created_at");--> statement-breakpoint
CREATE INDEX "calls_created" ON "calls" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "calls_provider" ON "calls" USING gin ("provider_call_ids");--> statement-breakpoint
CREATE INDEX "code_tries_caller" ON "code_tries" USING btree ("caller_hash","at");--> statement-breakpoint
CREATE INDEX "emails_call" ON "emails" USING btree ("call_id");--> statement-breakpoint
CREATE INDEX "emails_prospect" ON "emails" USING btree ("prospect_id");--> statement-breakpoint
CREATE INDEX "link_visits_voicemail" ON "link_visits" USING btree ("voicemail_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "voicemails_attempt" ON "voicemails" USING btree ("call_id","attempt");--> statement-breakpoint
CREATE INDEX "voicemails_code" ON "voicemails" USING btree ("code_hash");--> statement-breakpoint
CREATE INDEX "voicemails_prospect" ON "voicemails" USING btree ("prospect_id","created_at");--> statement-breakpoint
CREATE INDEX "attempts_phone" ON "attempts" USING btree ("phone_hash","at");--> statement-breakpoint
CREATE INDEX "ledger_call" ON "ledger" USING btree ("call_id");--> statement-breakpoint
CREATE INDEX "ledger_address" ON "ledger" USING btree ("address_hash","at");--> statement-breakpoint
CREATE UNIQUE INDEX "ledger_allowed_attempt" ON "ledger" USING btree ("attempt_id","channel") WHERE allowed;--> statement-breakpoint
CREATE UNIQUE INDEX "suppressions_hash_reason" ON "suppressions" USING btree ("hash","reason") WHERE lifted_at is null;--> statement-breakpoint
CREATE INDEX "failures_open" ON "failures" USING btree ("last_at") WHERE resolved_at is null;--> statement-breakpoint
CREATE INDEX "task_runs_due" ON "task_runs" USING btree ("due_at") WHERE due_at is not null;--> statement-breakpoint
CREATE INDEX "work_items_open" ON "work_items" USING btree ("created_at") WHERE resolved_at is null;--> statement-breakpoint
CREATE INDEX "consents_prospect" ON "consents" USING btree ("prospect_id");--> statement-breakpoint
CREATE INDEX "prospects_phone_hash" ON "prospects" USING btree ("phone_hash");--> statement-breakpoint
CREATE INDEX "prospects_company" ON "prospects" USING btree ("company_id");