"""Backfills: sources asked again for all claims that wait, portion by portion, after something new was put there.

A backfill is one job that queues a portion of lookups, waits until few are left, and goes on where it stood; its
row says how far it is. Claims that somebody has in hand are not asked for, nor are those that another claim
answers for.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from store import audit, queue
from store.claims.shared_claims import shared_claims
from store.claims.tables import claims
from store.claims.workflow import OPEN, NotAllowed
from store.columns import identity, moment
from store.db import metadata, tell
from store.lookups import sources
from store.lookups.lookups import lookups, restart_lookups_of_sources
from store.people import Actor, Refused, people
from store.rows import AnySelect, fetch_all, fetch_one

KIND: Final = "backfill"  # of the job
PORTION: Final = 200  # claims whose lookups are queued at once
_FEW: Final = 100  # lookups of its sources that may wait when the next portion is queued
_LOCK: Final = 7_305_201  # of the advisory lock under which a backfill begins

backfills = sa.Table(
    "backfills",
    metadata,
    identity(),
    sa.Column("sources", ARRAY(sa.Text), nullable=False),
    sa.Column("started_by", sa.BigInteger, sa.ForeignKey("people.id"), nullable=False),
    moment("started_at", now=True),
    sa.Column("total", sa.Integer, nullable=False),
    sa.Column("asked", sa.Integer, nullable=False, server_default="0"),
    sa.Column("next_id", sa.BigInteger),
    moment("ended_at"),
    sa.Column("stopped_by", sa.BigInteger, sa.ForeignKey("people.id")),
    sa.Column("failure", sa.Text),
    sa.CheckConstraint("cardinality(sources) > 0", "sources"),
    sa.CheckConstraint("ended_at IS NOT NULL OR (stopped_by IS NULL AND failure IS NULL)", "ended"),
    sa.Index("ix_backfills_running", "id", postgresql_where=sa.text("ended_at IS NULL")),
)


@dataclass(frozen=True, slots=True)
class Backfill:
    """One time that sources were asked again for all claims that wait.

    Attributes:
        sources: the names of the sources, in the order of the alphabet.
        starter: who began it; `stopper` who stopped it, None if nobody did.
        total: how many claims waited when it began, of which `asked` were queued.
        ended_at: when it was done, stopped, or given up, for which `failure` says why.
    """

    id: int
    sources: list[str]
    starter: str
    started_at: datetime
    total: int
    asked: int
    ended_at: datetime | None
    stopper: str | None
    failure: str | None

    @property
    def state(self) -> str:
        """How it stands: "running", "done", "stopped" or "failed"."""
        if self.ended_at is None:
            return "running"
        return "failed" if self.failure else "stopped" if self.stopper else "done"


def start_backfill(conn: sa.Connection, names: Collection[str], actor: Actor) -> Backfill:
    """Begin to ask sources again for all claims that wait; one of the same sources that runs is stopped and begun anew.

    Args:
        names: of the sources; none for all that are switched on.

    Raises:
        Refused: a source is not there or not switched on, or none is.
    """
    on = _list_switched_on(conn)
    wanted = sorted(set(names) or on)
    if missing := [name for name in wanted if name not in on]:
        raise Refused("source", f"the source “{missing[0]}” is not switched on")
    if not wanted:
        raise Refused("source", "no source is switched on")
    if actor.id is None:
        raise Refused("actor", "only a person has sources asked again")
    conn.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    for row in list_running_backfills(conn):
        if row.sources == wanted:
            _end(conn, row.id, stopped_by=actor.id)
    total = conn.execute(sa.select(sa.func.count()).select_from(claims).where(*_waiting())).scalar_one()
    write = sa.insert(backfills).values(sources=wanted, started_by=actor.id, total=total)
    backfill_id = int(conn.execute(write.returning(backfills.c.id)).scalar_one())
    queue.add_jobs(conn, KIND, [backfill_id])
    details = {"sources": wanted, "claims": total}
    audit.write_audit_entry(conn, actor, KIND, backfill_id, "started", details=details)
    tell(conn, "source", 0)
    return get_backfill(conn, backfill_id)


def get_backfill(conn: sa.Connection, backfill_id: int) -> Backfill:
    """One backfill.

    Raises:
        NotFound: there is none with this id.
    """
    return fetch_one(conn, _select().where(backfills.c.id == backfill_id), Backfill, f"backfill {backfill_id}")


def list_backfills(conn: sa.Connection, *, before: int | None = None, limit: int = 50) -> list[Backfill]:
    """Backfills, the newest first.

    Args:
        before: those with a lower id.
        limit: the most rows.
    """
    query = _select() if before is None else _select().where(backfills.c.id < before)
    return fetch_all(conn, query.order_by(backfills.c.id.desc()).limit(limit), Backfill)


def list_running_backfills(conn: sa.Connection) -> list[Backfill]:
    """Those that are not ended."""
    return fetch_all(conn, _select().where(backfills.c.ended_at.is_(None)).order_by(backfills.c.id), Backfill)


def stop_backfill(conn: sa.Connection, backfill_id: int, actor: Actor) -> Backfill:
    """Stop a backfill; what was queued is still asked.

    Raises:
        NotFound: there is none with this id.
        NotAllowed: it has ended already.
    """
    found = get_backfill(conn, backfill_id)
    if not _end(conn, backfill_id, stopped_by=actor.id):
        raise NotAllowed(f"it has ended already: {found.state}", "state")
    audit.write_audit_entry(conn, actor, KIND, backfill_id, "stopped", details={"asked": found.asked})
    return get_backfill(conn, backfill_id)


def fail_backfill(conn: sa.Connection, backfill_id: int, reason: str) -> None:
    """Note that a backfill was given up, with the reason in words."""
    _end(conn, backfill_id, failure=reason)


def queue_next_portion(conn: sa.Connection, backfill_id: int) -> str:
    """Queue the next claims of a backfill, in the transaction of its job.

    Returns:
        "queued" where there were any; "waiting" where too much waits for its sources already, or what it asked
        last is not answered yet; "ended" where it is done, or somebody has stopped it.

    Raises:
        NotFound: there is none with this id.
    """
    row = conn.execute(sa.select(backfills).where(backfills.c.id == backfill_id).with_for_update()).first()
    if row is None or row.ended_at is not None:
        get_backfill(conn, backfill_id)
        return "ended"
    on = _list_switched_on(conn)
    names = [name for name in row.sources if name in on]
    if _count_untried(conn, names, _FEW) >= _FEW:
        return "waiting"
    beyond = [] if row.next_id is None else [claims.c.id < row.next_id]
    query = sa.select(claims.c.id).where(*_waiting(), *beyond).order_by(claims.c.id.desc()).limit(PORTION)
    ids = list(conn.execute(query).scalars()) if names else []
    if not ids:
        if _count_untried(conn, names, 1, again=True):
            return "waiting"
        _end(conn, backfill_id)
        return "ended"
    restart_lookups_of_sources(conn, ids, names)
    asked = {"asked": backfills.c.asked + len(ids), "next_id": ids[-1]}
    conn.execute(sa.update(backfills).where(backfills.c.id == backfill_id).values(asked))
    tell(conn, "source", 0)
    return "queued"


def _end(conn: sa.Connection, backfill_id: int, **how: object) -> bool:
    """End a backfill that runs, and say whether it ran."""
    running = backfills.c.id == backfill_id, backfills.c.ended_at.is_(None)
    ended = conn.execute(sa.update(backfills).where(*running).values(ended_at=sa.func.clock_timestamp(), **how))
    tell(conn, "source", 0)
    return bool(ended.rowcount)


def _waiting() -> Sequence[sa.ColumnElement[bool]]:
    """That a claim waits for somebody, and that no other one answers for it."""
    shared = sa.exists().where(shared_claims.c.claim_id == claims.c.id)
    return claims.c.state.in_(OPEN), claims.c.head_id.is_(None), ~shared


def _count_untried(conn: sa.Connection, names: Sequence[str], most: int, *, again: bool = False) -> int:
    """How many lookups wait for these sources, counted up to `most`; a source that is paused or fails is not
    waited for.

    Args:
        again: only those that are asked again.
    """
    job = queue.work
    some = (
        sa.select(sa.literal(1))
        .select_from(job)
        .join(sources.sources, sources.sources.c.name == job.c.concurrency_group)
        .where(job.c.kind == "lookup", job.c.concurrency_group.in_(names), ~job.c.failed, ~sources.paused())
        .where(sa.or_(job.c.attempts == 0, ~queue.FREE))
        .limit(most)
    )
    if again:
        some = some.join(lookups, lookups.c.id == job.c.subject).where(lookups.c.asked_again)
    return int(conn.execute(sa.select(sa.func.count()).select_from(some.subquery())).scalar_one())


def _list_switched_on(conn: sa.Connection) -> set[str]:
    return set(conn.execute(sa.select(sources.sources.c.name).where(sources.sources.c.switched_on)).scalars())


def _select() -> AnySelect:
    """Backfills with the fields of `Backfill`."""
    stopper = people.alias("stopper")
    same = ("id", "sources", "started_at", "total", "asked", "ended_at", "failure")
    return (
        sa.select(
            *(backfills.c[name] for name in same), people.c.name.label("starter"), stopper.c.name.label("stopper")
        )
        .join(people, people.c.id == backfills.c.started_by)
        .outerjoin(stopper, stopper.c.id == backfills.c.stopped_by)
    )
