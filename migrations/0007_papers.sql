CREATE TABLE "documents" (
	"id" text PRIMARY KEY NOT NULL,
	"call_id" text NOT NULL,
	"prospect_id" text,
	"company_id" text,
	"form" text NOT NULL,
	"status" text NOT NULL,
	"values" jsonb NOT NULL,
	"rating" jsonb NOT NULL,
	"decision" jsonb,
	"valid_until" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rating_tables" (
	"id" text NOT NULL,
	"version" text NOT NULL,
	"coverage_type" text NOT NULL,
	"sample" boolean NOT NULL,
	"effective_from" timestamp with time zone NOT NULL,
	"content" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "rating_tables_id_version_pk" PRIMARY KEY("id","version")
);
--> statement-breakpoint
CREATE INDEX "documents_call" ON "documents" USING btree ("call_id");--> statement-breakpoint
CREATE INDEX "documents_status" ON "documents" USING btree ("status","created_at");--> statement-breakpoint
CREATE INDEX "rating_tables_line" ON "rating_tables" USING btree ("coverage_type","effective_from");