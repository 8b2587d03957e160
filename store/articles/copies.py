"""Which articles have the same text as another, such as copies of what an agency sent.

The bands of each article's newest text stand in an index (GIN), so that finding what may be a copy takes the same
time however many articles there are; the caller compares the texts.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, insert

from store.articles.tables import articles
from store.columns import moment
from store.db import metadata, tell
from store.rows import fetch_all

MOST_COMPARED: Final = (
    12  # texts, those that share the most bands; reading one of 60,000 characters takes some 10 ms
)
_LOCK: Final = 4_170_361  # advisory lock: of two copies that come in at once one sees the other

text_signatures = sa.Table(
    "text_signatures",
    metadata,
    sa.Column(
        "article_id",
        sa.BigInteger,
        sa.ForeignKey("articles.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    sa.Column("revision_id", sa.BigInteger, sa.ForeignKey("revisions.id", ondelete="CASCADE"), nullable=False),
    sa.Column("method", sa.Text, nullable=False),
    sa.Column("bands", ARRAY(sa.BigInteger), nullable=False),
    sa.Column("copy_of", sa.BigInteger, sa.ForeignKey("articles.id", ondelete="SET NULL")),
    sa.Column("shared", sa.Float),
    moment("compared_at", now=True),
    sa.CheckConstraint("copy_of <> article_id", "not_its_own_copy"),
    sa.CheckConstraint("shared BETWEEN 0 AND 1", "shared"),
    sa.Index("ix_text_signatures_bands", "bands", postgresql_using="gin", postgresql_with={"fastupdate": "off"}),
    sa.Index("ix_text_signatures_copy_of", "copy_of", postgresql_where=sa.text("copy_of IS NOT NULL")),
    sa.Index("ix_text_signatures_revision_id", "revision_id"),
)


@dataclass(frozen=True, slots=True)
class ComparableText:
    """An article that may have the same text, with its newest text; `copy_of` as of `Copy`."""

    article_id: int
    copy_of: int | None
    text: str


@dataclass(frozen=True, slots=True)
class ArticleCopy:
    """An article whose text is, in large part, that of another; `shared` is how much of the shorter text is in
    both, 0 to 1.
    """

    id: int
    title: str
    url: str | None
    site: str | None
    arrived_at: datetime
    shared: float | None


def lock_copies(conn: sa.Connection) -> None:
    """Keep other transactions from looking for copies until this one ends."""
    conn.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))


def list_comparable_texts(
    conn: sa.Connection, article_id: int, bands: Sequence[int], method: str
) -> list[ComparableText]:
    """The articles that came in before and share a band, those that share the most first; at most `MOST_COMPARED`.

    An article that was made up for the sample is never compared with a real one.
    """
    if not bands:
        return []
    given = {"article": article_id, "bands": list(bands), "method": method, "most": MOST_COMPARED}
    return fetch_all(conn, _COMPARABLE, ComparableText, given)


def write_text_signature(
    conn: sa.Connection,
    article_id: int,
    revision_id: int,
    bands: Collection[int],
    *,
    method: str,
    copy_of: int | None,
    shared: float | None,
) -> None:
    """Write the bands of an article's newest text, and the article that it copies."""
    values = {
        "revision_id": revision_id,
        "method": method,
        "bands": list(bands),
        "copy_of": copy_of,
        "shared": shared,
        "compared_at": sa.func.now(),
    }
    write = insert(text_signatures).values(article_id=article_id, **values)
    conn.execute(write.on_conflict_do_update(index_elements=["article_id"], set_=values))
    if copy_of is not None:
        tell(conn, "article", copy_of)


def find_original(conn: sa.Connection, article_id: int) -> ArticleCopy | None:
    """The article that an article has the same text as."""
    mine = text_signatures.c.article_id == article_id
    query = _copies().join(text_signatures, text_signatures.c.copy_of == articles.c.id).where(mine)
    return next(iter(fetch_all(conn, query, ArticleCopy)), None)


def list_copies(conn: sa.Connection, article_id: int, limit: int = 50) -> list[ArticleCopy]:
    """The articles that have the same text as this one, the first first."""
    query = _copies().join(text_signatures, text_signatures.c.article_id == articles.c.id)
    of = text_signatures.c.copy_of == article_id
    return fetch_all(conn, query.where(of).order_by(articles.c.id).limit(limit), ArticleCopy)


def _copies() -> sa.Select[tuple[object, ...]]:
    same = (articles.c[name] for name in ("id", "title", "url", "site", "arrived_at"))
    return sa.select(*same, text_signatures.c.shared)


_COMPARABLE: Final = sa.text("""
    SELECT found.article_id, found.copy_of, r.text FROM (
      SELECT s.article_id, s.copy_of, s.revision_id,
        (SELECT count(*) FROM unnest(s.bands) band WHERE band = ANY (:bands)) AS bands
      FROM text_signatures s
      JOIN articles a ON a.id = s.article_id
      JOIN articles own ON own.id = :article AND own.sample = a.sample
      WHERE s.bands && CAST(:bands AS bigint[]) AND s.method = :method AND s.article_id < :article
      ORDER BY 4 DESC, 1 LIMIT :most
    ) found
    JOIN revisions r ON r.id = found.revision_id
    WHERE r.text IS NOT NULL
    ORDER BY found.bands DESC, found.article_id""")
