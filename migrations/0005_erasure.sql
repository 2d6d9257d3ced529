ALTER TABLE "chunks" ADD CONSTRAINT "chunks_prospect_id_prospects_id_fk" FOREIGN KEY ("prospect_id") REFERENCES "public"."prospects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
-- Whatever deletes a piece, the second vector store is told, if it may ever have heard of it. Due
-- before any product time.
CREATE FUNCTION forget_vector() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE vector_sync SET deleted = true, revision = revision + 1, tries = 0,
    due_at = '1970-01-01T00:00:00Z' WHERE chunk_id = OLD.id;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER chunks_forget_vector AFTER DELETE ON chunks
  FOR EACH ROW EXECUTE FUNCTION forget_vector();
