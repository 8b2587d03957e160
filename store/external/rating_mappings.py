"""External ratings, each pair of publisher and words once, and the rating of ours that each is mapped to.

A fact-check keeps the publisher's words and no rating of ours: that is read through the table `external_ratings`. So a
decision changes a few rows and holds at once for every fact-check, however many there are.

The rating of ours is the first of these that is known: what people decided for the publisher, what they decided for
everybody, what the rules say of the words, what they say of the numbers (which differ from fact-check to fact-check).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, insert

from checks.types.fact_check import RatingReading
from store import audit
from store.columns import identity, moment, one_of
from store.db import metadata
from store.people import Actor, Refused
from store.rows import fetch_one
from store.verdicts.ratings import SCALE

NO_COUNTERPART: Final = "none"  # the words are known and have no counterpart on our scale
BY_RULE: Final = "by rule"  # no decision: the rules count
DECISIONS: Final = (*SCALE, NO_COUNTERPART, BY_RULE)
EVERYBODY: Final = ""  # the publisher of a decision that holds for all publishers
_LONGEST: Final = 2000  # bytes of publisher and words together; a row of a B-tree index takes 2,704 at most
_LOCK: Final = 4_170_323  # advisory lock: shared by transactions that write readings, exclusive for decisions

external_ratings = sa.Table(
    "external_ratings",
    metadata,
    identity(),
    sa.Column("publisher", sa.Text, nullable=False),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("key", sa.Text),
    sa.Column("by_words", sa.Text),
    sa.Column("rules", sa.Text),
    sa.Column("decided", sa.Text),
    sa.UniqueConstraint("publisher", "label"),
    sa.CheckConstraint(one_of("decided", (*SCALE, NO_COUNTERPART)), "decided"),
    sa.Index("ix_external_ratings_key", "key"),
)
rating_decisions = sa.Table(
    "rating_decisions",
    metadata,
    identity(),
    sa.Column("publisher", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("rating", sa.Text, nullable=False),
    sa.Column("decided_by", sa.BigInteger, sa.ForeignKey("people.id")),
    moment("decided_at", now=True),
    sa.UniqueConstraint("publisher", "key"),
    sa.CheckConstraint(one_of("rating", (*SCALE, NO_COUNTERPART)), "rating"),
)


@dataclass(frozen=True, slots=True)
class ExternalRating:
    """A rating of one publisher.

    Attributes:
        label: the publisher's words.
        key: `label` without case, accents and punctuation; "" or None if nothing is left of it, or it was not
            read yet.
        by_words: what the rules say of it: a rating of ours, "none", or None.
        decided: what people decided, for this publisher or for everybody; likewise.
    """

    id: int
    publisher: str
    label: str
    key: str | None
    by_words: str | None
    decided: str | None


def mapped_rating_expression(checks: sa.FromClause) -> sa.ColumnElement[str | None]:
    """The rating of ours that a fact-check has, as an SQL expression.

    Args:
        checks: fact-checks, a table or a subquery with the columns `slug`, `publisher`, `rating` and `by_numbers`.

    Returns:
        Text: of our own fact-checks their rating; of external ones a rating of ours, "" for none of ours, NULL for
        words that the rules did not read yet.
    """
    kinds, columns = external_ratings.c, checks.c
    first_known = sa.func.coalesce(kinds.decided, kinds.by_words, columns.by_numbers)
    ours = sa.func.coalesce(sa.func.nullif(first_known, NO_COUNTERPART), "")
    is_read = sa.or_(kinds.rules.is_not(None), kinds.decided.is_not(None))
    mapped = (
        sa.select(sa.case((is_read, ours)))
        .where(kinds.publisher == columns.publisher, kinds.label == columns.rating)
        .correlate_except(external_ratings)
        .scalar_subquery()
    )
    return sa.case((columns.slug.is_not(None), columns.rating), else_=mapped)


def note_external_ratings(conn: sa.Connection, kinds: Sequence[tuple[str, str]]) -> None:
    """Insert ratings, as (publisher, words), that the rules are still to read; those that are there stay as they
    are.
    """
    rows = [{"publisher": publisher, "label": label} for publisher, label in dict.fromkeys(kinds)]
    conn.execute(insert(external_ratings).on_conflict_do_nothing(), rows)


def get_mapped_ratings(conn: sa.Connection, kinds: Sequence[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """The ratings of ours for ratings given as (publisher, words); numbers do not count here.

    A rating that was not seen before is noted, so that people can decide about it.

    Returns:
        A rating of ours for each pair, "" for none of ours. Pairs that were not read yet, or are longer than
        2,000 bytes, are missing.
    """
    kinds = [kind for kind in kinds if len("".join(kind).encode()) <= _LONGEST]
    if not kinds:
        return {}
    note_external_ratings(conn, sorted(kinds))
    stored = external_ratings.c
    ours = sa.func.coalesce(sa.func.nullif(sa.func.coalesce(stored.decided, stored.by_words), NO_COUNTERPART), "")
    query = sa.select(stored.publisher, stored.label, ours.label("ours")).where(
        sa.tuple_(stored.publisher, stored.label).in_(kinds),
        sa.or_(stored.rules.is_not(None), stored.decided.is_not(None)),
    )
    return {(row.publisher, row.label): row.ours for row in conn.execute(query)}


def write_rating_readings(
    conn: sa.Connection, readings: Mapping[tuple[str, str], RatingReading], rules_version: str
) -> None:
    """Insert or update ratings with what the rules say; decisions that are there hold for new ones too.

    Args:
        readings: what the rules say, by (publisher, words).
        rules_version: the version of these rules.
    """
    if not readings:
        return
    conn.execute(sa.select(sa.func.pg_advisory_xact_lock_shared(_LOCK)))
    # In one order, so that two writers never wait for each other.
    rows = [
        {
            "publisher": publisher,
            "label": label,
            "key": reading.key,
            "by_words": reading.by_words,
            "rules": rules_version,
        }
        for (publisher, label), reading in sorted(readings.items(), key=lambda pair: pair[0])
    ]
    add = insert(external_ratings)
    fresh = {name: add.excluded[name] for name in ("key", "by_words", "rules")}
    stale = sa.or_(
        external_ratings.c.rules.is_distinct_from(rules_version),
        external_ratings.c.key.is_distinct_from(add.excluded.key),
    )
    conn.execute(add.on_conflict_do_update(index_elements=["publisher", "label"], set_=fresh, where=stale), rows)
    keys = sa.cast(list({row["key"] for row in rows}), ARRAY(sa.Text))
    _apply_decisions(conn, external_ratings.c.key == sa.any_(keys))


def list_unread_ratings(conn: sa.Connection, rules_version: str, limit: int) -> list[tuple[str, str]]:
    """At most `limit` ratings, as (publisher, words), that this version of the rules did not read yet."""
    query = sa.select(external_ratings.c.publisher, external_ratings.c.label)
    unread = query.where(external_ratings.c.rules.is_distinct_from(rules_version)).limit(limit)
    return [(row.publisher, row.label) for row in conn.execute(unread)]


def get_external_rating(conn: sa.Connection, rating_id: int) -> ExternalRating:
    """One rating.

    Raises:
        NotFound: there is none with this id.
    """
    columns = [column for column in external_ratings.c if column.name != "rules"]
    query = sa.select(*columns).where(external_ratings.c.id == rating_id)
    return fetch_one(conn, query, ExternalRating, f"external rating {rating_id}")


def decide_rating_mapping(
    conn: sa.Connection, rating_id: int, decision: str, actor: Actor, *, everybody: bool = False
) -> None:
    """Decide what a rating is on our scale, with an audit entry; it holds for other ways of writing it too.

    A decision for a publisher goes before one for everybody.

    Args:
        rating_id: the rating by which the words are given.
        decision: one of `DECISIONS`; `BY_RULE` takes a decision back.
        everybody: whether it holds for every publisher that writes these words.

    Raises:
        NotFound: there is no such rating.
        Refused: `decision` is not one of `DECISIONS`, or the words hold neither letter nor digit.
    """
    if decision not in DECISIONS:
        raise Refused("rating", f"the rating is one of {', '.join(DECISIONS)}")
    conn.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    rating = get_external_rating(conn, rating_id)
    if not rating.key:
        raise Refused("rating", "this rating holds no letter or digit, or was not read yet; try again in a moment")
    row = {"publisher": EVERYBODY if everybody else rating.publisher, "key": rating.key}
    before = conn.execute(sa.select(rating_decisions.c.rating).filter_by(**row)).scalar() or BY_RULE
    if decision == BY_RULE:
        conn.execute(sa.delete(rating_decisions).filter_by(**row))
    else:
        values = {"rating": decision, "decided_by": actor.id, "decided_at": sa.func.now()}
        add = insert(rating_decisions).values(**row, **values)
        conn.execute(add.on_conflict_do_update(index_elements=["publisher", "key"], set_=values))
    _apply_decisions(conn, external_ratings.c.key == rating.key)
    audit.write_audit_entry(
        conn, actor, "rating", rating_id, "rating mapping decided", reason=rating.label,
        details={"publisher": row["publisher"] or "everybody"}, before=before, after=decision,
    )  # fmt: skip


def _apply_decisions(conn: sa.Connection, which: sa.ColumnElement[bool]) -> None:
    """Write the decisions into the column `decided` of the ratings of `which`; one for the publisher goes first."""
    first = (
        sa.select(rating_decisions.c.rating)
        .where(
            rating_decisions.c.key == external_ratings.c.key,
            rating_decisions.c.publisher.in_((external_ratings.c.publisher, EVERYBODY)),
        )
        .order_by(rating_decisions.c.publisher.desc())
        .limit(1)
        .scalar_subquery()
    )
    changed = external_ratings.c.decided.is_distinct_from(first)
    conn.execute(sa.update(external_ratings).where(which, changed).values(decided=first))
