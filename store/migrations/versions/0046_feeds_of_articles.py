"""Of which feed an article is, where its text stood in the feed."""

from store.migrations import steps

revision = "0046"
down_revision = "0045"


_FEEDS = """
UPDATE articles SET feed_id = first.feed_id FROM (
  SELECT DISTINCT ON (article_id) article_id, feed_id FROM feed_entries
  WHERE article_id BETWEEN :first AND :last ORDER BY article_id, id
) first WHERE articles.id = first.article_id AND articles.feed_id IS NULL"""


def upgrade() -> None:
    steps.in_portions(_FEEDS, "articles", 5_000)


def downgrade() -> None:
    """Nothing: an older desk shows the feed as well."""
