"""One notice as an e-mail, through the newsroom's own mail server (RFC 5321, RFC 5322)."""

import smtplib
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from celery import shared_task

from settings import Settings, settings
from store.db import Connection, tell, transaction
from store.notices import notices
from store.notices.notices import OutgoingMail
from workers import job

_SECONDS = 20.0  # for each answer of the server
_LONGEST_SUBJECT = 120


@shared_task(name="workers.mail")
def run(notice_id: int) -> None:
    """Send one mail, if that is still to be done."""
    job.run(notices.MAIL, notice_id, _compute, _on_exhausted)


def _compute(notice_id: int) -> job.Write:
    with transaction(settings().database_url) as conn:
        mail = notices.load_mail(conn, notice_id)
    if not mail.wanted:
        return lambda conn: ()
    send(compose(mail, settings()), settings())

    def write(conn: Connection) -> job.Hints:
        notices.record_mail(conn, notice_id)
        return ()

    return write


def compose(mail: OutgoingMail, given: Settings) -> EmailMessage:
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
    message = EmailMessage()
    message["Subject"] = _on_one_line(title, _LONGEST_SUBJECT)
    message["From"] = given.mail_from or f"factdesk@{given.smtp_host}"
    message["To"] = Address(_on_one_line(mail.name, 80), addr_spec=mail.address)
    message["Date"] = format_datetime(notice.at)
    message["Message-ID"] = make_msgid(f"notice-{notice.id}", domain="factdesk")
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notes in answer
    message.set_content("\n".join(lines) + "\n")
    return message


def send(message: EmailMessage, given: Settings) -> None:
    """Hand a mail to the server.

    Raises:
        CannotBeDone: the server refuses it for good, or this desk has no mail server.
        TryAgain: the server is away, or refuses it for now.
    """
    if given.smtp_host is None:
        raise job.CannotBeDone("no mail server is set (FACTDESK_SMTP_HOST)")
    try:
        with _connect(given) as server:
            if given.smtp_user:
                server.login(given.smtp_user, given.smtp_password or "")
            server.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        _refused(code, words)
    except smtplib.SMTPResponseException as error:
        _refused(error.smtp_code, error.smtp_error)
    except (smtplib.SMTPException, OSError) as error:
        raise job.TryAgain(f"the mail server does not answer: {error}") from error


def _connect(given: Settings) -> smtplib.SMTP:
    host, port = given.smtp_host or "", given.smtp_port
    if given.smtp_security == "tls":
        return smtplib.SMTP_SSL(host, port, timeout=_SECONDS, context=ssl.create_default_context())
    server = smtplib.SMTP(host, port, timeout=_SECONDS)
    if given.smtp_security == "starttls":
        server.starttls(context=ssl.create_default_context())
    return server


def _refused(code: int, words: bytes | str) -> None:
    """Codes from 500 on are for good, those from 400 on for now (RFC 5321, 4.2.1)."""
    said = words.decode(errors="replace") if isinstance(words, bytes) else words
    reason = f"the mail server refused it: {code} {said}"
    if code >= 500:
        raise job.CannotBeDone(reason)
    raise job.TryAgain(reason)


def _on_one_line(text: str, longest: int) -> str:
    """A text as a header takes it: without line breaks, cut between words."""
    words = " ".join(text.split())
    return words if len(words) <= longest else f"{words[:longest].rsplit(' ', 1)[0]} …"


def _on_exhausted(conn: Connection, notice_id: int) -> job.Hints:
    tell(conn, "notice", notice_id)
    return ()
