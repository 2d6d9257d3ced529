CREATE TABLE "chunks" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"owner_id" text NOT NULL,
	"seq" integer NOT NULL,
	"prospect_id" text,
	"company_id" text,
	"title" text,
	"text" text NOT NULL,
	"source" jsonb NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"content_hash" text NOT NULL,
	"tsv" "tsvector" GENERATED ALWAYS AS (to_tsvector('english', searchable(title, text))) STORED NOT NULL,
	"terms" sparsevec(1048576) GENERATED ALWAYS AS (bm25_terms(searchable(title, text))) STORED NOT NULL,
	"embedding" halfvec(1024),
	"model" text,
	"claimed_until" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "corpus_state" (
	"key" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "enrichments" (
	"id" text PRIMARY KEY NOT NULL,
	"company_id" text NOT NULL,
	"status" text NOT NULL,
	"run_id" text,
	"tries" integer DEFAULT 0 NOT NULL,
	"cost_micros" integer DEFAULT 0 NOT NULL,
	"error" text,
	"due_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "lexemes" (
	"lexeme" text PRIMARY KEY NOT NULL,
	"pieces" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "shadow_reads" (
	"id" text PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"overlap_percent" integer NOT NULL,
	"missing" text[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "vector_sync" (
	"chunk_id" text PRIMARY KEY NOT NULL,
	"namespace" text NOT NULL,
	"deleted" boolean DEFAULT false NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"error" text,
	"due_at" timestamp with time zone,
	"lsn" bigint
);
--> statement-breakpoint
ALTER TABLE "emails" ADD COLUMN "indexed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "research_corpus" ADD COLUMN "title" text;--> statement-breakpoint
ALTER TABLE "companies" ADD COLUMN "enriched_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "companies" ADD COLUMN "indexed_at" timestamp with time zone;--> statement-breakpoint
CREATE UNIQUE INDEX "chunks_owner" ON "chunks" USING btree ("kind","owner_id","seq");--> statement-breakpoint
CREATE INDEX "chunks_prospect" ON "chunks" USING btree ("prospect_id","at");--> statement-breakpoint
CREATE INDEX "chunks_company" ON "chunks" USING btree ("company_id","at");--> statement-breakpoint
CREATE INDEX "chunks_hash" ON "chunks" USING btree ("content_hash");--> statement-breakpoint
CREATE INDEX "chunks_bare" ON "chunks" USING btree ("created_at") WHERE embedding is null;--> statement-breakpoint
CREATE INDEX "chunks_tsv" ON "chunks" USING gin ("tsv");--> statement-breakpoint
CREATE INDEX "chunks_embedding" ON "chunks" USING hnsw ("embedding" halfvec_cosine_ops) WITH (m=16,ef_construction=128);--> statement-breakpoint
CREATE INDEX "enrichments_due" ON "enrichments" USING btree ("due_at") WHERE due_at is not null;--> statement-breakpoint
CREATE INDEX "enrichments_company" ON "enrichments" USING btree ("company_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "enrichments_run" ON "enrichments" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "shadow_reads_at" ON "shadow_reads" USING btree ("at");--> statement-breakpoint
CREATE INDEX "vector_sync_due" ON "vector_sync" USING btree ("due_at") WHERE due_at is not null;