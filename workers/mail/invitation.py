"""One invitation as an e-mail. Each attempt makes a link of its own, which is stored before the mail goes out."""

from datetime import UTC, datetime
from email.message import EmailMessage

from celery import shared_task

from settings import Settings, settings
from store.accounts import invitations
from store.accounts.invitations import InvitationMail
from store.db import Connection, tell, transaction
from workers import job
from workers.mail import server, texts
from workers.mail.texts import language_of_mail, say


@shared_task(name="workers.invitation")
def run(person_id: int) -> None:
    """Send one invitation, if that is still to be done."""
    job.run(invitations.INVITATION, person_id, _compute, _on_exhausted)


def _compute(person_id: int) -> job.Write:
    with transaction(settings().database_url) as conn:
        mail = invitations.load_invitation_mail(conn, person_id)
        language = language_of_mail(conn, mail.language)
        secret = invitations.make_mailed_link(conn, person_id) if mail.wanted else None
    if secret is None:
        return lambda conn: ()
    server.send(compose_invitation(mail, secret, settings(), datetime.now(UTC), language), settings())

    def write(conn: Connection) -> job.Hints:
        invitations.record_invitation_mail(conn, person_id)
        return ()

    return write


def compose_invitation(
    mail: InvitationMail, secret: str, given: Settings, now: datetime, language: str
) -> EmailMessage:
    """The mail of an invitation: who invites to which desk, the link, and how long it lasts.

    Args:
        secret: of the link.
        now: when it goes out.
        language: the code of the one in which it is written.
    """
    inviter, publisher = mail.inviter, given.publisher
    lines = [
        say(texts.INVITED, language, inviter=inviter, publisher=publisher),
        "",
        say(texts.SIGN_IN, language, address=f"{given.base_url}/sign-in/{secret}"),
        "",
        say(texts.WORKS_ONCE, language, hours=f"{invitations.HOURS:.0f}", inviter=inviter),
        say(texts.UNEXPECTED, language),
    ]
    subject = say(texts.INVITATION, language, publisher=publisher)
    to = mail.name, mail.email
    return server.compose_mail(
        given, to=to, subject=subject, lines=lines, at=now, about=f"invitation-{mail.person_id}"
    )


def _on_exhausted(conn: Connection, person_id: int) -> job.Hints:
    tell(conn, "person", person_id)
    return ()
