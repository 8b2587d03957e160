-- What people and programs do beside deciding claims, on the desk that fill.sql has filled: notes, replies, reports,
-- notices, views, rules, webhooks, second ratings, what they asked for, and the audit of what was set up.
UPDATE newsroom SET worth_threshold = 20, blind_second_rating = true;
INSERT INTO newsroom (id, worth_threshold, blind_second_rating) SELECT 1, 20, true WHERE NOT EXISTS (SELECT FROM newsroom);

INSERT INTO notes (claim_id, author_id, text, written_at)
SELECT id, 1 + floor(pg_temp.r(id, 54) * 40)::int, 'Asked the office, which looks for the figure.', changed_at FROM claims
WHERE state NOT IN ('new','triage','declined','duplicate') AND pg_temp.r(id, 55) < 0.5;
INSERT INTO note_mentions (note_id, person_id) SELECT id, 1 + id % 40 FROM notes WHERE id % 4 = 0;

-- Of three published claims one was put to whom it is about; what waits for a reply is overdue for one in three.
INSERT INTO reply_requests (claim_id, asked_of, question, asked_at, deadline, asked_by, outcome, answer, closed_at, closed_by, notified_at)
SELECT id, 'The press office', 'From where is the figure?', changed_at - interval '5 days', changed_at - interval '3 days', owner_id,
  (ARRAY['answered','no comment','no reply'])[1 + id % 3], CASE WHEN id % 3 = 0 THEN 'It is our own count.' ELSE '' END, changed_at, owner_id, changed_at
FROM claims WHERE state IN ('published','withdrawn') AND pg_temp.r(id, 56) < 0.33;
INSERT INTO reply_requests (claim_id, asked_of, asked_at, deadline, asked_by)
SELECT id, 'The press office', now() - interval '3 days', now() + interval '1 day' * (id % 3 - 0.5), owner_id FROM claims WHERE state = 'awaiting_reply';

INSERT INTO error_reports (fact_check_id, text, sender, at, closed_by, closed_at)
SELECT id, 'The year is another one.', 'reader' || id || '@example.org', published_at, CASE WHEN id % 40 > 0 THEN 1 + id % 8 END,
  CASE WHEN id % 40 > 0 THEN published_at + interval '1 day' END
FROM fact_checks WHERE slug IS NOT NULL AND pg_temp.r(id, 57) < 0.1 ORDER BY published_at, id;

INSERT INTO second_ratings (verdict_id, person_id, rating, at)
SELECT id, reviewer_id, CASE WHEN pg_temp.r(id, 58) < 0.9 THEN rating ELSE 'Half true' END, reviewed_at
FROM verdicts WHERE reviewer_id IS NOT NULL AND pg_temp.r(id, 59) < 0.3;
INSERT INTO rating_disagreements (verdict_id, assigned_to, rating, arose_at, outcome, reason, resolved_at, resolved_by)
SELECT s.verdict_id, 1 + s.verdict_id % 8, s.rating, s.at, 'rating kept', 'it is so by the scale', s.at + interval '1 hour', 1 + s.verdict_id % 8
FROM second_ratings s JOIN verdicts v ON v.id = s.verdict_id WHERE s.rating <> v.rating;

INSERT INTO notices (person_id, kind, claim_id, actor_id, at, read_at)
SELECT owner_id, 'assigned', id, 1 + id % 8, changed_at, CASE WHEN changed_at < now() - interval '1 day' THEN changed_at + interval '2 hours' END
FROM claims WHERE owner_id IS NOT NULL ORDER BY id;

INSERT INTO saved_views (owner_id, name, query, shared)
SELECT 1 + n % 40, 'View ' || n, (ARRAY['kind=quantity&worth=40','state=published&tag=election','q=government&suggestion=refuted',
  'owner=none&state=triage','state=declined&q=inquiry','feed=3'])[1 + n % 6], n <= 6 FROM generate_series(1, 80) n;
INSERT INTO automation_rules (name, position, active, query, filters, tags)
SELECT 'Rule ' || n, n, true, 'kind=quantity', '{{"kinds": ["quantity"]}}', ARRAY['story ' || n] FROM generate_series(1, 12) n;
INSERT INTO automation_rule_uses (claim_id, rule_id, at)
SELECT id, (SELECT min(id) FROM automation_rules) + id % 12, found_at FROM claims WHERE pg_temp.r(id, 60) < 0.02;

INSERT INTO webhooks (url, description, events, secret)
SELECT 'https://hooks.example.org/' || n, 'Hook ' || n, ARRAY['claim.state_changed','fact_check.published'], '\x00' FROM generate_series(1, 5) n;
INSERT INTO deliveries (webhook_id, message_id, event, body, happened_at, state, attempts, status, reason, attempted_at)
SELECT (SELECT min(id) FROM webhooks) + n % 5, 'm' || n, 'claim.state_changed', '{{"claim": ' || n || '}}', at, CASE WHEN n % 500 = 7 THEN 'failed' ELSE 'delivered' END,
  1, 200, CASE WHEN n % 500 = 7 THEN 'it answered 500' END, at
FROM generate_series(1, least(100000, {n} / 10)) n, LATERAL (SELECT now() - interval '30 days' * (1 - n / least(100000.0, {n} / 10.0)) AS at) o;
INSERT INTO delivery_attempts (delivery_id, at, status, seconds) SELECT id, attempted_at, status, 0.2 FROM deliveries;

INSERT INTO evidence_requests (claim_id, requested_by, requested_at, url)
SELECT id, owner_id, now(), 'https://office.example.org/figure/' || id FROM claims WHERE state = 'researching' AND id % 9 = 0;
INSERT INTO backfills (sources, started_by, started_at, total, asked, ended_at)
SELECT ARRAY['shelf'], 1, at, 1000, 1000, at + interval '1 hour' FROM generate_series(1, 150) n, LATERAL (SELECT now() - interval '7 days' * (150 - n) AS at) o;
INSERT INTO import_skipped (import_id, place, reason) SELECT 1 + n % 300, 'entry ' || n, 'it has no rating' FROM generate_series(1, 3000) n;

INSERT INTO audit (at, actor_id, subject_kind, subject, event, details)
SELECT changed_at, 1 + claim_id % 40, 'claim', claim_id, 'tagged', jsonb_build_object('after', jsonb_build_array(tag))
FROM claim_tags JOIN claims c ON c.id = claim_id ORDER BY claim_id, tag;
