"""One invitation as an e-mail. Each attempt makes a link of its own, which is stored before the mail goes out."""

from datetime import UTC, datetime
from email.message import EmailMessage

from celery import shared_task

from settings import Settings, settings
from store.accounts import invitations
from store.accounts.invitations import InvitationMail
from store.db import Connection, tell, transaction
from workers import job
from workers.mail import server


@shared_task(name="workers.invitation")
def run(person_id: int) -> None:
    """Send one invitation, if that is still to be done."""
    job.run(invitations.INVITATION, person_id, _compute, _on_exhausted)


def _compute(person_id: int) -> job.Write:
    with transaction(settings().database_url) as conn:
        mail = invitations.load_invitation_mail(conn, person_id)
        secret = invitations.make_mailed_link(conn, person_id) if mail.wanted else None
    if secret is None:
        return lambda conn: ()
    server.send(compose_invitation(mail, secret, settings(), datetime.now(UTC)), settings())

    def write(conn: Connection) -> job.Hints:
        invitations.record_invitation_mail(conn, person_id)
        return ()

    return write


def compose_invitation(mail: InvitationMail, secret: str, given: Settings, now: datetime) -> EmailMessage:
    """The mail of an invitation: who invites to which desk, the link, and how long it lasts.

    Args:
        secret: of the link.
        now: when it goes out.
    """
    lines = [
        f"{mail.inviter} invites you to the fact-checking desk of {given.publisher}.",
        "",
        f"Sign in and choose a password: {given.base_url}/sign-in/{secret}",
        "",
        f"The link works once, for {invitations.HOURS:.0f} hours. After that {mail.inviter} can send you a new one.",
        "If you did not expect this mail, you need not do anything.",
    ]
    subject = f"Your invitation to the desk of {given.publisher}"
    to = mail.name, mail.email
    return server.compose_mail(
        given, to=to, subject=subject, lines=lines, at=now, about=f"invitation-{mail.person_id}"
    )


def _on_exhausted(conn: Connection, person_id: int) -> job.Hints:
    tell(conn, "person", person_id)
    return ()
