"""What readers may see of our fact-checks: those that stand and are under no embargo, found by words, rating,
person, day.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

import sqlalchemy as sa

from store import word_search
from store.columns import quote_lexeme
from store.rows import fetch_all
from store.verdicts import rating_counts
from store.verdicts.fact_checks import OWN, FactCheck, fact_checks, select_own

_MOST_CLAIMANTS: Final = 100
_WORD: Final = re.compile(r"\w+")
_NEWEST: Final = 1_000  # fact-checks whose claimants are offered

# What the index and the feeds list; a withdrawn one is reached by its address alone.
PUBLIC: Final = sa.and_(
    OWN,
    fact_checks.c.withdrawn_at.is_(None),
    sa.or_(fact_checks.c.embargo_until.is_(None), fact_checks.c.embargo_until <= sa.func.now()),
)


@dataclass(frozen=True, slots=True)
class FactCheckFilters:
    """What the list is narrowed to; an empty field narrows nothing.

    Attributes:
        words: words to search for, as PostgreSQL's `websearch_to_tsquery` takes them, or of the claimant's name.
        rating: one of `store.verdicts.ratings.SCALE`.
        claimant: who said it, exactly.
        first, last: days of publication, both inclusive, in UTC.
    """

    words: str = ""
    rating: str = ""
    claimant: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """How many fact-checks have this rating."""

    value: str
    count: int


def list_public_fact_checks(
    conn: sa.Connection,
    filters: FactCheckFilters = FactCheckFilters(),
    *,
    after: Sequence[object] | None = None,
    limit: int = 30,
) -> list[FactCheck]:
    """A page of what readers may see, the newest first.

    Args:
        after: the `position` of the last one of the page before.
        limit: the most rows.
    """
    order = fact_checks.c.published_at, fact_checks.c.id
    conditions = [PUBLIC, *_conditions(filters)]
    beyond = None
    if after is not None:
        beyond = sa.tuple_(*order) < (datetime.fromisoformat(str(after[0])), int(str(after[1])))
    if filters.words:
        newest = word_search.select_newest(
            conn, order, conditions, _has_words(filters), limit,
            among_rows=OWN, along=_along(filters), beyond=beyond, begun=True,
        )  # fmt: skip
        conditions = [fact_checks.c.id.in_(newest)]
    elif beyond is not None:
        conditions.append(beyond)
    query = select_own().where(*conditions).order_by(*(column.desc() for column in order)).limit(limit)
    return fetch_all(conn, query, FactCheck)


def count_by_rating(conn: sa.Connection) -> list[Count]:
    """How many fact-checks of each rating readers may see, the most frequent first.

    Ratings without one are left out.
    """
    found = rating_counts.count_public_by_rating(conn)
    return [Count(rating, count) for rating, count in sorted(found.items(), key=lambda each: (-each[1], each[0]))]


def list_claimants(conn: sa.Connection) -> list[str]:
    """Who was checked most often of late, at most 100 people and organisations: in the newest 1,000 fact-checks."""
    newest = (
        sa.select(fact_checks.c.claimant)
        .where(PUBLIC)
        .order_by(fact_checks.c.published_at.desc(), fact_checks.c.id.desc())
        .limit(_NEWEST)
        .subquery()
    )
    often = sa.select(newest.c.claimant).where(newest.c.claimant.is_not(None)).group_by(newest.c.claimant)
    return list(
        conn.execute(often.order_by(sa.func.count().desc(), newest.c.claimant).limit(_MOST_CLAIMANTS)).scalars()
    )


def list_months(conn: sa.Connection) -> list[str]:
    """The months (“2026-11”) in which something public was published, the oldest first."""
    at = fact_checks.c.published_at
    earliest = sa.select(at).where(PUBLIC).order_by(at).limit(1)
    found = sa.select(earliest.scalar_subquery().label("at")).cte("months", recursive=True)  # the first of each
    beyond = sa.func.date_trunc("month", found.c.at) + timedelta(days=32)
    following = earliest.where(at >= sa.func.date_trunc("month", beyond)).correlate(found)
    found = found.union_all(sa.select(following.scalar_subquery()).where(found.c.at.is_not(None)))
    month = sa.func.to_char(found.c.at, "YYYY-MM")
    return list(conn.execute(sa.select(month).where(found.c.at.is_not(None)).order_by(month)).scalars())


def list_of_month(conn: sa.Connection, first: date, limit: int = 50_000) -> list[FactCheck]:
    """What was published in the month that begins on `first`, as a sitemap lists it.

    At most 50,000, which is what one sitemap may hold (sitemaps.org).
    """
    following = (first + timedelta(days=32)).replace(day=1)
    query = select_own().where(PUBLIC, *_published_within(first, following - timedelta(days=1)))
    return fetch_all(conn, query.order_by(fact_checks.c.id).limit(limit), FactCheck)


def _conditions(filters: FactCheckFilters) -> list[sa.ColumnElement[bool]]:
    """What the filters but the words ask for, as conditions that must all hold."""
    conditions = _published_within(filters.first, filters.last)
    if filters.rating:
        conditions.append(fact_checks.c.rating == filters.rating)
    if filters.claimant:
        conditions.append(fact_checks.c.claimant == filters.claimant)
    return conditions


def _along(filters: FactCheckFilters) -> list[sa.ColumnElement[bool]]:
    """What holds for the fact-checks that the shortest index has in order: of a claimant, of a rating, or all."""
    of_claimant = [fact_checks.c.claimant == filters.claimant] if filters.claimant else []
    of_rating = [fact_checks.c.rating == filters.rating] if filters.rating else []
    return [OWN, *(of_claimant or of_rating)]


def _has_words(filters: FactCheckFilters) -> sa.ColumnElement[bool]:
    """That words stand in the text, as PostgreSQL's `websearch_to_tsquery` reads them, or that each begins a word of
    the claimant's name.
    """
    in_text = word_search.words_condition(fact_checks.c.search, filters.words)
    begun = " & ".join(f"{quote_lexeme(word)}:*" for word in _WORD.findall(filters.words))
    if not begun:
        return in_text
    # A name that is the same in all rows is read once, and not for each.
    claimant = sa.literal(filters.claimant) if filters.claimant else fact_checks.c.claimant
    name = sa.func.to_tsvector(sa.literal_column("'simple'::regconfig"), sa.func.fold_text(claimant))
    named = name.op("@@", is_comparison=True)(sa.func.to_tsquery("simple", sa.func.fold_text(begun)))
    return sa.or_(in_text, named)


def _published_within(first: date | None, last: date | None) -> list[sa.ColumnElement[bool]]:
    """The conditions of a stretch of days (UTC), both inclusive; None for an open end."""
    day = fact_checks.c.published_at
    conditions: list[sa.ColumnElement[bool]] = []
    if first is not None:
        conditions.append(day >= first)
    if last is not None and last < date.max:
        conditions.append(day < last + timedelta(days=1))
    return conditions
