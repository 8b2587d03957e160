"""The words of articles, for searching them."""

import sqlalchemy as sa
from alembic import op

from store.migrations import steps

revision = "0044"
down_revision = "0043"

_WORDS = """
INSERT INTO article_search (article_id, search)
SELECT a.id, to_tsvector('simple', translate(lower(regexp_replace(normalize(concat_ws(' ', a.title, a.url,
  a.site, array_to_string(a.authors, ' '), f.title, f.given_title,
  left((SELECT r.text FROM revisions r WHERE r.article_id = a.id ORDER BY r.number DESC LIMIT 1), 200000)),
  NFKD), '[\u0300-\u036f]', '', 'g')), 'øłđħıßæœþð', 'oldhisaotd'))
FROM articles a LEFT JOIN feeds f ON f.id = a.feed_id WHERE a.id BETWEEN :first AND :last
ON CONFLICT DO NOTHING"""
_PORTION = 100  # articles, of which each may have 200,000 characters
_WAYS = ("paste", "api", "url", "feed", "file", "sample")


def upgrade() -> None:
    op.execute("""
        CREATE TABLE IF NOT EXISTS article_search (
          article_id BIGINT NOT NULL,
          search TSVECTOR NOT NULL,
          CONSTRAINT pk_article_search PRIMARY KEY (article_id),
          CONSTRAINT fk_article_search_article_id FOREIGN KEY (article_id) REFERENCES articles (id) ON DELETE CASCADE
        )""")
    steps.in_portions(_WORDS, "articles", _PORTION)
    steps.make_index("ix_article_search_search", "article_search USING gin (search)")
    ways = ", ".join(f"'{way}'" for way in _WAYS)
    steps.add_constraint("articles", "ck_articles_arrived_by", f"CHECK (arrived_by IN ({ways}))")
    op.create_table(
        "article_files",
        sa.Column("article_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("declared", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_article_files_article_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_article_files")),
    )


def downgrade() -> None:
    """Articles of files stay; the ways of arrival are left as they are."""
    op.drop_table("article_files")
    op.drop_table("article_search")
