"""Ratings of others, each kind once, with what it is on our scale and what people decided about it.

A fact-check of others keeps the publisher's words and no rating of ours: that is read through this table, so that a
decision holds for all of them at once, however many there are.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ColumnElement,
    Connection,
    ForeignKey,
    Index,
    RowMapping,
    Table,
    Text,
    UniqueConstraint,
    any_,
    case,
    cast,
    delete,
    func,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, insert

from checks.types.fact_check import RatingReading
from store import audit
from store.columns import identity, moment, one_of
from store.db import metadata, one
from store.people import Actor, Refused
from store.ratings import SCALE

NONE: Final = "none"
BY_RULE: Final = "by rule"
CHOICES: Final = (*SCALE, NONE, BY_RULE)
EVERYBODY: Final = ""
_LONGEST: Final = 2000  # bytes of publisher and words; the index takes no more than 2,704
_LOCK: Final = 4_170_323  # a decision waits for writers of new kinds, and they for it

foreign_ratings = Table(
    "foreign_ratings",
    metadata,
    identity(),
    Column("publisher", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("key", Text),
    Column("by_words", Text),
    Column("rules", Text),
    Column("decided", Text),
    UniqueConstraint("publisher", "label"),
    CheckConstraint(one_of("decided", (*SCALE, NONE)), "decided"),
    Index("ix_foreign_ratings_key", "key"),
)
decisions = Table(
    "rating_decisions",
    metadata,
    identity(),
    Column("publisher", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("rating", Text, nullable=False),
    Column("decided_by", BigInteger, ForeignKey("people.id")),
    moment("decided_at", now=True),
    UniqueConstraint("publisher", "key"),
    CheckConstraint(one_of("rating", (*SCALE, NONE)), "rating"),
)


def rated(checks: Any) -> ColumnElement[Any]:
    """A fact-check's rating on our scale as an expression over its columns.

    Empty: no rating of ours; NULL: the rules were not asked yet.
    """
    kinds = foreign_ratings.c
    ours = func.coalesce(func.nullif(func.coalesce(kinds.decided, kinds.by_words, checks.by_numbers), NONE), "")
    asked = or_(kinds.rules.is_not(None), kinds.decided.is_not(None))
    same = kinds.publisher == checks.publisher, kinds.label == checks.rating
    theirs = select(case((asked, ours))).where(*same).correlate_except(foreign_ratings).scalar_subquery()
    return case((checks.slug.is_not(None), checks.rating), else_=theirs)


def seen(conn: Connection, kinds: Sequence[tuple[str, str]]) -> None:
    """Note kinds of ratings, as (publisher, words), that are still to be read."""
    rows = [{"publisher": publisher, "label": label} for publisher, label in dict.fromkeys(kinds)]
    conn.execute(insert(foreign_ratings).on_conflict_do_nothing(), rows)


def known(conn: Connection, kinds: Sequence[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """What kinds of ratings are on our scale, "" for none of ours; a new kind is noted, so that people can decide on it."""
    kinds = [kind for kind in kinds if len("".join(kind).encode()) <= _LONGEST]
    if not kinds:
        return {}
    seen(conn, sorted(kinds))
    held = foreign_ratings.c
    ours = func.coalesce(func.nullif(func.coalesce(held.decided, held.by_words), NONE), "")
    query = select(held.publisher, held.label, ours.label("ours"))
    query = query.where(
        tuple_(held.publisher, held.label).in_(kinds), or_(held.rules.is_not(None), held.decided.is_not(None))
    )
    return {(row.publisher, row.label): row.ours for row in conn.execute(query)}


def write(conn: Connection, kinds: Mapping[tuple[str, str], RatingReading], rules: str) -> None:
    """Note kinds of ratings with what the rules, whose stamp is `rules`, say of them; decisions hold for new ones too."""
    if not kinds:
        return
    conn.execute(select(func.pg_advisory_xact_lock_shared(_LOCK)))
    rows = [
        {"publisher": publisher, "label": label, "key": read.key, "by_words": read.by_words, "rules": rules}
        for (publisher, label), read in sorted(kinds.items(), key=lambda kind: kind[0])
    ]
    add = insert(foreign_ratings)
    fresh = {name: add.excluded[name] for name in ("key", "by_words", "rules")}
    stale = or_(
        foreign_ratings.c.rules.is_distinct_from(rules), foreign_ratings.c.key.is_distinct_from(add.excluded.key)
    )
    conn.execute(add.on_conflict_do_update(index_elements=["publisher", "label"], set_=fresh, where=stale), rows)
    _settle(conn, foreign_ratings.c.key == any_(cast(list({row["key"] for row in rows}), ARRAY(Text))))


def unread(conn: Connection, rules: str, limit: int) -> list[tuple[str, str]]:
    """Kinds of ratings that were not read by these rules yet, as (publisher, words)."""
    query = select(foreign_ratings.c.publisher, foreign_ratings.c.label)
    rows = conn.execute(query.where(foreign_ratings.c.rules.is_distinct_from(rules)).limit(limit))
    return [(row.publisher, row.label) for row in rows]


def get(conn: Connection, kind_id: int) -> RowMapping:
    """One kind of rating. Raises `NotFound`."""
    query = select(foreign_ratings).where(foreign_ratings.c.id == kind_id)
    return one(conn.execute(query).mappings().first(), f"rating of others {kind_id}")


def decide(conn: Connection, kind_id: int, rating: str, actor: Actor, *, everybody: bool = False) -> None:
    """Decide what a kind of rating is on our scale, for its publisher or for everybody; `BY_RULE` takes that back.

    A decision for a publisher goes before one for everybody. Raises `NotFound`, or `Refused` naming the field.
    """
    if rating not in CHOICES:
        raise Refused("rating", f"the rating is one of {', '.join(CHOICES)}")
    conn.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    kind = get(conn, kind_id)
    if not kind["key"]:
        raise Refused("rating", "this rating holds no letter or digit, or was not read yet; try again in a moment")
    row = {"publisher": EVERYBODY if everybody else kind["publisher"], "key": kind["key"]}
    before = conn.execute(select(decisions.c.rating).filter_by(**row)).scalar() or BY_RULE
    if rating == BY_RULE:
        conn.execute(delete(decisions).filter_by(**row))
    else:
        values = {"rating": rating, "decided_by": actor.id, "decided_at": func.now()}
        add = insert(decisions).values(**row, **values)
        conn.execute(add.on_conflict_do_update(index_elements=["publisher", "key"], set_=values))
    _settle(conn, foreign_ratings.c.key == kind["key"])
    audit.write(
        conn, actor, "rating", kind_id, "rating of others decided", reason=kind["label"],
        details={"publisher": row["publisher"] or "everybody"}, **{"from": before, "to": rating},
    )  # fmt: skip


def _settle(conn: Connection, which: ColumnElement[bool]) -> None:
    """Write decisions through to the kinds of ratings that they are about."""
    about = (
        decisions.c.key == foreign_ratings.c.key,
        decisions.c.publisher.in_((foreign_ratings.c.publisher, EVERYBODY)),
    )
    nearest = (
        select(decisions.c.rating).where(*about).order_by(decisions.c.publisher.desc()).limit(1).scalar_subquery()
    )
    changed = foreign_ratings.c.decided.is_distinct_from(nearest)
    conn.execute(update(foreign_ratings).where(which, changed).values(decided=nearest))


def page(
    conn: Connection,
    counted: Any,
    *,
    words: str = "",
    unknown: bool = False,
    after: tuple[int, int, int] | None = None,
    limit: int = 50,
) -> list[RowMapping]:
    """Kinds of ratings with how many fact-checks have each, unknown ones first, then the most frequent.

    `counted` counts fact-checks by publisher and rating, and how many of them have numbers. To go on `after` a row, give
    its `known`, its `checks` negated, and its id.
    """
    ours = func.coalesce(foreign_ratings.c.decided, foreign_ratings.c.by_words)
    count = func.coalesce(counted.c.checks, 0)
    known = case((ours.is_not(None), 1), (counted.c.with_numbers == counted.c.checks, 1), else_=0)
    joined = foreign_ratings.outerjoin(
        counted,
        (counted.c.publisher == foreign_ratings.c.publisher) & (counted.c.rating == foreign_ratings.c.label),
    )
    query = select(
        foreign_ratings, ours.label("ours"), known.label("known"), count.label("checks"),
        func.coalesce(counted.c.with_numbers, 0).label("with_numbers"),
    ).select_from(joined)  # fmt: skip
    if words:
        query = query.where(
            foreign_ratings.c.label.icontains(words, autoescape=True)
            | foreign_ratings.c.publisher.icontains(words, autoescape=True)
        )
    if unknown:
        query = query.where(known == 0)
    if after:
        query = query.where(func.row(known, -count, foreign_ratings.c.id) > func.row(*after))
    return list(conn.execute(query.order_by(known, -count, foreign_ratings.c.id).limit(limit)).mappings())
