"""What was done in a stretch of days: by day, by person, by source and by feed. Each query is bounded by an index
on time.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

import sqlalchemy as sa

from store.articles import articles
from store.audit import audit
from store.claims.tables import claims
from store.claims.workflow import IN_WORK
from store.columns import AnyExpression
from store.feeds.tables import feeds
from store.lookups.lookups import TITLE, lookups
from store.lookups.sources import sources
from store.lookups.track_record import list_track_records
from store.people import people
from store.rows import AnySelect, fetch_all
from store.verdicts.fact_checks import fact_checks

_MOST_PEOPLE: Final = 30
_MOST_FEEDS: Final = 10


@dataclass(frozen=True, slots=True)
class Day:
    """One day (UTC): articles that came in and fact-checks that came out.

    `median` is that of the seconds from an article's arrival to its fact-check, of those published on the day;
    None without one.
    """

    day: date
    articles: int
    published: int
    median: float | None


@dataclass(frozen=True, slots=True)
class PersonWeek:
    """One person's week.

    Attributes:
        holds: claims in their hands now.
        judged: claims that they sent to review.
        reviewed: verdicts that they approved or sent back.
        median: seconds from taking a claim to sending it to review; None if they sent none.
    """

    id: int
    name: str
    holds: int
    judged: int
    reviewed: int
    median: float | None


@dataclass(frozen=True, slots=True)
class SourceWeek:
    """A source: the lookups of the week (`asked`) and how many found anything (`found`).

    `judged` and `agreed` are of all time: how many of its passages a verdict could be compared with, and how many
    agreed.
    """

    name: str
    title: str
    asked: int
    found: int
    judged: int
    agreed: int


@dataclass(frozen=True, slots=True)
class FeedWeek:
    """A feed and the articles that it brought in the week; those that were merged into another do not count."""

    id: int
    title: str
    articles: int


def list_days(conn: sa.Connection, first: date, last: date) -> list[Day]:
    """Every day from `first` to `last`, both inclusive, also those on which nothing happened."""
    arrived = _by_day(conn, articles.c.arrived_at, articles.c.merged_into.is_(None), first)
    published = _by_day(conn, fact_checks.c.published_at, _PUBLISHED, first)
    day = _day(fact_checks.c.published_at)
    medians = {
        row.day: float(row.median)
        for row in conn.execute(_seconds(first, day.label("day"), _percentile(0.5).label("median")).group_by(day))
    }
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [Day(each, arrived.get(each, 0), published.get(each, 0), medians.get(each)) for each in days]


def time_to_publish(conn: sa.Connection, first: date) -> tuple[float | None, float | None, int]:
    """The median and the 90th percentile of the seconds from an article's arrival to its fact-check.

    Of what was published since `first`, and how many that are; None, None and 0 for nothing.
    """
    middle, most = _percentile(0.5).label("median"), _percentile(0.9).label("ninetieth")
    row = conn.execute(_seconds(first, middle, most).add_columns(sa.func.count().label("n"))).one()
    median, ninetieth = (None if value is None else float(value) for value in (row.median, row.ninetieth))
    return median, ninetieth, int(row.n)


def list_people_of_week(conn: sa.Connection, since: datetime) -> list[PersonWeek]:
    """Who works here and did, or has, anything, at most 30; those who did most first.

    Counted are claims, not steps: a verdict that was sent to review twice counts once.
    """
    holds = _count(
        conn, sa.select(claims.c.owner_id, sa.func.count()).where(claims.c.state.in_(IN_WORK)), claims.c.owner_id
    )
    steps = sa.select(audit.c.actor_id, sa.func.count(audit.c.subject.distinct())).where(
        _ON_CLAIMS, audit.c.at >= since
    )
    judged = _count(conn, steps.where(audit.c.event == "submit"), audit.c.actor_id)
    reviewed = _count(conn, steps.where(audit.c.event.in_(("approve", "request_changes"))), audit.c.actor_id)
    medians = {
        row.actor_id: float(row.median)
        for row in conn.execute(_from_take_to_submit(since))
        if row.median is not None
    }
    active = conn.execute(sa.select(people.c.id, people.c.name).where(people.c.active)).all()
    rows = [
        PersonWeek(
            id=int(p.id),
            name=p.name,
            holds=holds.get(p.id, 0),
            judged=judged.get(p.id, 0),
            reviewed=reviewed.get(p.id, 0),
            median=medians.get(p.id),
        )
        for p in active
    ]
    busy = [row for row in rows if row.holds or row.judged or row.reviewed]
    return sorted(busy, key=lambda row: (-row.judged - row.reviewed, -row.holds, row.name))[:_MOST_PEOPLE]


def list_sources_of_week(conn: sa.Connection, since: datetime) -> list[SourceWeek]:
    """Every source that was asked in the week, those asked most first.

    Lookups that could not be asked or still wait do not count.
    """
    found = sa.func.count().filter(lookups.c.outcome == "found")
    query = (
        sa.select(lookups.c.source, TITLE, sa.func.count().label("asked"), found.label("found"))
        .outerjoin(sources, sources.c.name == lookups.c.source)
        .where(lookups.c.queued_at >= since, lookups.c.outcome.is_not(None), lookups.c.outcome != "could not ask")
        .group_by(lookups.c.source, sources.c.title)
        .order_by(sa.func.count().desc(), lookups.c.source)
    )
    records = list_track_records(conn)
    weeks = []
    for row in conn.execute(query):
        record = records.get(row.source)
        judged, agreed = (record.judged, record.agreed) if record else (0, 0)
        weeks.append(SourceWeek(
            name=row.source, title=row.title, asked=int(row.asked), found=int(row.found), judged=judged, agreed=agreed,
        ))  # fmt: skip
    return weeks


def list_feeds_of_week(conn: sa.Connection, since: datetime) -> list[FeedWeek]:
    """The feeds that brought most articles in the week, at most ten."""
    title = sa.func.coalesce(
        sa.func.nullif(feeds.c.given_title, ""), sa.func.nullif(feeds.c.title, ""), feeds.c.address
    )
    query = (
        sa.select(feeds.c.id, title.label("title"), sa.func.count().label("articles"))
        .join(articles, articles.c.feed_id == feeds.c.id)
        .where(articles.c.arrived_at >= since, articles.c.merged_into.is_(None))
        .group_by(feeds.c.id)
        .order_by(sa.func.count().desc(), feeds.c.id)
        .limit(_MOST_FEEDS)
    )
    return fetch_all(conn, query, FeedWeek)


_PUBLISHED: Final = fact_checks.c.slug.is_not(None) & (fact_checks.c.published_at <= sa.func.now())
_ON_CLAIMS: Final = audit.c.subject_kind == "claim"


def _day(column: AnyExpression) -> sa.ColumnElement[date]:
    """The day (UTC) of a time, in SQL."""
    return sa.cast(sa.func.timezone("UTC", column), sa.Date)


def _by_day(
    conn: sa.Connection, column: AnyExpression, condition: sa.ColumnElement[bool], first: date
) -> dict[date, int]:
    """How many rows have their time on each day since `first`; days without one are left out."""
    day = _day(column)
    query = sa.select(day, sa.func.count()).where(column >= first, condition).group_by(day)
    return {row[0]: int(row[1]) for row in conn.execute(query)}


def _count(conn: sa.Connection, query: AnySelect, column: AnyExpression) -> dict[int, int]:
    """A query's counts by the id in a column; rows without an id are left out."""
    rows = conn.execute(query.where(column.is_not(None)).group_by(column))
    return {int(row[0]): int(row[1]) for row in rows}


