"""What needs somebody now, counted at each reading: each query ends at `MOST` rows, or reads what stays small."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from store import queue
from store.articles import articles
from store.claims.tables import claims
from store.claims.workflow import OPEN
from store.discussion.reply_requests import reply_requests
from store.newsroom.error_reports import error_reports
from store.verdicts.dependents import list_outdated
from store.verdicts.disagreements import list_open_disagreements

MOST: Final = 1_000
# What is in somebody's hands; few claims are at a time.
_IN_HAND: Final = (
    "assigned", "researching", "awaiting_reply", "in_review", "changes_requested", "approved", "correction_pending",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many wait, counted up to `MOST`, and since when the longest does.

    `oldest` is None if none waits, and where it is of no account.
    """

    count: int
    oldest: datetime | None = None


@dataclass(frozen=True, slots=True)
class Attention:
    """What needs somebody.

    Attributes:
        unread: articles whose page could not be fetched or whose text could not be split.
        failed_lookups, failed_mails: jobs that were given up.
        refuted: claims in triage that the evidence refutes.
        sent_back: verdicts of the person who asks, to which a reviewer wants changes.
        reports: errors that readers reported.
        replies: that are overdue.
        differing: verdicts in review that author and reviewer rate differently.
        outdated: fact-checks that cite one which was corrected or withdrawn since.
        in_hand: of each state in which somebody works on a claim.
        triage: since when the claim waits that came first.
    """

    unread: Waiting
    failed_lookups: Waiting
    failed_mails: Waiting
    refuted: Waiting
    sent_back: Waiting
    reports: Waiting
    replies: Waiting
    differing: Waiting
    outdated: Waiting
    in_hand: dict[str, Waiting]
    triage: datetime | None


def read_attention(conn: sa.Connection, person_id: int) -> Attention:
    """What needs somebody, as this person sees it.

    Only `sent_back` depends on who asks. A dozen short queries in the caller's transaction.
    """
    failed = _failed_jobs(conn)
    return Attention(
        unread=Waiting(failed.get("fetch", 0) + failed.get("split", 0)),
        failed_lookups=Waiting(failed.get("lookup", 0) + failed.get("lookup_batch", 0)),
        failed_mails=Waiting(failed.get("mail", 0) + failed.get("invitation", 0)),
        refuted=_refuted(conn),
        sent_back=_sent_back(conn, person_id),
        reports=_some(conn, sa.select(error_reports.c.at.label("at")).where(error_reports.c.closed_at.is_(None))),
        replies=_overdue_replies(conn),
        differing=_differing(conn),
        outdated=_outdated(conn),
        in_hand=_in_hand(conn),
        triage=_first_in_triage(conn),
    )


def count_arrivals(conn: sa.Connection, since: datetime) -> dict[str, int]:
    """How many articles came in since then, by the way they came (`arrived_by`).

    Those that were merged into another do not count.
    """
    query = sa.select(articles.c.arrived_by, sa.func.count()).where(articles.c.arrived_at >= since)
    rows = conn.execute(query.where(articles.c.merged_into.is_(None)).group_by(articles.c.arrived_by)).all()
    return {str(way): int(count) for way, count in rows}


def _failed_jobs(conn: sa.Connection) -> dict[str, int]:
    """How many jobs were given up, by their kind; kinds without one are left out."""
    query = sa.select(queue.work.c.kind, sa.func.count()).where(queue.work.c.failed).group_by(queue.work.c.kind)
    return {str(kind): int(count) for kind, count in conn.execute(query).all()}


def _refuted(conn: sa.Connection) -> Waiting:
    """Claims in triage that the evidence refutes, a cluster once."""
    query = sa.select(claims.c.found_at.label("at"))
    return _some(
        conn, query.where(claims.c.suggestion == "refuted", claims.c.state.in_(OPEN), claims.c.head_id.is_(None))
    )


def _overdue_replies(conn: sa.Connection) -> Waiting:
    """Replies that were asked for and did not come before their deadline."""
    query = sa.select(reply_requests.c.deadline.label("at"))
    return _some(conn, query.where(reply_requests.c.outcome.is_(None), reply_requests.c.deadline <= sa.func.now()))


def _differing(conn: sa.Connection) -> Waiting:
    rows = list_open_disagreements(conn)
    return Waiting(len(rows), min((row.arose_at for row in rows), default=None))


def _outdated(conn: sa.Connection) -> Waiting:
    """Fact-checks that cite one which was corrected or withdrawn since."""
    rows = list_outdated(conn)
    return Waiting(len(rows), min((row.changed_at for row in rows), default=None))


def _sent_back(conn: sa.Connection, person_id: int) -> Waiting:
    """Claims of a person whose verdict a reviewer wants changed."""
    query = sa.select(claims.c.changed_at.label("at"))
    return _some(conn, query.where(claims.c.owner_id == person_id, claims.c.state == "changes_requested"))


def _in_hand(conn: sa.Connection) -> dict[str, Waiting]:
    """How many claims are in each state in which somebody works on them; states without one are there with 0."""
    query = (
        sa.select(claims.c.state, sa.func.count().label("n"), sa.func.min(claims.c.changed_at).label("oldest"))
        .where(claims.c.state.in_(_IN_HAND))
        .group_by(claims.c.state)
    )
    found = {row.state: Waiting(int(row.n), row.oldest) for row in conn.execute(query)}
    return {state: found.get(state, Waiting(0)) for state in _IN_HAND}


def _first_in_triage(conn: sa.Connection) -> datetime | None:
    """Since when the claim waits that came first, which an index of states and times gives."""
    first = sa.select(sa.func.min(claims.c.found_at)).where(claims.c.state == "triage")
    found: datetime | None = conn.execute(first).scalar()
    return found


def _some(conn: sa.Connection, query: "sa.Select[tuple[datetime]]") -> Waiting:
    """How many rows, at most `MOST`, and the earliest time of these."""
    rows = query.limit(MOST).subquery()
    row = conn.execute(
        sa.select(sa.func.count().label("n"), sa.func.min(rows.c.at).label("oldest")).select_from(rows)
    ).one()
    return Waiting(int(row.n), row.oldest)
