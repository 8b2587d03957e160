"""Handing mails to the newsroom's own mail server (RFC 5321, RFC 5322)."""

import smtplib
import ssl
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import Final

from settings import Settings
from workers import job

_SECONDS: Final = 20.0  # for each answer of the server
_LONGEST_SUBJECT: Final = 120
_LONGEST_NAME: Final = 80


def compose_mail(
    given: Settings, *, to: tuple[str, str], subject: str, lines: list[str], at: datetime, about: str
) -> EmailMessage:
    """A mail of this desk.

    Args:
        to: the name and the address of who gets it.
        lines: the text.
        at: when what it tells of happened.
        about: what begins its Message-ID, such as "notice-3".
    """
    name, address = to
    message = EmailMessage()
    message["Subject"] = _on_one_line(subject, _LONGEST_SUBJECT)
    message["From"] = given.mail_from or f"factdesk@{given.smtp_host}"
    message["To"] = Address(_on_one_line(name, _LONGEST_NAME), addr_spec=address)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = make_msgid(about, domain="factdesk")
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
    except smtplib.SMTPAuthenticationError as error:  # of the settings, not of this mail
        raise job.TryAgain(f"the mail server refuses our user name and password: {error.smtp_code}") from error
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
