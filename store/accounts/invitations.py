"""Invitations: a one-time link for a person who was added, sent by e-mail or handed over by the colleague who invited
them.

Only the hash of a link is stored, so each attempt to send an invitation makes a new link and voids the earlier one.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from settings import settings
from store import queue
from store.columns import moment
from store.db import NotFound, metadata, tell
from store.people import Actor, Refused, create_sign_in_link, people
from store.rows import fetch_all, fetch_one

INVITATION: Final = "invitation"  # the kind of job; its subject is the person
HOURS: Final = 72.0  # that a link lasts

invitations = sa.Table(
    "invitations",
    metadata,
    sa.Column("person_id", sa.BigInteger, sa.ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("invited_by", sa.BigInteger, sa.ForeignKey("people.id"), nullable=False),
    moment("invited_at", now=True),
    moment("expires_at", required=True),
    sa.Column("by_mail", sa.Boolean, nullable=False),
    moment("mailed_at"),
    moment("accepted_at"),
)


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation that was not accepted yet.

    Attributes:
        inviter: the name of who invited last.
        expires_at: when the newest link ends; `expired` whether it has.
        by_mail: whether it goes out by e-mail, as it did at `mailed_at`.
        failure: why it could not be sent; None if nothing is wrong.
    """

    person_id: int
    name: str
    email: str
    inviter: str
    invited_at: datetime
    expires_at: datetime
    expired: bool
    by_mail: bool
    mailed_at: datetime | None
    failure: str | None


@dataclass(frozen=True, slots=True)
class InvitationMail:
    """Whom an invitation goes to, and who invites.

    Attributes:
        wanted: False if it was sent or is not to be sent any more.
        language: the code of the one that the person has chosen for the desk; None without a choice.
    """

    person_id: int
    name: str
    email: str
    inviter: str
    wanted: bool
    language: str | None


def invite_person(conn: sa.Connection, person_id: int, actor: Actor, *, by_mail: bool) -> str | None:
    """Invite somebody, or once more; earlier links are void.

    Args:
        actor: who invites.
        by_mail: whether a job is to send it; else the link is handed over.

    Returns:
        The secret of the link, None if it goes out by e-mail.

    Raises:
        Refused: the account is closed, or no mail server is set.
        NotFound: there is no such person.
    """
    active = conn.execute(sa.select(people.c.active).where(people.c.id == person_id)).scalar()
    if active is None:
        raise NotFound(f"there is no person {person_id}")
    if not active:
        raise Refused("person", "this account is closed; nobody can sign in to it")
    if by_mail and settings().smtp_host is None:
        raise Refused("by_mail", "no mail server is set (FACTDESK_SMTP_HOST); make a link to copy instead")
    values = {
        "invited_by": actor.id,
        "invited_at": sa.func.now(),
        "expires_at": _end(),
        "by_mail": by_mail,
        "mailed_at": None,
        "accepted_at": None,
    }
    write = insert(invitations).values(person_id=person_id, **values)
    conn.execute(write.on_conflict_do_update(index_elements=["person_id"], set_=values))
    secret = create_sign_in_link(conn, person_id, HOURS)
    if by_mail:
        queue.restart_jobs(conn, INVITATION, [person_id])
    else:
        queue.drop_job(conn, INVITATION, person_id)
    tell(conn, "person", person_id)
    return None if by_mail else secret


def make_mailed_link(conn: sa.Connection, person_id: int) -> str | None:
    """The secret of a link for the mail that is about to go out; None if the invitation is not to be sent any
    more.
    """
    write = sa.update(invitations).where(invitations.c.person_id == person_id, _waits_for_mail())
    write = write.values(expires_at=_end())
    return create_sign_in_link(conn, person_id, HOURS) if conn.execute(write).rowcount else None


def load_invitation_mail(conn: sa.Connection, person_id: int) -> InvitationMail:
    """Whom an invitation goes to.

    Raises:
        NotFound: nobody was invited with this id.
    """
    inviter = people.alias("inviter")
    query = (
        sa.select(
            invitations.c.person_id,
            people.c.name,
            people.c.email,
            inviter.c.name.label("inviter"),
            (people.c.active & _waits_for_mail()).label("wanted"),
            people.c.language,
        )
        .join(people, people.c.id == invitations.c.person_id)
        .join(inviter, inviter.c.id == invitations.c.invited_by)
        .where(invitations.c.person_id == person_id)
    )
    return fetch_one(conn, query, InvitationMail, f"invitation of person {person_id}")


def record_invitation_mail(conn: sa.Connection, person_id: int) -> None:
    """Note that an invitation went out, so that it is not sent again."""
    conn.execute(
        sa.update(invitations).where(invitations.c.person_id == person_id).values(mailed_at=sa.func.now())
    )
    tell(conn, "person", person_id)


def accept_invitation(conn: sa.Connection, person_id: int) -> None:
    """Note that somebody who was invited has signed in; nothing for everybody else."""
    open_ = invitations.c.person_id == person_id, invitations.c.accepted_at.is_(None)
    if conn.execute(sa.update(invitations).where(*open_).values(accepted_at=sa.func.now())).rowcount:
        queue.drop_job(conn, INVITATION, person_id)
        tell(conn, "person", person_id)


def list_invitations(conn: sa.Connection) -> list[Invitation]:
    """The invitations of people who may sign in and have not yet, the newest first."""
    inviter = people.alias("inviter")
    same = ("person_id", "invited_at", "expires_at", "by_mail", "mailed_at")
    query = (
        sa.select(
            *(invitations.c[name] for name in same),
            people.c.name,
            people.c.email,
            inviter.c.name.label("inviter"),
            (invitations.c.expires_at <= sa.func.now()).label("expired"),
            sa.case((queue.work.c.failed, queue.work.c.reason)).label("failure"),
        )
        .join(people, people.c.id == invitations.c.person_id)
        .join(inviter, inviter.c.id == invitations.c.invited_by)
        .outerjoin(
            queue.work, (queue.work.c.kind == INVITATION) & (queue.work.c.subject == invitations.c.person_id)
        )
        .where(invitations.c.accepted_at.is_(None), people.c.active)
        .order_by(invitations.c.invited_at.desc(), invitations.c.person_id)
    )
    return fetch_all(conn, query, Invitation)


def _waits_for_mail() -> sa.ColumnElement[bool]:
    """Whether an invitation's mail is still to go out."""
    return sa.and_(invitations.c.by_mail, invitations.c.mailed_at.is_(None), invitations.c.accepted_at.is_(None))


def _end() -> sa.ColumnElement[datetime]:
    return sa.func.now() + timedelta(hours=HOURS)
