CREATE TABLE "extractions" (
	"call_id" text PRIMARY KEY NOT NULL,
	"prospect_id" text,
	"fields" jsonb NOT NULL,
	"missing" jsonb NOT NULL,
	"forms" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