_TO_PUBLISH: Final = sa.extract("epoch", fact_checks.c.published_at - articles.c.arrived_at)


def _percentile(part: float) -> sa.ColumnElement[float]:
    """A percentile of the seconds to publication; `part` from 0 to 1."""
    return sa.func.percentile_cont(part).within_group(_TO_PUBLISH)


def _seconds(first: date, *columns: AnyExpression) -> AnySelect:
    """A query over the seconds from arrival to publication of what was published since `first`."""
    return (
        sa.select(*columns)
        .select_from(fact_checks)
        .join(claims, claims.c.id == fact_checks.c.claim_id)
        .join(articles, articles.c.id == claims.c.article_id)
        .where(_PUBLISHED, fact_checks.c.published_at >= first)
    )


def _from_take_to_submit(since: datetime) -> AnySelect:
    """The median seconds, by person, between the last time that a claim came into hands and its being sent to
    review.
    """
    taken = audit.alias("taken")
    before = (
        sa.select(sa.func.max(taken.c.at))
        .where(
            taken.c.subject_kind == "claim",
            taken.c.subject == audit.c.subject,
            taken.c.event.in_(("take", "assign")),
            taken.c.id < audit.c.id,
        )
        .scalar_subquery()
    )
    spans = (
        sa.select(audit.c.actor_id, sa.extract("epoch", audit.c.at - before).label("seconds"))
        .where(_ON_CLAIMS, audit.c.event == "submit", audit.c.at >= since, audit.c.actor_id.is_not(None))
        .subquery()
    )
    median = sa.func.percentile_cont(0.5).within_group(spans.c.seconds).label("median")
    return sa.select(spans.c.actor_id, median).group_by(spans.c.actor_id)
