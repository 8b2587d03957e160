-- A desk of three years with {n} claims, made by set-based statements; run with session_replication_role = replica, so
-- that triggers and foreign keys cost nothing. r(n, salt) is a number from 0 to 1 that is always the same for its arguments.
CREATE FUNCTION pg_temp.r(n bigint, salt bigint) RETURNS float LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT (hashint8extended(n, salt + {seed} * 1000) & 1073741823) / 1073741824.0 $$;
CREATE FUNCTION pg_temp.pick(n bigint, salt bigint, of text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT of[1 + floor(pg_temp.r(n, salt) * array_length(of, 1))::int] $$;

INSERT INTO people (email, name, role, active, created_at)
SELECT 'person' || n || '@example.org', 'Person ' || n, CASE WHEN n <= 2 THEN 'admin' WHEN n <= 8 THEN 'reviewer' ELSE 'checker' END,
       n % 10 <> 9, now() - interval '3 years'
FROM generate_series(1, 40) n;

INSERT INTO sessions (secret_hash, person_id, created_at, seen_at, ended_at, address, user_agent)
SELECT sha256(('s' || n)::bytea), 1 + n % 40, at, at, at, '192.0.2.' || n % 250, 'Browser'
FROM generate_series(1, 2000) n, LATERAL (SELECT now() - interval '89 days' * pg_temp.r(n, 1) AS at);

-- Claims with what they say, numbered through their articles of about 25 claims.
CREATE TEMP TABLE made AS
SELECT n, 1 + n / 25 AS article, kind,
  pg_temp.pick(n, 2, ARRAY['The government','The ministry','Germany','France','Poland','The city of Paris','The company','The European Union',
    'The central bank','The mayor','The opposition','Ukraine','The agency','The court','Scientists','The police','The union','Brazil','India','The airline'])
  || ' ' || pg_temp.pick(n, 3, ARRAY['reported','recorded','lost','built','closed','opened','spent','received','exported','counted','approved','rejected','promised','cut','raised'])
  || ' ' || CASE WHEN kind IN ('quantity','comparison') THEN 'more than ' || (10 + (pg_temp.r(n, 4) * 999000)::int) || ' ' ELSE '' END
  || pg_temp.pick(n, 5, ARRAY['jobs','houses','refugees','vaccines','euros','tonnes of grain','schools','hospitals','vehicles','troops','votes','cases','patients','permits',
    'flights','prisoners','students','trees','farms','turbines'])
  || ' in ' || pg_temp.pick(n, 6, ARRAY['January','March','the spring','the first half','the north','the capital','the east','its ports','rural areas','its last year'])
  || ' ' || (2018 + (pg_temp.r(n, 7) * 8)::int)
  || CASE WHEN pg_temp.r(n, 8) < 0.02 THEN ' during the inquiry' WHEN pg_temp.r(n, 8) < 0.0205 THEN ' near Kharkiv' ELSE '' END || '.' AS statement
FROM generate_series(0, {n} - 1) n,
  LATERAL (SELECT (ARRAY['quantity','quantity','quantity','event','event','statement','statement','state','comparison','cause','prediction'])[1 + floor(pg_temp.r(n, 1) * 11)::int] AS kind);

-- 200 claims and 2 in 100 wait, some are worked on in each state, the others were decided long ago.
CREATE TEMP TABLE placed AS
SELECT m.*, 1 + COALESCE(sum(length(statement) + 1) OVER (PARTITION BY article ORDER BY n ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) - 1 AS start,
  now() - interval '3 years' * (1 - n / {n}.0) AS at, pg_temp.r(n, 10) AS worth0,
  CASE
    WHEN {n} - n <= 200 + {n} * 0.015 THEN CASE WHEN pg_temp.r(n, 11) < 0.3 THEN 'new' ELSE 'triage' END
    WHEN {n} - n <= 200 + {n} * 0.015 + {busy} * 8
      THEN (ARRAY['snoozed','assigned','researching','awaiting_reply','in_review','changes_requested','approved','correction_pending'])[1 + n % 8]
    WHEN pg_temp.r(n, 11) < 0.80 THEN 'declined'
    WHEN pg_temp.r(n, 11) < 0.90 THEN 'duplicate'
    WHEN pg_temp.r(n, 11) < 0.99 THEN 'published' ELSE 'withdrawn'
  END AS state
FROM made m;

INSERT INTO feeds (address, title, section, given_language, paused, gone, failures, reason, polled_at, answered_at)
SELECT 'https://feed' || n || '.example.org/rss', 'Feed ' || n, pg_temp.pick(n, 43, ARRAY['politics','economy','world','local','','','']), 'en',
  n % 40 = 3, n % 90 = 7, CASE WHEN n % 30 = 5 THEN 3 ELSE 0 END, CASE WHEN n % 30 = 5 THEN 'it did not answer' END, now(),
  CASE WHEN n % 60 <> 11 THEN now() END
FROM generate_series(1, least(500, {n} / 20)) n;
-- Two in five of one publisher, the others of 200, the later of which are the rarer.
INSERT INTO articles (id, title, url, published, arrived_by, feed_id, added_by, arrived_at, site, authors) OVERRIDING SYSTEM VALUE
SELECT article, left(first, 60), 'https://' || site || '/' || article, at, (ARRAY['feed','feed','feed','url','api'])[1 + article % 5],
  CASE WHEN article % 5 < 3 THEN (SELECT min(id) FROM feeds) + article % least(500, {n} / 20) END, NULL, at, site, '{{}}'
FROM (SELECT article, min(at) AS at, min(statement) AS first FROM placed GROUP BY article) a, LATERAL (SELECT
  CASE WHEN pg_temp.r(article, 40) < 0.4 THEN 'news.example.org' ELSE 'paper' || 1 + floor(pg_temp.r(article, 41) ^ 2 * 200)::int || '.example.org' END AS site) of;
INSERT INTO article_addresses (key, article_id) SELECT site || '/' || id, id FROM articles;
-- Every tenth article came in twice, changed.
INSERT INTO revisions (id, article_id, number, received, format, sha256, text, language, received_at, split_at) OVERRIDING SYSTEM VALUE
SELECT article * 2 + 1, article, 1, text, 'text', sha256(text::bytea), text,
  CASE WHEN pg_temp.r(article, 42) < 0.03 THEN 'fr' WHEN pg_temp.r(article, 42) < 0.15 THEN 'de' ELSE 'en' END, at, at
FROM (SELECT article, min(at) AS at, string_agg(statement, ' ' ORDER BY n) AS text FROM placed GROUP BY article) a;
INSERT INTO revisions (id, article_id, number, received, format, sha256, text, language, received_at, split_at) OVERRIDING SYSTEM VALUE
SELECT article_id * 2 + 2, article_id, 2, text || ' Updated.', 'text', sha256((text || ' Updated.')::bytea), text || ' Updated.', language, received_at, received_at
FROM revisions WHERE article_id % 10 = 0;

-- Most of what is published has tags, little of what was declined; of 60 tags the later are the rarer.
INSERT INTO claim_tags (claim_id, tag)
SELECT id, (ARRAY['politics','economy','health','election','climate'])[k] FROM (
  SELECT n + 1 AS id, 1 + floor(pg_temp.r(n + 1, 50) ^ 2 * 5)::int AS k FROM placed
  WHERE pg_temp.r(n + 1, 51) < CASE WHEN state = 'declined' THEN 0.02 WHEN state IN ('new','triage') THEN 0.1 ELSE 0.5 END) c
UNION
SELECT n + 1, 'story ' || 1 + floor(pg_temp.r(n + 1, 52) ^ 2 * 60)::int FROM placed
WHERE pg_temp.r(n + 1, 53) < CASE WHEN state = 'declined' THEN 0.005 ELSE 0.1 END;

ALTER TABLE claims ENABLE ALWAYS TRIGGER write_claim_order;
INSERT INTO claims (id, revision_id, article_id, start, "end", text, statement, kind, claimant, speech_act, quoted, worth, reasons, state, owner_id, version,
   decline_reason, duplicate_of, snoozed_until, head_id, repeat_of, repeats_false, found_at, changed_at, suggestion, search) OVERRIDING SYSTEM VALUE
SELECT n + 1, article * 2 + CASE WHEN article % 10 = 0 THEN 2 ELSE 1 END, article, start, start + length(statement), statement, statement, kind,
  x.claimant,
  'asserts', pg_temp.r(n, 14) < 0.1,
  round(CASE kind WHEN 'quantity' THEN 0.35 WHEN 'comparison' THEN 0.35 WHEN 'prediction' THEN 0.02 ELSE 0.15 END::numeric
        + (0.6 * worth0 * CASE WHEN state IN ('published','withdrawn','duplicate','declined') AND kind = 'prediction' THEN 0.5 ELSE 1 END)::numeric, 4)::float,
  '["names an amount"]', state,
  CASE WHEN state IN ('assigned','researching','awaiting_reply','in_review','changes_requested','approved','published','withdrawn','correction_pending')
       THEN 1 + floor(pg_temp.r(n, 15) * 40)::int END,
  CASE WHEN state IN ('new','triage') THEN 1 ELSE 4 END,
  CASE WHEN state = 'declined' THEN pg_temp.pick(n, 16, ARRAY['not checkable','not worth it','opinion']) END,
  CASE WHEN state = 'duplicate' THEN greatest(1, n - 24) END,
  CASE WHEN state = 'snoozed' THEN now() + interval '1 day' END,
  CASE WHEN state IN ('new','triage') AND pg_temp.r(n, 17) < 0.1 AND n % 25 > 0 THEN n - n % 25 + 1 END,
  CASE WHEN pg_temp.r(n, 18) < 0.02 AND n > 100 THEN 1 + floor(pg_temp.r(n, 19) * n)::bigint END,
  pg_temp.r(n, 18) < 0.008 AND n > 100, at, at,
  CASE WHEN state = 'new' THEN NULL WHEN g < 0.08 THEN 'supported' WHEN g < 0.12 THEN 'refuted' WHEN g < 0.13 THEN 'conflicting'
       WHEN g < 0.3 THEN 'context only' WHEN g < 0.5 THEN 'set aside' WHEN g < 0.999 THEN 'nothing found' ELSE 'could not ask' END,
  claim_search(statement, statement, x.claimant, a.title, a.site)
    || claim_labels(ARRAY(SELECT tag FROM claim_tags WHERE claim_id = n + 1), a.site, a.feed_id, r.language, x.claimant)
FROM placed JOIN articles a ON a.id = article JOIN revisions r ON r.article_id = article AND r.number = 1, LATERAL (SELECT pg_temp.r(n + 1, 24) AS g,
  CASE WHEN pg_temp.r(n, 12) < 0.3 THEN pg_temp.pick(n, 13, ARRAY['the minister','the spokesman','the mayor','Jane Doe','the report'])
       WHEN pg_temp.r(n, 12) < 0.3002 THEN 'Ada Nowak' END AS claimant) x;
UPDATE claims SET duplicate_of = id + 1 WHERE duplicate_of = id;
ALTER TABLE claims ENABLE TRIGGER write_claim_order;

INSERT INTO quantities (claim_id, number, start, "end", text, comparator, low, high, unit, counted)
SELECT id, 0, start, start + 20, 'more than 1,000', '>', 1000, NULL, NULL, 'jobs' FROM claims WHERE kind IN ('quantity','comparison');

INSERT INTO captures (sha256, text, captured_at)
SELECT sha256(('c' || n)::bytea), repeat('The office counted ' || n || ' of them last year. ', 40), now() - interval '3 years' * pg_temp.r(n, 20)
FROM generate_series(0, least(100000, {n} / 4)) n;
INSERT INTO sources (name, title, switched_on) VALUES ('shelf', 'The shelf', true), ('past-checks', 'Past fact-checks', true), ('wikipedia', 'Wikipedia', true)
ON CONFLICT DO NOTHING;
INSERT INTO lookups (id, claim_id, source, outcome, reason, queries, found, set_aside_count, evidence_count, queued_at, started_at, finished_at,
  open_article_id) OVERRIDING SYSTEM VALUE
SELECT id * 2 + s.k, id, s.name, o.outcome, CASE WHEN o.outcome = 'could not ask' THEN 'it did not answer' END,
  jsonb_build_array(), 3, 2, 1, found_at, found_at, CASE WHEN o.outcome IS NOT NULL THEN found_at + interval '2 s' END,
  CASE WHEN o.outcome IS NULL THEN article_id END
FROM claims, (VALUES (0, 'shelf'), (1, 'past-checks')) s (k, name),
  LATERAL (SELECT CASE WHEN claims.state = 'new' THEN NULL ELSE
     (ARRAY['found','nothing','nothing','set aside','could not ask'])[1 + floor(pg_temp.r(id * 2 + s.k, 21) * 4.1)::int] END AS outcome) o;
INSERT INTO evidence (id, claim_id, lookup_id, text, locator, publisher, url, published, sha256, start, "end", captured_at, stance, reason, confidence) OVERRIDING SYSTEM VALUE
SELECT id, claim_id, id, 'The office counted them last year.', 'page ' || id % 90, 'Office', 'https://office.example.org/' || id % 5000, finished_at::date,
  sha256(('c' || id % least(100000, {n} / 4))::bytea), 0, 34, finished_at,
  (ARRAY['supports','refutes','context','none'])[1 + floor(pg_temp.r(id, 22) * 4)::int], 'the source says so', pg_temp.r(id, 23)
FROM lookups WHERE outcome = 'found';
INSERT INTO suggestions (claim_id, outcome, reasons, evidence_ids, evidence_count, strength, computed_at)
SELECT id, suggestion, '["the source says so"]', '[]', 1, pg_temp.r(id, 24), found_at FROM claims WHERE suggestion IS NOT NULL;
INSERT INTO claim_counts (state, count)
SELECT state, count(*) FROM claims WHERE head_id IS NULL OR state NOT IN ('new', 'triage') GROUP BY state;

INSERT INTO verdicts (id, claim_id, number, rating, summary, explanation, author_id, written_at, reviewer_id, reviewed_at, decision, review_reason) OVERRIDING SYSTEM VALUE
SELECT id, id, 1, pg_temp.pick(id, 25, ARRAY['True','Mostly true','Half true','Mostly false','False']), 'The figure is not borne out.',
  repeat('The office counted them, and came to another figure. ', 12), owner_id, found_at,
  CASE WHEN state NOT IN ('in_review') THEN 1 + owner_id % 40 END, CASE WHEN state NOT IN ('in_review') THEN changed_at END,
  CASE WHEN state = 'changes_requested' THEN 'changes requested' WHEN state <> 'in_review' THEN 'approved' END,
  CASE WHEN state = 'changes_requested' THEN 'say from when it is' END
FROM claims WHERE state IN ('in_review','changes_requested','approved','published','correction_pending','withdrawn');
INSERT INTO fact_checks (claim_id, verdict_id, slug, statement, claimant, rating, summary, publisher, published, published_at, withdrawn_at, withdrawal_reason, url)
SELECT v.claim_id, v.id, 'claim-' || v.claim_id, statement, claimant, rating, summary, 'Factdesk newsroom', changed_at::date, changed_at,
  CASE WHEN state = 'withdrawn' THEN changed_at END, CASE WHEN state = 'withdrawn' THEN 'it was wrong' END, NULL
FROM verdicts v JOIN claims c ON c.id = v.claim_id WHERE state IN ('published','correction_pending','withdrawn');
INSERT INTO rating_counts (rating, count)
SELECT rating, count(*) FROM fact_checks WHERE slug IS NOT NULL AND withdrawn_at IS NULL GROUP BY rating;
INSERT INTO citations (verdict_id, evidence_id)
SELECT v.id, e.id FROM verdicts v JOIN evidence e ON e.claim_id = v.claim_id;
INSERT INTO corrections (fact_check_id, at, note) SELECT id, published_at, 'A name was spelt wrongly.' FROM fact_checks WHERE id % 20 = 0;

-- What was set up at the beginning stands before three years of claims.
INSERT INTO audit (at, actor_id, subject_kind, subject, event)
SELECT now() - interval '3 years', 1, kind, n, 'added' FROM (VALUES ('feed', 500), ('person', 40), ('webhook', 5), ('newsroom', 1)) of (kind, many), generate_series(1, many) n;
INSERT INTO audit (at, actor_id, subject_kind, subject, event, "from", "to", version)
SELECT changed_at, CASE WHEN step.k > 0 THEN 1 + floor(pg_temp.r(id * 3 + step.k, 26) * 40)::int END, 'claim', id, step.event, step.before, state, step.k
FROM claims, (VALUES (0, 'suggest', 'new'), (1, 'take', 'triage'), (2, 'decide', 'researching')) step (k, event, before)
WHERE state NOT IN ('new','triage') OR step.k = 0
ORDER BY id, step.k;

INSERT INTO imports (name, started_at, received_at, finished_at, size, new)
SELECT 'checks ' || n || '.json', at, at, at, 1000, 100 FROM generate_series(1, 300) n, LATERAL (SELECT now() - interval '3 years' * (1 - n / 300.0) AS at);
INSERT INTO fact_checks (statement, claimant, rating, summary, publisher, url, published, imported, language)
SELECT statement, NULL, pg_temp.pick(n, 30, ARRAY['True','False','Half True','Misleading','Pants on Fire','Wrong']), 'Checked.', 'Publisher ' || n % 60,
  'https://checks.example.org/' || n, at::date, true, 'en'
FROM placed WHERE n < least(300000, {n} * 0.3);
INSERT INTO external_ratings (publisher, label, key, by_words, rules)
SELECT DISTINCT publisher, rating, lower(rating), CASE rating WHEN 'True' THEN 'True' WHEN 'False' THEN 'False' END, '1' FROM fact_checks WHERE slug IS NULL;
INSERT INTO external_rating_counts (publisher, label, count, with_numbers)
SELECT publisher, rating, count(*), 0 FROM fact_checks WHERE slug IS NULL GROUP BY publisher, rating;
INSERT INTO import_fact_checks (import_id, fact_check_id) SELECT 1 + id % 300, id FROM fact_checks WHERE imported;

INSERT INTO feed_entries (feed_id, title, content_key, article_id, seen_at)
SELECT feed_id, title, 'c' || id, id, arrived_at FROM articles WHERE feed_id IS NOT NULL ORDER BY id;
INSERT INTO article_search (article_id, search)
SELECT id, to_tsvector('simple', lower(concat_ws(' ', title, url, site,
  (SELECT text FROM revisions WHERE article_id = articles.id ORDER BY number DESC LIMIT 1)))) FROM articles;
INSERT INTO documents (title, publisher, url, published, added_at, length, holds)
SELECT 'Report ' || n, 'Office ' || n % 20, 'https://office.example.org/report/' || n, at::date, at, 1000, 3
FROM generate_series(1, least(20000, {n} / 10)) n, LATERAL (SELECT now() - interval '3 years' * pg_temp.r(n, 31) AS at);
INSERT INTO document_passages (document_id, number, text)
SELECT d.id, k, 'The office counted ' || d.id * k || ' ' || pg_temp.pick(d.id * 3 + k, 5, ARRAY['jobs','houses','refugees','vaccines','schools']) || ' in ' || 2000 + d.id % 25 || '.'
FROM documents d, generate_series(0, 2) k WHERE d.title LIKE 'Report %';

INSERT INTO work (kind, subject) SELECT 'lookup', id FROM lookups WHERE outcome IS NULL;
INSERT INTO work (kind, subject, failed, reason, attempts)
SELECT 'split', r.id, true, 'reading it was cut off', 5 FROM revisions r WHERE r.article_id % 997 = 5;

SELECT setval(pg_get_serial_sequence('articles', 'id'), (SELECT max(id) FROM articles));
SELECT setval(pg_get_serial_sequence('revisions', 'id'), (SELECT max(id) FROM revisions));
SELECT setval(pg_get_serial_sequence('claims', 'id'), (SELECT max(id) FROM claims));
SELECT setval(pg_get_serial_sequence('lookups', 'id'), (SELECT max(id) FROM lookups));
SELECT setval(pg_get_serial_sequence('evidence', 'id'), (SELECT max(id) FROM evidence));
SELECT setval(pg_get_serial_sequence('verdicts', 'id'), (SELECT max(id) FROM verdicts));
