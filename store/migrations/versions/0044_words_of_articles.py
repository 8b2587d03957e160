"""The words of articles, for searching them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0044"
down_revision = "0043"

_WAYS = ("paste", "api", "url", "feed", "file", "sample")


def upgrade() -> None:
    op.create_table(
        "article_search",
        sa.Column("article_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("search", TSVECTOR(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_article_search_article_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_article_search")),
    )
    op.execute(
        """
        INSERT INTO article_search (article_id, search)
        SELECT a.id, to_tsvector('simple', translate(lower(regexp_replace(normalize(concat_ws(' ', a.title, a.url,
          a.site, array_to_string(a.authors, ' '), f.title, f.given_title,
          left((SELECT r.text FROM revisions r WHERE r.article_id = a.id ORDER BY r.number DESC LIMIT 1), 200000)),
          NFKD), '[\u0300-\u036f]', '', 'g')), 'øłđħıßæœþð', 'oldhisaotd'))
        FROM articles a LEFT JOIN feeds f ON f.id = a.feed_id
        """
    )
    op.create_index("ix_article_search_search", "article_search", ["search"], postgresql_using="gin")
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
    op.drop_constraint(op.f("ck_articles_arrived_by"), "articles", type_="check")
    ways = ", ".join(f"'{way}'" for way in _WAYS)
    op.create_check_constraint(op.f("ck_articles_arrived_by"), "articles", f"arrived_by IN ({ways})")
