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
CREATE TABLE "document_events" (
	"document_id" text NOT NULL,
	"seq" integer NOT NULL,
	"kind" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"detail" jsonb NOT NULL,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "document_events_document_id_seq_pk" PRIMARY KEY("document_id","seq")
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
ALTER TABLE "documents" ADD COLUMN "files" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "documents" ADD COLUMN "signature" jsonb;--> statement-breakpoint
ALTER TABLE "documents" ADD COLUMN "share_hash" text;--> statement-breakpoint
ALTER TABLE "documents" ADD COLUMN "share_expires_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "email_events_email" ON "email_events" USING btree ("email_id");--> statement-breakpoint
CREATE INDEX "follow_ups_due" ON "follow_ups" USING btree ("due_at") WHERE status = 'due';--> statement-breakpoint
CREATE INDEX "follow_ups_call" ON "follow_ups" USING btree ("call_id");--> statement-breakpoint
CREATE INDEX "templates_time" ON "templates" USING btree ("created_at","id");--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_share_hash_unique" UNIQUE("share_hash");