"""Words of articles: of the title, the text, the address, the site, the authors and the feed, without case and accents.

They are held as they stand, in any language ("simple" of PostgreSQL's text search). Letters with accents are taken
apart (NFKD) and lose them, both here and in what is searched for; letters that are no compositions, such as ø and
ł, go by a list.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSVECTOR

from store.db import metadata
from store.rows import AnySelect, estimate_rows
from store.word_search import without_lines

LONGEST: Final = 200_000  # characters of a text whose words are held; a tsvector has room for a megabyte
LONGEST_QUERY: Final = 500  # characters
_FEW: Final = 2_000  # articles that are found beforehand
_PLAIN: Final = "øłđħıßæœþð"
_AS: Final = "oldhisaotd"

article_search = sa.Table(
    "article_search",
    metadata,
    sa.Column(
        "article_id",
        sa.BigInteger,
        sa.ForeignKey("articles.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    sa.Column("search", TSVECTOR, nullable=False),
    sa.Index("ix_article_search_search", "search", postgresql_using="gin", postgresql_with={"fastupdate": "off"}),
)


def refresh_article_search(conn: sa.Connection, article_ids: Collection[int]) -> None:
    """Hold the words of these articles as they are now."""
    if article_ids:
        conn.execute(_REFRESH, {"articles": list(article_ids), "longest": LONGEST})


@dataclass(frozen=True, slots=True)
class WordsOfArticles:
    """Words as PostgreSQL's `websearch_to_tsquery` takes them: "quoted phrase", or, -without.

    Attributes:
        words: as they are asked for.
        few: whether few articles have them, which are found beforehand (`among_found`); else each article is asked
            (`has_words`).
    """

    words: str
    few: bool


def read_words(conn: sa.Connection, words: str) -> WordsOfArticles:
    """Words, and whether few articles have them by PostgreSQL's statistics."""
    asked = without_lines(words[:LONGEST_QUERY])
    return WordsOfArticles(asked, estimate_rows(conn, _FOUND, {"words": asked}) <= _FEW)


def among_found(article_id: sa.Column[int]) -> sa.ColumnElement[bool]:
    """Whether an article is among those with the words `:few_words`."""
    return article_id.in_(_select_with("few_words"))


def has_words(article_id: sa.Column[int]) -> sa.ColumnElement[bool]:
    """Whether an article has the words `:words`, asked for each article by itself."""
    each = _FOUND.where(article_search.c.article_id == article_id).limit(1).correlate(article_id.table)
    return each.scalar_subquery().is_not(None)


def _folded(text: sa.ColumnElement[str]) -> sa.ColumnElement[str]:
    """SQL for a text in lower case without accents."""
    apart = sa.func.regexp_replace(sa.func.normalize(text, sa.literal_column("NFKD")), "[\u0300-\u036f]", "", "g")
    return sa.func.translate(sa.func.lower(apart), _PLAIN, _AS)


def _select_with(words: str) -> AnySelect:
    """Selects the articles that have the words of a parameter."""
    query = sa.func.websearch_to_tsquery("simple", _folded(sa.bindparam(words, type_=sa.Text)))
    return sa.select(article_search.c.article_id).where(article_search.c.search.op("@@")(query))


_FOUND: Final = _select_with("words")
_FOLD: Final = f"""translate(
    lower(regexp_replace(normalize({{text}}, NFKD), '[\u0300-\u036f]', '', 'g')), '{_PLAIN}', '{_AS}')"""
_WORDS: Final = """concat_ws(' ', a.title, a.url, a.site, array_to_string(a.authors, ' '), f.title, f.given_title,
      left((SELECT r.text FROM revisions r WHERE r.article_id = a.id ORDER BY r.number DESC LIMIT 1), :longest))"""
_REFRESH: Final = sa.text(f"""
    INSERT INTO article_search (article_id, search)
    SELECT a.id, to_tsvector('simple', {_FOLD.format(text=_WORDS)})
    FROM articles a LEFT JOIN feeds f ON f.id = a.feed_id WHERE a.id = ANY (:articles)
    ON CONFLICT (article_id) DO UPDATE SET search = excluded.search""")  # noqa: S608 - parts of our own
