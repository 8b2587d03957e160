"""One notice as an e-mail."""

from email.message import EmailMessage

from celery import shared_task

from settings import Settings, settings
from store.db import Connection, tell, transaction
from store.notices import notices
from store.notices.notices import OutgoingMail
from workers import job
from workers.mail import server


@shared_task(name="workers.mail")
def run(notice_id: int) -> None:
    """Send one mail, if that is still to be done."""
    job.run(notices.MAIL, notice_id, _compute, _on_exhausted)


def _compute(notice_id: int) -> job.Write:
    with transaction(settings().database_url) as conn:
        mail = notices.load_mail(conn, notice_id)
    if not mail.wanted:
        return lambda conn: ()
    server.send(compose_notice(mail, settings()), settings())

    def write(conn: Connection) -> job.Hints:
        notices.record_mail(conn, notice_id)
        return ()

    return write


def compose_notice(mail: OutgoingMail, given: Settings) -> EmailMessage:
    """The mail of a notice: what happened in the subject, who did it and said what, and the way to the claim."""
    notice = mail.notice
    title = f"{notice.words}: {notice.statement}" if notice.statement else notice.words
    lines = [f"{notice.words}{f', by {notice.actor}' if notice.actor else ''}."]
    if notice.statement:
        lines += ["", f"“{notice.statement}”"]
    if notice.text:
        lines += ["", notice.text]
    if notice.claim_id is not None:
        lines += ["", f"{given.base_url}/claims/{notice.claim_id}"]
    lines += ["", "--", f"You can choose what you are told of: {given.base_url}/notifications"]
    return server.compose_mail(
        given, to=(mail.name, mail.address), subject=title, lines=lines, at=notice.at, about=f"notice-{notice.id}"
    )


def _on_exhausted(conn: Connection, notice_id: int) -> job.Hints:
    tell(conn, "notice", notice_id)
    return ()
