-- The seal of an entry: over what it says, where it stands, and the seal before it.
CREATE FUNCTION seal_of_proof(subject text, place int, what text, moment timestamptz, told jsonb, previous text)
RETURNS text LANGUAGE sql STABLE AS $$
  SELECT encode(sha256(convert_to(jsonb_build_array(
    subject, place, what, (extract(epoch FROM moment) * 1000)::bigint, told, previous)::text, 'UTF8')), 'hex')
$$;
--> statement-breakpoint
-- Appends to a history, one at a time. What happens once, or once with the same mark, is not written
-- twice: then there is no answer.
CREATE FUNCTION append_proof(subject text, what text, moment timestamptz, told jsonb, once boolean, mark jsonb)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  last proofs%ROWTYPE;
  place int;
  seal text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('proof:' || subject));
  IF once AND EXISTS (SELECT 1 FROM proofs p WHERE p.subject_id = subject AND p.kind = what AND p.detail @> mark) THEN
    RETURN NULL;
  END IF;
  SELECT * INTO last FROM proofs p WHERE p.subject_id = subject ORDER BY p.seq DESC LIMIT 1;
  place := coalesce(last.seq, 0) + 1;
  seal := seal_of_proof(subject, place, what, moment, told, coalesce(last.hash, ''));
  INSERT INTO proofs (subject_id, seq, kind, at, detail, previous_hash, hash)
    VALUES (subject, place, what, moment, told, coalesce(last.hash, ''), seal);
  RETURN seal;
END $$;
--> statement-breakpoint
-- Whose address bounced, or takes mail again, by hash.
CREATE INDEX email_events_who ON email_events ((detail->>'who')) WHERE detail ? 'who';
