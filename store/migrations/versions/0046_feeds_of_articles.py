"""Of which feed an article is, where its text stood in the feed."""

from alembic import op

revision = "0046"
down_revision = "0045"


def upgrade() -> None:
    op.execute(
        """
        UPDATE articles SET feed_id = first.feed_id FROM (
          SELECT DISTINCT ON (article_id) article_id, feed_id FROM feed_entries
          WHERE article_id IS NOT NULL ORDER BY article_id, id
        ) first WHERE articles.id = first.article_id AND articles.feed_id IS NULL
        """
    )
