"""How the last two weeks went, added up every few minutes and kept as one row, so that the overview reads one row.

The sweeper brings it up to date; where it has not yet, the first reader does.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, insert

from store.columns import moment
from store.db import metadata
from store.statistics import periods
from store.statistics.periods import Day, FeedWeek, PersonWeek, SourceWeek

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

FRESH: Final = timedelta(minutes=5)
DAYS: Final = 14
_LOCK: Final = 4_170_341  # advisory lock: one transaction adds up at a time

statistics = sa.Table(
    "statistics",
    metadata,
    sa.Column("id", sa.SmallInteger, primary_key=True, autoincrement=False, server_default="1"),
    sa.Column("data", JSONB, nullable=False),
    moment("computed_at", now=True),
    sa.CheckConstraint("id = 1", "one_row"),
)


@dataclass(frozen=True, slots=True)
class Summary:
    """The last two weeks day by day, and the last seven days by person, source and feed.

    Attributes:
        published: fact-checks of the two weeks; `median` and `ninetieth` are seconds from an article's arrival to its
            fact-check, None if nothing was published.
    """

    computed_at: datetime
    days: tuple[Day, ...]
    published: int
    median: float | None
    ninetieth: float | None
    people: tuple[PersonWeek, ...]
    sources: tuple[SourceWeek, ...]
    feeds: tuple[FeedWeek, ...]


def get_summary(conn: sa.Connection) -> Summary:
    """The summary as it was added up last; computed now if there is none, or only an old one.

    Where another transaction is adding it up, the old one is given, or an empty one.
    """
    found = _read(conn)
    if found is None or _is_old(found.computed_at):
        update_summary(conn)
        return _read(conn) or _empty()
    return found


def update_summary(conn: sa.Connection) -> bool:
    """Recompute the summary if it is too old and no other process is doing so; returns whether it did.

    An advisory lock, held until the transaction ends, keeps others from doing the same.
    """
    computed_at = conn.execute(sa.select(statistics.c.computed_at)).scalar()
    if computed_at is not None and not _is_old(computed_at):
        return False
    if not conn.execute(sa.select(sa.func.pg_try_advisory_xact_lock(_LOCK))).scalar_one():
        return False
    write = insert(statistics).values(id=1, data=_compute(conn))
    fresh = {"data": write.excluded.data, "computed_at": sa.func.now()}
    conn.execute(write.on_conflict_do_update(index_elements=["id"], set_=fresh))
    return True


def _is_old(computed_at: datetime) -> bool:
    """Whether a summary was added up more than five minutes ago."""
    return datetime.now(UTC) - computed_at > FRESH


def _compute(conn: sa.Connection) -> dict[str, object]:
    """The summary as JSON: the fields of `Summary` except `computed_at`."""
    today = datetime.now(UTC).date()
    first = today - timedelta(days=DAYS - 1)
    median, ninetieth, published = periods.time_to_publish(conn, first)
    week = datetime.now(UTC) - timedelta(days=7)
    return {
        "days": [asdict(each) | {"day": each.day.isoformat()} for each in periods.list_days(conn, first, today)],
        "published": published,
        "median": median,
        "ninetieth": ninetieth,
        "people": _plain(periods.list_people_of_week(conn, week)),
        "sources": _plain(periods.list_sources_of_week(conn, week)),
        "feeds": _plain(periods.list_feeds_of_week(conn, week)),
    }


def _plain(rows: "Sequence[DataclassInstance]") -> list[dict[str, object]]:
    """Dataclasses as objects of JSON."""
    return [asdict(row) for row in rows]


def _read(conn: sa.Connection) -> Summary | None:
    """The summary that is kept; None if there is none, or one that another version of the desk wrote."""
    row = conn.execute(sa.select(statistics.c.data, statistics.c.computed_at)).first()
    if row is None:
        return None
    data = dict(row.data)
    if data.keys() != {field.name for field in fields(Summary)} - {"computed_at"}:
        return None  # of another version of the desk
    return Summary(
        computed_at=row.computed_at,
        days=tuple(Day(**{**each, "day": date.fromisoformat(each["day"])}) for each in data["days"]),
        published=data["published"], median=data["median"], ninetieth=data["ninetieth"],
        people=tuple(PersonWeek(**each) for each in data["people"]),
        sources=tuple(SourceWeek(**each) for each in data["sources"]),
        feeds=tuple(FeedWeek(**each) for each in data["feeds"]),
    )  # fmt: skip


def _empty() -> Summary:
    """A summary of nothing, for a desk that is adding up its first."""
    return Summary(
        computed_at=datetime.now(UTC), days=(), published=0, median=None, ninetieth=None, people=(), sources=(),
        feeds=(),
    )  # fmt: skip
