"""What readers report of published fact-checks: kept until somebody of the newsroom has seen to it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from store import audit
from store.columns import identity, moment
from store.db import NotFound, metadata, tell
from store.people import Actor, Refused, people
from store.rows import fetch_all
from store.verdicts.fact_checks import fact_checks

LONGEST_REPORT: Final = 4000
LONGEST_SENDER: Final = 200

error_reports = sa.Table(
    "error_reports",
    metadata,
    identity(),
    sa.Column(
        "fact_check_id",
        sa.BigInteger,
        sa.ForeignKey("fact_checks.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("sender", sa.Text),
    moment("at", now=True),
    sa.Column("closed_by", sa.BigInteger, sa.ForeignKey("people.id")),
    moment("closed_at"),
    sa.CheckConstraint("(closed_by IS NULL) = (closed_at IS NULL)", "closed_by_somebody"),
    sa.Index("ix_error_reports_open", "id", postgresql_where=sa.text("closed_at IS NULL")),
)


@dataclass(frozen=True, slots=True)
class ErrorReport:
    """What a reader reports of the fact-check with this `slug` of claim `claim_id`.

    Attributes:
        sender: how the reader can be answered, as they wrote it; None if they did not.
        closed_at: when somebody of the newsroom had seen to it, who is `closed_by`.
    """

    id: int
    claim_id: int
    slug: str
    statement: str
    text: str
    sender: str | None
    at: datetime
    closed_at: datetime | None
    closed_by: str | None


def add_error_report(conn: sa.Connection, fact_check_id: int, text: str, sender: str) -> int:
    """Keep what a reader reports.

    Args:
        text: what is wrong, at most `LONGEST_REPORT` characters.
        sender: how to answer the reader, at most `LONGEST_SENDER` characters; "" for no answer.

    Returns:
        The report's id.

    Raises:
        Refused: a value is empty or too long; names the field.
    """
    text, sender = text.strip(), sender.strip()
    if not text:
        raise Refused("report", "please say what is wrong")
    if len(text) > LONGEST_REPORT:
        raise Refused("report", f"at most {LONGEST_REPORT:,} characters are taken")
    if len(sender) > LONGEST_SENDER:
        raise Refused("sender", f"at most {LONGEST_SENDER} characters are taken")
    row = {"fact_check_id": fact_check_id, "text": text, "sender": sender or None}
    made = conn.execute(sa.insert(error_reports).values(row).returning(error_reports.c.id)).scalar_one()
    tell(conn, "report", int(made))
    return int(made)


def list_error_reports(
    conn: sa.Connection, *, closed: bool = False, before: int | None = None, limit: int = 50
) -> list[ErrorReport]:
    """Reports, the newest first.

    Args:
        closed: those that were seen to; else those that wait.
        before: those with a lower id.
        limit: the most rows.
    """
    done = error_reports.c.closed_at
    query = (
        sa.select(
            *(error_reports.c[name] for name in ("id", "text", "sender", "at", "closed_at")),
            *(fact_checks.c[name] for name in ("claim_id", "slug", "statement")),
            people.c.name.label("closed_by"),
        )
        .join(fact_checks, fact_checks.c.id == error_reports.c.fact_check_id)
        .outerjoin(people, people.c.id == error_reports.c.closed_by)
        .where(done.is_not(None) if closed else done.is_(None))
        .order_by(error_reports.c.id.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(error_reports.c.id < before)
    return fetch_all(conn, query, ErrorReport)


def close_error_report(conn: sa.Connection, report_id: int, actor: Actor) -> None:
    """Note that somebody has seen to a report; one that is closed stays as it is.

    Raises:
        NotFound: there is no such report.
    """
    one = error_reports.c.id == report_id
    if conn.execute(sa.select(error_reports.c.id).where(one)).first() is None:
        raise NotFound(f"there is no report {report_id}")
    close = sa.update(error_reports).where(one, error_reports.c.closed_at.is_(None))
    if conn.execute(close.values(closed_by=actor.id, closed_at=sa.func.now())).rowcount:
        audit.write_audit_entry(conn, actor, "report", report_id, "closed")
        tell(conn, "report", report_id)
