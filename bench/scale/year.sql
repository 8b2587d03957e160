-- A week of a desk, as its own statements write it: {n} claims come in, are looked up, get suggestions, and are decided.
CREATE TEMP TABLE week AS
SELECT (SELECT max(id) FROM claims) + row_number() OVER () AS id, revision_id, article_id, start + apart AS start,
  "end" + apart AS "end", text, statement, kind, claimant, worth
FROM claims, (SELECT 1000000 + max(id)::int AS apart FROM claims) a WHERE id BETWEEN {week} * {n} + 1 AND ({week} + 1) * {n};
INSERT INTO claims (id, revision_id, article_id, start, "end", text, statement, kind, claimant, speech_act, quoted, worth, reasons)
OVERRIDING SYSTEM VALUE
SELECT id, revision_id, article_id, start, "end", text, statement, kind, claimant, 'asserts', false, worth, '["names an amount"]' FROM week;
INSERT INTO lookups (claim_id, source, queries) SELECT id, source, '[]' FROM week, (VALUES ('shelf'), ('past-checks')) s (source);
INSERT INTO work (kind, subject) SELECT 'lookup', l.id FROM lookups l JOIN week w ON l.claim_id = w.id;
UPDATE work SET token = gen_random_uuid(), lease_until = now() + interval '150 s', attempts = attempts + 1
WHERE kind = 'lookup' AND subject IN (SELECT l.id FROM lookups l JOIN week w ON l.claim_id = w.id);
UPDATE lookups SET outcome = 'nothing', started_at = now(), finished_at = now(), found = 0, set_aside_count = 0, evidence_count = 0
WHERE claim_id IN (SELECT id FROM week);
DELETE FROM work WHERE kind = 'lookup' AND subject IN (SELECT l.id FROM lookups l JOIN week w ON l.claim_id = w.id);
INSERT INTO suggestions (claim_id, outcome, reasons, evidence_ids, evidence_count, strength) SELECT id, 'nothing found', '[]', '[]', 0, 0 FROM week;
UPDATE claims SET state = 'triage', version = version + 1, changed_at = now() WHERE id IN (SELECT id FROM week);
UPDATE claims SET state = 'assigned', owner_id = 3, version = version + 1, changed_at = now() WHERE id IN (SELECT id FROM week WHERE id % 5 = 0);
UPDATE claims SET state = 'researching', version = version + 1, changed_at = now() WHERE id IN (SELECT id FROM week WHERE id % 5 = 0);
UPDATE claims SET state = 'declined', decline_reason = 'not worth it', version = version + 1, changed_at = now() WHERE id IN (SELECT id FROM week);
INSERT INTO audit (actor_id, subject_kind, subject, event, "from", "to", version)
SELECT 3, 'claim', id, 'decline', 'triage', 'declined', 3 FROM week;
SELECT setval(pg_get_serial_sequence('claims', 'id'), (SELECT max(id) FROM claims));
DROP TABLE week;
