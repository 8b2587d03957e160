"""The right of reply: who was asked for a reply to a claim, when, until when, and what they said."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on

from store import audit
from store.claims.tables import claims
from store.claims.workflow import NotAllowed
from store.columns import among, identity, moment, one_of, readable
from store.db import NotFound, metadata, tell
from store.notices.notices import add_notices
from store.people import MACHINE, Actor, Refused, people
from store.rows import AnySelect, fetch_all, fetch_one

OUTCOMES: Final = ("answered", "no comment", "no reply")
FILTERS: Final = ("awaited", "overdue")  # of lists of claims
LONGEST_NAME: Final = 300  # characters
LONGEST_TEXT: Final = 10_000
_MOST: Final = 100  # of one claim
_MOST_AT_ONCE: Final = 200  # at once
_KIND: Final = "reply due"  # of the notice

reply_requests = sa.Table(
    "reply_requests",
    metadata,
    identity(),
    sa.Column(
        "claim_id", sa.BigInteger, sa.ForeignKey("claims.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    sa.Column("asked_of", sa.Text, nullable=False),
    sa.Column("question", sa.Text, nullable=False, server_default=""),
    moment("asked_at", required=True),
    moment("deadline", required=True),
    sa.Column("asked_by", sa.BigInteger, sa.ForeignKey("people.id"), nullable=False),
    sa.Column("outcome", sa.Text),
    sa.Column("answer", sa.Text, nullable=False, server_default=""),
    moment("closed_at"),
    sa.Column("closed_by", sa.BigInteger, sa.ForeignKey("people.id")),
    moment("notified_at"),
    sa.CheckConstraint("asked_of <> ''", "asked_of"),
    sa.CheckConstraint("deadline > asked_at", "deadline"),
    sa.CheckConstraint(f"{readable('asked_at')} AND {readable('deadline')}", "readable"),
    sa.CheckConstraint(f"outcome IS NULL OR {one_of('outcome', OUTCOMES)}", "outcome"),
    sa.CheckConstraint("(outcome IS NULL) = (closed_at IS NULL)", "closed_has_outcome"),
    sa.CheckConstraint("(outcome IS NULL) = (closed_by IS NULL)", "closed_has_person"),
    sa.CheckConstraint("outcome <> 'answered' OR answer <> ''", "answered_says_what"),
    sa.Index("ix_reply_requests_open", "deadline", "claim_id", postgresql_where=sa.text("outcome IS NULL")),
)
_OPEN: Final = reply_requests.c.outcome.is_(None)


@dataclass(frozen=True, slots=True)
class ReplyRequest:
    """A reply that was asked for.

    Attributes:
        asked_of: the person or organization.
        question: what they were asked; empty if it was not written down.
        asker: who asked; `closer` who noted what came of it.
        outcome: one of `OUTCOMES`; None while a reply is awaited.
        answer: what they said, word for word or in short.
        overdue: whether a reply is awaited and its deadline has passed.
    """

    id: int
    claim_id: int
    asked_of: str
    question: str
    asked_at: datetime
    deadline: datetime
    asker: str
    outcome: str | None
    answer: str
    closed_at: datetime | None
    closer: str | None
    overdue: bool


def add_reply_request(
    conn: sa.Connection,
    claim_id: int,
    actor: Actor,
    *,
    asked_of: str,
    question: str,
    asked_at: datetime | None,
    deadline: datetime,
) -> ReplyRequest:
    """Note that somebody was asked for a reply.

    Args:
        asked_of: at most `LONGEST_NAME` characters.
        question: at most `LONGEST_TEXT` characters; may be empty.
        asked_at: None for now.

    Raises:
        NotFound: there is no such claim.
        Refused: a value cannot be stored; names the field.
    """
    now = datetime.now(UTC)
    asked_at = asked_at or now
    asked_of, question = " ".join(asked_of.split()), question.replace("\r\n", "\n").strip()
    if not 0 < len(asked_of) <= LONGEST_NAME:
        raise Refused("asked_of", f"name whom was asked, in at most {LONGEST_NAME} characters")
    _check_length("question", question)
    if asked_at > now + timedelta(minutes=5):  # clocks differ
        raise Refused("asked_at", "the time at which they were asked lies ahead")
    if deadline <= asked_at:
        raise Refused("deadline", "the deadline comes after the time at which they were asked")
    if actor.id is None:
        raise Refused("actor", "only a person asks for a reply")
    if conn.execute(sa.select(claims.c.id).where(claims.c.id == claim_id)).first() is None:
        raise NotFound(f"there is no claim {claim_id}")
    row = {
        "claim_id": claim_id,
        "asked_of": asked_of,
        "question": question,
        "asked_at": asked_at,
        "deadline": deadline,
    }
    write = sa.insert(reply_requests).values(asked_by=actor.id, **row).returning(reply_requests.c.id)
    request_id = int(conn.execute(write).scalar_one())
    details = {"request": request_id, "deadline": deadline.isoformat()}
    audit.write_audit_entry(conn, actor, "claim", claim_id, "reply asked for", reason=asked_of, details=details)
    tell(conn, "claim", claim_id)
    return get_reply_request(conn, claim_id, request_id)


def close_reply_request(
    conn: sa.Connection, claim_id: int, request_id: int, outcome: str, answer: str, actor: Actor
) -> ReplyRequest:
    """Note what came of a request; noted again it replaces what was noted before.

    Args:
        outcome: one of `OUTCOMES`.
        answer: what they said; needed where they answered.

    Raises:
        NotFound: the claim has no such request.
        Refused: a value cannot be stored; names the field.
    """
    before, answer = _locked(conn, claim_id, request_id), answer.replace("\r\n", "\n").strip()
    if outcome not in OUTCOMES:
        raise Refused("outcome", f"the outcome is one of {', '.join(OUTCOMES)}")
    if outcome == "answered" and not answer:
        raise Refused("answer", "write down what they said")
    _check_length("answer", answer)
    values = {"outcome": outcome, "answer": answer, "closed_by": actor.id, "closed_at": sa.func.now()}
    conn.execute(sa.update(reply_requests).where(reply_requests.c.id == request_id).values(values))
    details = {"request": request_id, "outcome": outcome, "before": before.answer or None}
    audit.write_audit_entry(conn, actor, "claim", claim_id, "reply noted", reason=before.asked_of, details=details)
    tell(conn, "claim", claim_id)
    return get_reply_request(conn, claim_id, request_id)


def change_deadline(
    conn: sa.Connection, claim_id: int, request_id: int, deadline: datetime, actor: Actor
) -> ReplyRequest:
    """Give them more time, or less; people are told again when it has passed.

    Raises:
        NotFound: the claim has no such request.
        NotAllowed: no reply is awaited any more.
        Refused: the deadline lies before they were asked.
    """
    before = _locked(conn, claim_id, request_id)
    if before.outcome is not None:
        raise NotAllowed("no reply is awaited any more", "state")
    if deadline <= before.asked_at:
        raise Refused("deadline", "the deadline comes after the time at which they were asked")
    values = {"deadline": deadline, "notified_at": None}
    conn.execute(sa.update(reply_requests).where(reply_requests.c.id == request_id).values(values))
    changed = {"before": before.deadline.isoformat(), "deadline": deadline.isoformat(), "request": request_id}
    audit.write_audit_entry(
        conn, actor, "claim", claim_id, "reply deadline changed", reason=before.asked_of, details=changed
    )
    tell(conn, "claim", claim_id)
    return get_reply_request(conn, claim_id, request_id)


def get_reply_request(conn: sa.Connection, claim_id: int, request_id: int) -> ReplyRequest:
    """One request.

    Raises:
        NotFound: the claim has none with this id.
    """
    query = _select().where(reply_requests.c.claim_id == claim_id, reply_requests.c.id == request_id)
    return fetch_one(conn, query, ReplyRequest, f"request for a reply {request_id} on claim {claim_id}")


def list_reply_requests(conn: sa.Connection, claim_id: int) -> list[ReplyRequest]:
    """The requests on a claim, the first made first."""
    query = _select().where(reply_requests.c.claim_id == claim_id).order_by(reply_requests.c.id).limit(_MOST)
    return fetch_all(conn, query, ReplyRequest)


def list_next_due(conn: sa.Connection, claim_ids: Collection[int]) -> dict[int, ReplyRequest]:
    """By claim id, of the claims that await a reply, the request whose deadline comes first."""
    query = _select().where(among(reply_requests.c.claim_id, claim_ids), _OPEN)
    ordered = query.ext(distinct_on(reply_requests.c.claim_id)).order_by(
        reply_requests.c.claim_id, reply_requests.c.deadline, reply_requests.c.id
    )
    return {row.claim_id: row for row in fetch_all(conn, ordered, ReplyRequest)}


def select_awaiting(which: str) -> AnySelect:
    """Selects the ids of claims that await a reply (`awaited`), or whose deadline has passed (`overdue`)."""
    query = sa.select(reply_requests.c.claim_id).where(_OPEN)
    return query if which == "awaited" else query.where(reply_requests.c.deadline <= sa.func.now())


def tell_of_due_replies(conn: sa.Connection) -> int:
    """Tell who asked, and who has the claim, of replies whose deadline has passed; each once.

    Returns:
        How many requests they were told of, at most `_MOST_AT_ONCE`.
    """
    due = (
        sa.select(reply_requests.c.id)
        .where(_OPEN, reply_requests.c.deadline <= sa.func.now(), reply_requests.c.notified_at.is_(None))
        .order_by(reply_requests.c.deadline)
        .limit(_MOST_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    ids = list(conn.execute(due).scalars())
    if not ids:
        return 0
    notified = sa.update(reply_requests).where(among(reply_requests.c.id, ids)).values(notified_at=sa.func.now())
    conn.execute(notified)
    owner = sa.select(claims.c.owner_id).where(claims.c.id == reply_requests.c.claim_id).scalar_subquery()
    rows = conn.execute(sa.select(reply_requests, owner.label("owner_id")).where(among(reply_requests.c.id, ids)))
    for row in rows.all():
        recipients = {person_id for person_id in (row.asked_by, row.owner_id) if person_id is not None}
        add_notices(conn, recipients, _KIND, row.claim_id, MACHINE, row.asked_of)
        tell(conn, "claim", row.claim_id)
    return len(ids)


def _check_length(field: str, text: str) -> None:
    if len(text) > LONGEST_TEXT:
        raise Refused(field, f"it has {len(text):,} characters; at most {LONGEST_TEXT:,} are taken")


def _locked(conn: sa.Connection, claim_id: int, request_id: int) -> ReplyRequest:
    """A request, locked until the transaction ends. Raises `NotFound`."""
    conn.execute(sa.select(reply_requests.c.id).where(reply_requests.c.id == request_id).with_for_update())
    return get_reply_request(conn, claim_id, request_id)


def _select() -> AnySelect:
    """Requests with the fields of `ReplyRequest`."""
    closer = people.alias("closer")
    same = ("id", "claim_id", "asked_of", "question", "asked_at", "deadline", "outcome", "answer", "closed_at")
    overdue = sa.and_(_OPEN, reply_requests.c.deadline <= sa.func.now())
    return (
        sa.select(
            *(reply_requests.c[name] for name in same),
            people.c.name.label("asker"),
            closer.c.name.label("closer"),
            overdue.label("overdue"),
        )
        .join(people, people.c.id == reply_requests.c.asked_by)
        .outerjoin(closer, closer.c.id == reply_requests.c.closed_by)
    )
