"""Notices: one for each person and thing that they are told of, written in the transaction in which it happens.

A notice that goes out by e-mail gets its job of kind `mail` in the same transaction, so that no mail reports what was
rolled back.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from settings import settings
from store import queue
from store.columns import among, identity, moment, one_of
from store.db import NotFound, metadata, tell
from store.people import Actor, people
from store.rows import AnySelect, fetch_all, fetch_one

# What there can be a notice of, and how the desk says it.
KINDS: Final = {
    "assigned": "A claim was assigned to you",
    "mentioned": "You were mentioned",
    "sent back": "Changes were asked for",
    "approved": "Your verdict was approved",
    "reply due": "A reply is due",
    "relies on": "What your claim relies on was corrected or withdrawn",
    "ratings differ": "A second rating differs from yours",
    "article changed": "The article of a claim of yours was changed",
    "rule matched": "A claim came in that a rule tells you of",
}
MAIL: Final = "mail"  # the kind of job
_LONGEST_TEXT: Final = 500

notices = sa.Table(
    "notices",
    metadata,
    identity(),
    sa.Column("person_id", sa.BigInteger, sa.ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("claim_id", sa.BigInteger, sa.ForeignKey("claims.id", ondelete="CASCADE"), index=True),
    sa.Column("actor_id", sa.BigInteger, sa.ForeignKey("people.id")),
    sa.Column("text", sa.Text, nullable=False, server_default=""),
    moment("at", now=True),
    moment("read_at"),
    sa.Column("by_mail", sa.Boolean, nullable=False, server_default=sa.false()),
    moment("mailed_at"),
    sa.CheckConstraint(one_of("kind", tuple(KINDS)), "kind"),
    sa.Index("ix_notices_person_id", "person_id", "id"),
    sa.Index("ix_notices_unread", "person_id", postgresql_where=sa.text("read_at IS NULL")),
)
notice_settings = sa.Table(
    "notice_settings",
    metadata,
    sa.Column("person_id", sa.BigInteger, sa.ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("in_desk", sa.Boolean, nullable=False),
    sa.Column("by_mail", sa.Boolean, nullable=False),
    sa.CheckConstraint(one_of("kind", tuple(KINDS)), "kind"),
)


@dataclass(frozen=True, slots=True)
class Notice:
    """What a person is told of.

    Attributes:
        kind: one of `KINDS`.
        claim_id: what it is about, whose wording is `statement`.
        actor: who did it; None for the machine.
        text: what they said, such as the reason.
        by_mail: whether it goes out by e-mail too, as it did at `mailed_at`.
    """

    id: int
    person_id: int
    kind: str
    claim_id: int | None
    statement: str | None
    actor: str | None
    text: str
    at: datetime
    read_at: datetime | None
    by_mail: bool
    mailed_at: datetime | None

    @property
    def words(self) -> str:
        """What happened, in a line."""
        return KINDS[self.kind]


@dataclass(frozen=True, slots=True)
class NoticeSetting:
    """Whether a person wants notices of a kind, in the desk and by e-mail; both where nothing else was chosen."""

    kind: str
    in_desk: bool = True
    by_mail: bool = True

    @property
    def words(self) -> str:
        """What they are of."""
        return KINDS[self.kind]


@dataclass(frozen=True, slots=True)
class OutgoingMail:
    """A notice and whom it goes to.

    Attributes:
        wanted: False if it was sent, or the account was closed meanwhile.
        language: the code of the one that the person has chosen for the desk; None without a choice.
    """

    notice: Notice
    name: str
    address: str
    wanted: bool
    language: str | None


def add_notices(
    conn: sa.Connection, person_ids: Collection[int], kind: str, claim_id: int | None, actor: Actor, text: str = ""
) -> None:
    """Tell people of something; nobody is notified of their own steps.

    Args:
        kind: one of `KINDS`.
        claim_id: what it is about.
        actor: who did it.
        text: what they said, such as the reason; cut at 500 characters.
    """
    ids = sorted({each for each in person_ids if each != actor.id})
    if not ids:
        return
    wanted = _wanted(conn, ids, kind)
    rows = [
        {
            "person_id": person_id,
            "kind": kind,
            "claim_id": claim_id,
            "actor_id": actor.id,
            "text": text[:_LONGEST_TEXT],
            "by_mail": setting.by_mail and settings().smtp_host is not None,
            "read_at": None if setting.in_desk else sa.func.now(),
        }
        for person_id, setting in wanted.items()
        if setting.in_desk or setting.by_mail
    ]
    for row in rows:
        notice_id = conn.execute(sa.insert(notices).values(row).returning(notices.c.id)).scalar_one()
        if row["by_mail"]:
            queue.add_jobs(conn, MAIL, [int(notice_id)])
        tell(conn, "notice", int(notice_id))


def list_notices(
    conn: sa.Connection, person_id: int, *, before: int | None = None, limit: int = 50
) -> list[Notice]:
    """A person's notices, the newest first.

    Args:
        before: those with a lower id.
        limit: the most rows.
    """
    wants_them = sa.func.coalesce(notice_settings.c.in_desk, sa.true())
    query = (
        _select()
        .outerjoin(
            notice_settings,
            (notice_settings.c.person_id == notices.c.person_id) & (notice_settings.c.kind == notices.c.kind),
        )
        .where(notices.c.person_id == person_id, wants_them)
    )
    if before is not None:
        query = query.where(notices.c.id < before)
    return fetch_all(conn, query.order_by(notices.c.id.desc()).limit(limit), Notice)


def count_unread(conn: sa.Connection, person_id: int) -> int:
    """How many notices a person has not read."""
    unread = notices.c.person_id == person_id, notices.c.read_at.is_(None)
    return int(conn.execute(sa.select(sa.func.count()).select_from(notices).where(*unread)).scalar_one())


def mark_read(conn: sa.Connection, person_id: int, up_to: int) -> None:
    """Mark a person's notices as read, up to the one with this id; later ones, which their page did not show, stay
    unread.
    """
    mine = notices.c.person_id == person_id, notices.c.id <= up_to, notices.c.read_at.is_(None)
    conn.execute(sa.update(notices).where(*mine).values(read_at=sa.func.now()))


def list_notice_settings(conn: sa.Connection, person_id: int) -> list[NoticeSetting]:
    """What a person wants notices of, every kind named, in the order of `KINDS`."""
    columns = (notice_settings.c[name] for name in ("kind", "in_desk", "by_mail"))
    rows = fetch_all(conn, sa.select(*columns).where(notice_settings.c.person_id == person_id), NoticeSetting)
    chosen = {row.kind: row for row in rows}
    return [chosen.get(kind) or NoticeSetting(kind) for kind in KINDS]


def change_notice_settings(
    conn: sa.Connection, person_id: int, in_desk: Collection[str], by_mail: Collection[str]
) -> None:
    """Write which kinds of notices a person wants in the desk, and which by e-mail.

    Kinds that are named in neither are not wanted; names that are no kind are passed over.
    """
    write = insert(notice_settings)
    fresh = {name: write.excluded[name] for name in ("in_desk", "by_mail")}
    rows = [
        {"person_id": person_id, "kind": kind, "in_desk": kind in in_desk, "by_mail": kind in by_mail}
        for kind in KINDS
    ]
    conn.execute(write.on_conflict_do_update(index_elements=["person_id", "kind"], set_=fresh), rows)


def load_mail(conn: sa.Connection, notice_id: int) -> OutgoingMail:
    """A notice with the address that it goes to.

    Raises:
        NotFound: there is no such notice.
    """
    notice = fetch_one(conn, _select().where(notices.c.id == notice_id), Notice, f"notice {notice_id}")
    row = conn.execute(
        sa.select(people.c.name, people.c.email, people.c.active, people.c.language).where(
            people.c.id == notice.person_id
        )
    ).one()
    return OutgoingMail(
        notice=notice, name=row.name, address=row.email, wanted=bool(row.active) and notice.mailed_at is None,
        language=row.language,
    )  # fmt: skip


def record_mail(conn: sa.Connection, notice_id: int) -> None:
    """Note that a notice went out, so that it is not sent again."""
    conn.execute(sa.update(notices).where(notices.c.id == notice_id).values(mailed_at=sa.func.now()))


@dataclass(frozen=True, slots=True)
class FailedMail:
    """A mail that could not be sent; `reason` says why, `email` to which address."""

    id: int
    name: str
    email: str
    kind: str
    statement: str | None
    at: datetime
    reason: str


def list_failed_mails(conn: sa.Connection, limit: int = 100) -> list[FailedMail]:
    """Mails that were given up, the newest first."""
    claims = metadata.tables["claims"]
    query = (
        sa.select(
            *(notices.c[name] for name in ("id", "kind", "at")),
            people.c.name,
            people.c.email,
            claims.c.statement,
            queue.work.c.reason,
        )
        .join(queue.work, (queue.work.c.kind == MAIL) & (queue.work.c.subject == notices.c.id))
        .join(people, people.c.id == notices.c.person_id)
        .outerjoin(claims, claims.c.id == notices.c.claim_id)
        .where(queue.work.c.failed)
        .order_by(notices.c.id.desc())
        .limit(limit)
    )
    return fetch_all(conn, query, FailedMail)


def send_mail_again(conn: sa.Connection, notice_id: int) -> None:
    """Make a mail that was given up due now.

    Raises:
        NotFound: no such mail was given up.
    """
    if not queue.retry_job(conn, MAIL, notice_id):
        raise NotFound(f"there is no mail {notice_id} that could not be sent")


def _wanted(conn: sa.Connection, ids: list[int], kind: str) -> dict[int, NoticeSetting]:
    """What each of these people wants of a kind; who left is told nothing."""
    query = (
        sa.select(people.c.id, notice_settings.c.in_desk, notice_settings.c.by_mail)
        .outerjoin(
            notice_settings, (notice_settings.c.person_id == people.c.id) & (notice_settings.c.kind == kind)
        )
        .where(among(people.c.id, ids), people.c.active)
    )
    return {
        int(row.id): NoticeSetting(kind, row.in_desk is not False, row.by_mail is not False)
        for row in conn.execute(query)
    }


def _select() -> AnySelect:
    """Notices with the fields of `Notice`."""
    claims = metadata.tables["claims"]
    actor = people.alias("actor")
    same = ("id", "person_id", "kind", "claim_id", "text", "at", "read_at", "by_mail", "mailed_at")
    return (
        sa.select(
            *(notices.c[name] for name in same),
            claims.c.statement,
            actor.c.name.label("actor"),
        )
        .outerjoin(claims, claims.c.id == notices.c.claim_id)
        .outerjoin(actor, actor.c.id == notices.c.actor_id)
    )
