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
CREATE INDEX "form_runs_call" ON "form_runs" USING btree ("call_id");