"""One notice as an e-mail."""

from email.message import EmailMessage

from celery import shared_task

from settings import Settings, settings
from store.db import Connection, tell, transaction
from store.notices import notices
from store.notices.notices import OutgoingMail
from workers import job
from workers.mail import server, texts
from workers.mail.texts import language_of_mail, say, translated


@shared_task(name="workers.mail")
def run(notice_id: int) -> None:
    """Send one mail, if that is still to be done."""
    job.run(notices.MAIL, notice_id, _compute, _on_exhausted)


def _compute(notice_id: int) -> job.Write:
    with transaction(settings().database_url) as conn:
        mail = notices.load_mail(conn, notice_id)
        language = language_of_mail(conn, mail.language)
    if not mail.wanted:
        return lambda conn: ()
    server.send(compose_notice(mail, settings(), language), settings())

    def write(conn: Connection) -> job.Hints:
        notices.record_mail(conn, notice_id)
        return ()

    return write


def compose_notice(mail: OutgoingMail, given: Settings, language: str) -> EmailMessage:
    """The mail of a notice: what happened in the subject, who did it and said what, and the way to the claim.

    Args:
        language: the code of the one in which it is written.
    """
    notice = mail.notice
    happened = translated(notice.words, language)
    title = f"{happened}: {notice.statement}" if notice.statement else happened
    lines = [
        say(texts.DONE_BY, language, happened=happened, person=notice.actor) if notice.actor else f"{happened}."
    ]
    if notice.statement:
        lines += ["", translated(f"“{notice.statement}”", language)]
    if notice.text:
        lines += ["", translated(notice.text, language)]
    if notice.claim_id is not None:
        lines += ["", f"{given.base_url}/claims/{notice.claim_id}"]
    lines += ["", "--", say(texts.CHOOSE, language, address=f"{given.base_url}/notifications")]
    return server.compose_mail(
        given, to=(mail.name, mail.address), subject=title, lines=lines, at=notice.at, about=f"notice-{notice.id}"
    )


def _on_exhausted(conn: Connection, notice_id: int) -> job.Hints:
    tell(conn, "notice", notice_id)
    return ()
