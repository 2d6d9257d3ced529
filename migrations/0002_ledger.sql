CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger is append-only';
END $$;
--> statement-breakpoint
CREATE TRIGGER ledger_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
--> statement-breakpoint
-- Writes a decision to the ledger, one at a time. An allow is looked at once more under the lock:
-- what was stopped, suppressed or dialed since the decision was prepared turns it into a deny.
-- Asked again for the same attempt, a standing allow is confirmed and not written twice.
CREATE FUNCTION decide_contact(d jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  moment timestamptz := (d->>'at')::timestamptz;
  refused text;
  refused_rule text;
  attempts_made int;
  earliest timestamptz;
  reason text;
  previous text;
  position bigint;
  payload jsonb;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('ledger'));
  IF (d->>'allowed')::boolean THEN
    SELECT s.reason INTO reason FROM suppressions s
      WHERE s.lifted_at IS NULL AND s.hash IN (SELECT jsonb_array_elements_text(d->'hashes'))
      ORDER BY (s.reason = 'opt_out') DESC LIMIT 1;
    IF EXISTS (SELECT 1 FROM halts h WHERE h.lifted_at IS NULL AND h.scope IN ('all', d->>'scope')
               AND (h.states IS NULL OR d->>'state' IS NULL OR d->>'state' = ANY (h.states))) THEN
      refused := 'halted'; refused_rule := 'halt';
    ELSIF reason IS NOT NULL THEN
      refused := 'suppressed'; refused_rule := 'own-suppression';
    ELSIF d->>'channel' = 'voice' THEN
      SELECT count(*), min(a.at) INTO attempts_made, earliest FROM attempts a
        WHERE a.phone_hash = d->>'address_hash' AND NOT a.never_rang AND a.id <> d->>'attempt_id'
        AND a.at > moment - make_interval(secs => (d->>'cap_window_s')::float)
        AND NOT a.id IN (SELECT jsonb_array_elements_text(d->'never_rang'));
      IF attempts_made >= (d->>'cap')::int THEN
        refused := 'attempt_cap'; refused_rule := 'attempt-cap';
      END IF;
    END IF;
  END IF;
  IF (d->>'allowed')::boolean AND refused IS NULL AND d->>'attempt_id' IS NOT NULL THEN
    IF EXISTS (SELECT 1 FROM ledger l WHERE l.allowed AND l.attempt_id = d->>'attempt_id' AND l.channel = d->>'channel') THEN
      -- It was not made then but is made now, and counts from now on.
      UPDATE attempts SET at = moment WHERE id = d->>'attempt_id';
      RETURN jsonb_build_object('allowed', true);
    END IF;
    IF d->>'channel' = 'voice' THEN
      INSERT INTO attempts (id, call_id, prospect_id, phone_hash, at)
        VALUES (d->>'attempt_id', d->>'call_id', d->>'prospect_id', d->>'address_hash', moment)
        ON CONFLICT (id) DO NOTHING;
    END IF;
  END IF;
  SELECT l.seq, l.hash INTO position, previous FROM ledger l ORDER BY l.seq DESC LIMIT 1;
  payload := (d - 'hashes' - 'never_rang') || jsonb_build_object(
    'allowed', (d->>'allowed')::boolean AND refused IS NULL,
    'reason_code', coalesce(refused, d->>'reason_code'),
    'rule', coalesce(refused_rule, d->>'rule'));
  INSERT INTO ledger (seq, at, channel, prospect_id, campaign_id, call_id, attempt_id, address_hash,
      allowed, reason_code, rule, rule_version, previous_hash, hash)
    VALUES (coalesce(position, 0) + 1, moment, d->>'channel', d->>'prospect_id', d->>'campaign_id',
      d->>'call_id', d->>'attempt_id', d->>'address_hash', (payload->>'allowed')::boolean,
      payload->>'reason_code', payload->>'rule', d->>'rule_version', coalesce(previous, ''),
      encode(sha256(convert_to(coalesce(previous, '') || payload::text, 'UTF8')), 'hex'));
  RETURN jsonb_build_object('allowed', payload->'allowed', 'reason_code', payload->'reason_code',
    'suppression', reason, 'earliest', earliest);
END $$;
