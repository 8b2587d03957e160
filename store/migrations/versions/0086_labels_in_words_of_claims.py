"""Claims are found by what lists are narrowed to and stands in other tables, in the index of their words.

Beside its words `claims.search` holds labels: the tags of a claim, its article's publisher, feed and language, and
the words of its claimant. A label has a space in it, as no word has. The claims that are there are written anew in
portions.
"""

from typing import Final

from alembic import op

from store.migrations import steps

revision = "0086"
down_revision = "0085"

_PORTION: Final = 500  # claims
_VACUUMED: Final = 200  # portions after which the table is vacuumed
_LABELS: Final = """
CREATE OR REPLACE FUNCTION claim_labels(tags text[], publisher text, feed bigint, language text, claimant text)
RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  labels text[] := array_remove(
    ARRAY['publisher ' || left(lower(publisher), 200), 'feed ' || feed, 'language ' || language], NULL);
  each text;
BEGIN
  FOREACH each IN ARRAY tags LOOP
    labels := labels || ('tag ' || each);
  END LOOP;
  IF claimant IS NOT NULL THEN
    FOREACH each IN ARRAY tsvector_to_array(to_tsvector('simple'::regconfig, fold_text(claimant))) LOOP
      labels := labels || ('claimant ' || left(each, 200));
    END LOOP;
  END IF;
  RETURN array_to_tsvector(labels);
END $$"""
# What a name is found by: all its words, or those that say something, which "the" does not.
_CLAIMANT: Final = r"""
CREATE OR REPLACE FUNCTION claimant_query(name text, with_stop_words boolean)
RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(string_agg(
    '''claimant ' || replace(replace(left(lexeme, 200), '\', '\\'), '''', '''''') || '''', ' & '), '')::tsquery
  FROM unnest(to_tsvector('simple'::regconfig, fold_text(name)))
  WHERE with_stop_words OR cardinality(ts_lexize('english_stem'::regdictionary, lexeme)) > 0
$$"""
_WRITE: Final = """
CREATE OR REPLACE FUNCTION write_claim_search() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  article record;
BEGIN
  SELECT title, site, feed_id INTO article FROM articles WHERE id = NEW.article_id;
  NEW.search := claim_search(NEW.statement, NEW.text, NEW.claimant, article.title, article.site){};
  RETURN NEW;
END $$"""
_WITH_LABELS: Final = """ || claim_labels(
    ARRAY(SELECT tag FROM claim_tags WHERE claim_id = NEW.id), article.site, article.feed_id,
    (SELECT language FROM revisions WHERE id = NEW.revision_id), NEW.claimant)"""
_WRITTEN: Final = """
CREATE OR REPLACE TRIGGER write_claim_search BEFORE INSERT OR UPDATE OF statement, text, claimant, article_id{}
  ON claims FOR EACH ROW EXECUTE FUNCTION write_claim_search()"""
_FOLLOW_ARTICLE: Final = """
CREATE OR REPLACE TRIGGER follow_title AFTER UPDATE OF title, site{} ON articles FOR EACH ROW
  WHEN ((OLD.title, OLD.site{}) IS DISTINCT FROM (NEW.title, NEW.site{})) EXECUTE FUNCTION follow_title()"""
# Locked in the order of their ids first, as by `follow_title`.
_FOLLOW: Final = """
CREATE OR REPLACE FUNCTION follow_language() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM claims WHERE revision_id = NEW.id ORDER BY id FOR NO KEY UPDATE;
  UPDATE claims SET article_id = article_id WHERE revision_id = NEW.id;
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION follow_tags() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM claims WHERE id IN (SELECT claim_id FROM changed) ORDER BY id FOR NO KEY UPDATE;
  UPDATE claims SET article_id = article_id WHERE id IN (SELECT claim_id FROM changed);
  RETURN NULL;
END $$"""
_FOLLOWED: Final = (
    "CREATE OR REPLACE TRIGGER follow_language AFTER UPDATE OF language ON revisions FOR EACH ROW"
    " WHEN (OLD.language IS DISTINCT FROM NEW.language) EXECUTE FUNCTION follow_language()",
    "CREATE OR REPLACE TRIGGER follow_added_tags AFTER INSERT ON claim_tags REFERENCING NEW TABLE AS changed"
    " FOR EACH STATEMENT EXECUTE FUNCTION follow_tags()",
    "CREATE OR REPLACE TRIGGER follow_removed_tags AFTER DELETE ON claim_tags REFERENCING OLD TABLE AS changed"
    " FOR EACH STATEMENT EXECUTE FUNCTION follow_tags()",
)
# By the trigger, which reads what the labels say once the row is locked: a change meanwhile is not overwritten.
_AGAIN: Final = "UPDATE claims SET article_id = article_id WHERE id BETWEEN :first AND :last"


def upgrade() -> None:
    for statement in (_LABELS, _CLAIMANT, _WRITE.format(_WITH_LABELS), _FOLLOW):
        op.execute(statement)
    with op.get_context().autocommit_block():
        op.execute(_WRITTEN.format(", revision_id"))
        op.execute(_FOLLOW_ARTICLE.format(", feed_id", ", OLD.feed_id", ", NEW.feed_id"))
        for statement in _FOLLOWED:
            op.execute(statement)
    steps.in_portions(_AGAIN, "claims", _PORTION, vacuumed=_VACUUMED)


def downgrade() -> None:
    """The labels stay: the version before does not ask for them, and finds words just the same."""
    for name, table in (("language", "revisions"), ("added_tags", "claim_tags"), ("removed_tags", "claim_tags")):
        op.execute(f"DROP TRIGGER follow_{name} ON {table}")
    op.execute(_WRITTEN.format(""))
    op.execute(_FOLLOW_ARTICLE.format("", "", ""))
    op.execute(_WRITE.format(""))
    op.execute(
        "DROP FUNCTION follow_language(); DROP FUNCTION follow_tags(); DROP FUNCTION claimant_query(text, boolean);"
        " DROP FUNCTION claim_labels(text[], text, bigint, text, text)"
    )
