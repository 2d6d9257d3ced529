CREATE TABLE "email_events" (
	"id" text PRIMARY KEY NOT NULL,
	"email_id" text,
	"message_id" text,
	"kind" text NOT NULL,
	"person" boolean,
	"reason" text,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "follow_ups" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"prospect_id" text NOT NULL,
	"call_id" text NOT NULL,
	"document_id" text,
	"status" text NOT NULL,
	"result" text,
	"due_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "form_recipes" (
	"host" text PRIMARY KEY NOT NULL,
	"keys" jsonb NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "form_runs" (
	"id" text PRIMARY KEY NOT NULL,
	"call_id" text,
	"prospect_id" text,
	"url" text NOT NULL,
	"status" text NOT NULL,
	"sent_at" timestamp with time zone,
	"result" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "templates" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"sha256" text NOT NULL,
	"fields" jsonb NOT NULL,
	"mapping" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "proofs" (
	"subject_id" text NOT NULL,
	"seq" integer NOT NULL,
	"kind" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"detail" jsonb NOT NULL,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL,
	"announced_at" timestamp with time zone,
	CONSTRAINT "proofs_subject_id_seq_pk" PRIMARY KEY("subject_id","seq")
);
--> statement-breakpoint
CREATE TABLE "webhook_deliveries" (
	"id" text PRIMARY KEY NOT NULL,
	"endpoint_id" text NOT NULL,
	"event" text NOT NULL,
	"body" jsonb NOT NULL,
	"status" text NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"error" text,
	"due_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "webhook_endpoints" (
	"id" text PRIMARY KEY NOT NULL,
	"url" text NOT NULL,
	"events" text[] NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "voicemails" ADD COLUMN "asked" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "work_items" ADD COLUMN "assigned_to" text;--> statement-breakpoint
ALTER TABLE "work_items" ADD COLUMN "due_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "work_items" ADD COLUMN "announced_at" timestamp with time zone;--> statement-breakpoint
-- Nobody is told anew of what was there before.
UPDATE "work_items" SET "announced_at" = "created_at";--> statement-breakpoint
ALTER TABLE "documents" ADD COLUMN "files" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "documents" ADD COLUMN "signature" jsonb;--> statement-breakpoint
ALTER TABLE "documents" ADD COLUMN "share_hash" text;--> statement-breakpoint
ALTER TABLE "documents" ADD COLUMN "share_expires_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "email_events_email" ON "email_events" USING btree ("email_id");--> statement-breakpoint
CREATE INDEX "follow_ups_due" ON "follow_ups" USING btree ("due_at") WHERE status = 'due';--> statement-breakpoint
CREATE INDEX "follow_ups_call" ON "follow_ups" USING btree ("call_id");--> statement-breakpoint
CREATE INDEX "form_runs_call" ON "form_runs" USING btree ("call_id");--> statement-breakpoint
CREATE INDEX "templates_time" ON "templates" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "proofs_news" ON "proofs" USING btree ("at") WHERE announced_at is null;--> statement-breakpoint
CREATE INDEX "webhook_deliveries_due" ON "webhook_deliveries" USING btree ("due_at") WHERE due_at is not null;--> statement-breakpoint
CREATE INDEX "webhook_deliveries_endpoint" ON "webhook_deliveries" USING btree ("endpoint_id","created_at");--> statement-breakpoint
CREATE INDEX "work_items_news" ON "work_items" USING btree ("created_at") WHERE announced_at is null;--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_share_hash_unique" UNIQUE("share_hash");