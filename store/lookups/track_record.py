"""How each reference source has done: how often it brought anything, how often that was for or against the claim, and
how often its stance agreed with the verdict.

A source's stance on a claim is that of its strongest passage which supports or refutes. It is compared with the rating
that was approved, and only where that says true or false; ratings in between agree with neither. What was captured
after the verdict does not count: the past fact-checks would agree with our own.

On a desk of many lookups to count takes 0.3 s and more; there the sweeper counts every few minutes, and what it
counted is kept.
"""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on

from store.claims.tables import claims
from store.columns import moment
from store.db import metadata
from store.lookups.evidence import evidence
from store.lookups.lookups import lookups
from store.verdicts.ratings import FALSE, TRUE
from store.verdicts.verdicts import verdicts

_SIDES: Final = ("supports", "refutes")
_STANDING: Final = ("approved", "published", "correction_pending")
_FEW: Final = 100_000  # lookups; so many are counted within 30 ms
_FRESH: Final = timedelta(minutes=5)
_LOCK: Final = 4_170_342  # advisory lock: one transaction counts at a time

track_records = sa.Table(
    "track_records",
    metadata,
    sa.Column("source", sa.Text, primary_key=True),
    *(
        sa.Column(name, sa.BigInteger, nullable=False)
        for name in ("lookups", "found", "could_not_ask", "sided", "judged", "agreed")
    ),
    moment("counted_at", now=True),
)


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """What came of a source's lookups; each part is told with what it is a part of.

    `lookups` had an answer: `found`, nothing, or `could_not_ask`. Of those that found anything `sided` brought a
    passage that supports or refutes; what others brought is context, or has no bearing. On `judged` claims it took
    a side, and `agreed` with the verdict on so many of them.
    """

    source: str
    lookups: int
    found: int
    could_not_ask: int
    sided: int = 0
    judged: int = 0
    agreed: int = 0

    @property
    def finds(self) -> float | None:
        """The part of the lookups that were asked which found anything; None before the first."""
        return self.found / self.asked if self.asked else None

    @property
    def asked(self) -> int:
        """Of how many lookups the source could be asked."""
        return self.lookups - self.could_not_ask

    @property
    def agrees(self) -> float | None:
        """The part of the judged claims on which it agreed; None before the first."""
        return self.agreed / self.judged if self.judged else None


def list_track_records(conn: sa.Connection) -> dict[str, TrackRecord]:
    """The record of every source that was ever asked, by its name: what is kept, counted now where nothing is."""
    columns = (column for column in track_records.c if column.name != "counted_at")
    kept = {
        row.source: TrackRecord(**row._asdict()) for row in conn.execute(sa.select(*columns).order_by("source"))
    }
    return kept or count_track_records(conn)


def counted_at(conn: sa.Connection) -> datetime | None:
    """When the records that are kept were counted; None if they are counted when they are asked for."""
    return conn.execute(sa.select(sa.func.min(track_records.c.counted_at))).scalar()


def count_track_records(conn: sa.Connection) -> dict[str, TrackRecord]:
    """The record of every source that was ever asked, by its name, counted now."""
    sided = {row.source: int(row.sided) for row in conn.execute(_sided())}
    judged = {row.source: (int(row.judged), int(row.agreed)) for row in conn.execute(_judged())}
    records = {}
    for row in conn.execute(_counts()):
        of_judged, agreed = judged.get(row.source, (0, 0))
        records[row.source] = TrackRecord(
            source=row.source, lookups=int(row.n), found=int(row.found), could_not_ask=int(row.could_not_ask),
            sided=sided.get(row.source, 0), judged=of_judged, agreed=agreed,
        )  # fmt: skip
    return records


def keep_track_records(conn: sa.Connection, few: int = _FEW, fresh: timedelta = _FRESH) -> bool:
    """Count the records of a desk of more than `few` lookups and keep them, where those that are kept are not `fresh`.

    A smaller desk keeps none. How many lookups there are is what PostgreSQL's statistics say.

    Returns:
        Whether records were counted.
    """
    is_fresh = sa.func.min(track_records.c.counted_at) > sa.func.now() - fresh
    if conn.execute(sa.select(is_fresh)).scalar():
        return False
    if not conn.execute(sa.select(sa.func.pg_try_advisory_xact_lock(_LOCK))).scalar_one():
        return False
    conn.execute(sa.delete(track_records))
    if int(conn.execute(_ESTIMATE).scalar_one()) <= few:
        return False
    if records := [asdict(record) for record in count_track_records(conn).values()]:
        conn.execute(sa.insert(track_records), records)
    return bool(records)


_ESTIMATE: Final = sa.text("SELECT reltuples FROM pg_class WHERE oid = 'lookups'::regclass")


def _counts() -> sa.Select[tuple[str, int, int, int]]:
    return (
        sa.select(
            lookups.c.source,
            sa.func.count().label("n"),
            _where(lookups.c.outcome == "found").label("found"),
            _where(lookups.c.outcome == "could not ask").label("could_not_ask"),
        )
        .where(lookups.c.outcome.is_not(None))
        .group_by(lookups.c.source)
        .order_by(lookups.c.source)
    )


def _sided() -> sa.Select[tuple[str, int]]:
    side = sa.exists().where(evidence.c.lookup_id == lookups.c.id, evidence.c.stance.in_(_SIDES))
    counted = sa.select(lookups.c.source, sa.func.count().label("sided")).where(lookups.c.outcome == "found", side)
    return counted.group_by(lookups.c.source)


def _judged() -> sa.Select[tuple[str, int, int]]:
    final = (
        sa.select(verdicts.c.claim_id, verdicts.c.rating, verdicts.c.reviewed_at)
        .join(claims, claims.c.id == verdicts.c.claim_id)
        .where(verdicts.c.decision == "approved", claims.c.state.in_(_STANDING))
        .ext(distinct_on(verdicts.c.claim_id))
        .order_by(verdicts.c.claim_id, verdicts.c.number.desc())
        .cte("final")
    )
    sided = (
        sa.select(lookups.c.source, evidence.c.stance, final.c.rating)
        .join(evidence, evidence.c.claim_id == final.c.claim_id)
        .join(lookups, lookups.c.id == evidence.c.lookup_id)
        .where(final.c.rating.in_(TRUE + FALSE), evidence.c.stance.in_(_SIDES))
        .where(evidence.c.captured_at <= final.c.reviewed_at)
        .ext(distinct_on(evidence.c.claim_id, lookups.c.source))
        .order_by(evidence.c.claim_id, lookups.c.source, evidence.c.confidence.desc(), evidence.c.id)
        .cte("sided")
    )
    agrees = sa.or_(
        sa.and_(sided.c.stance == "supports", sided.c.rating.in_(TRUE)),
        sa.and_(sided.c.stance == "refutes", sided.c.rating.in_(FALSE)),
    )
    return sa.select(sided.c.source, sa.func.count().label("judged"), _where(agrees).label("agreed")).group_by(
        sided.c.source
    )


def _where(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.count().filter(condition)
