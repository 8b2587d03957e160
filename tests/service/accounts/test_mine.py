"""For me: who is told of what, in the desk and by e-mail through a real mail server, and what is shown of it."""

import socket
from collections.abc import Iterator
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from flask.testing import FlaskClient
from sqlalchemy import text

from service.app import create_app
from settings import settings
from store import people, queue
from store.db import transaction
from store.newsroom import profile
from store.notices import notices
from store.verdicts import second_ratings, verdicts
from tests.fixtures.cluster_parts import POLAND, Desk
from tests.fixtures.desk_parts import compact, person, sign_in, token
from workers.mail import notice


class Mailbox:
    """What a mail server was handed; `answer` is how it answers to the next ones."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.answer = "250 OK"

    def authenticate(self, server: Any, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
        return AuthResult(success=given.password == b"right", handled=False)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.answer.startswith("5"):
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if not self.answer.startswith("250"):
            return self.answer
        self.mails.append(BytesParser(policy=default).parsebytes(envelope.content))
        return "250 OK"


@pytest.fixture
def mailbox(desk: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """A mail server on loopback, and a desk that knows it."""
    box = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(
        box, hostname="127.0.0.1", port=port, authenticator=box.authenticate, auth_require_tls=False
    )
    server.start()
    monkeypatch.setenv("FACTDESK_SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("FACTDESK_SMTP_PORT", str(port))
    monkeypatch.setenv("FACTDESK_SMTP_SECURITY", "none")
    monkeypatch.setenv("FACTDESK_MAIL_FROM", "desk@example.org")
    settings.cache_clear()
    yield box
    server.stop()
    settings.cache_clear()


def _send(at: Desk) -> None:
    for subject in at.due(notices.MAIL):
        notice.run(subject)


def _sent_back(at: Desk) -> int:
    claim_id = at.comes(POLAND)
    at.drafted(claim_id, "False")
    at.step(claim_id, "request_changes", at.reviewer, reason="Say who counted")
    return claim_id


def test_the_author_is_notified_what_a_reviewer_asks_for(at: Desk, client: FlaskClient) -> None:
    claim_id = _sent_back(at)
    page = compact(client.get("/mine").get_data(as_text=True))
    assert "<b>Changes were asked for</b>" in page
    assert "Say who counted" in page
    assert 'Sent back to me <span class="count">1</span>' in page
    assert f'href="/claims/{claim_id}"' in page
    assert 'Mine<span class="count">1</span>' in page
    answer = client.post("/mine/read", data={"csrf": token(page), "up_to": "1"})
    assert answer.status_code == 302
    assert 'Mine<span class="count">' not in compact(client.get("/mine").get_data(as_text=True))


def test_who_is_notified_of_what(at: Desk) -> None:
    other = person(at.url, "checker", "other")
    claim_id = at.comes(POLAND)
    at.step(claim_id, "assign", at.reviewer, owner_id=other.id)
    at.step(claim_id, "assign", other, owner_id=at.checker.id)
    at.drafted(claim_id, "False")
    at.step(claim_id, "approve", at.reviewer)
    mine = at.comes("The dam at Alder was inspected in March 2026.")
    at.step(mine, "assign", at.checker, owner_id=at.checker.id)  # what one does oneself is no news
    with transaction(at.url) as conn:
        reported = {
            who.id: [row.kind for row in notices.list_notices(conn, who.id or 0)] for who in (at.checker, other)
        }
    assert reported == {at.checker.id: ["approved", "assigned"], other.id: ["assigned"]}


def test_a_mail_is_written_in_the_language_of_who_gets_it(at: Desk, mailbox: Mailbox) -> None:
    with transaction(at.url) as conn:
        people.change_language(conn, at.checker.id or 0, "de")
    _sent_back(at)
    _send(at)
    [sent] = mailbox.mails
    assert sent["Subject"].startswith("Um Änderungen wurde gebeten: Poland has more than")
    text = sent.get_content()
    assert text.startswith("Um Änderungen wurde gebeten, von reviewer.")
    assert "Say who counted" in text
    assert "Sie können wählen, worüber Sie benachrichtigt werden: " in text


def test_a_mail_to_somebody_who_chose_no_language_is_in_the_newsrooms(at: Desk, mailbox: Mailbox) -> None:
    with transaction(at.url) as conn:
        profile.change_newsroom(
            conn, at.reviewer, name="", contact="", method="", corrections_policy="", language="de"
        )
    _sent_back(at)
    _send(at)
    [sent] = mailbox.mails
    assert sent.get_content().startswith("Um Änderungen wurde gebeten, von reviewer.")


def test_a_mail_says_what_happened_and_leads_there(at: Desk, mailbox: Mailbox) -> None:
    claim_id = _sent_back(at)
    _send(at)
    [sent] = mailbox.mails
    assert sent["To"] == "checker <checker@example.org>"
    assert sent["From"] == "desk@example.org"
    assert sent["Subject"] == "Changes were asked for: Poland has more than 38 million inhabitants"
    body = sent.get_content()
    assert "Say who counted" in body
    assert f"http://127.0.0.1:8000/claims/{claim_id}" in body
    assert at.due(notices.MAIL) == []
    notice.run(1)  # a second message of the broker sends no second mail
    assert len(mailbox.mails) == 1


def test_each_kind_can_be_switched_off(at: Desk, client: FlaskClient, mailbox: Mailbox) -> None:
    csrf = token(client.get("/notifications").get_data(as_text=True))
    client.post("/notifications", data={"csrf": csrf, "in_desk": ["assigned"], "by_mail": ["sent back"]})
    _sent_back(at)
    _send(at)
    assert len(mailbox.mails) == 1
    assert "Changes were asked for</b>" not in client.get("/mine").get_data(as_text=True)
    assert 'Mine<span class="count">' not in compact(client.get("/mine").get_data(as_text=True))


@pytest.mark.parametrize("wanted", [True, False])
def test_the_author_is_notified_of_a_second_rating_that_differs(
    at: Desk, client: FlaskClient, mailbox: Mailbox, wanted: bool
) -> None:
    if not wanted:
        csrf = token(client.get("/notifications").get_data(as_text=True))
        client.post("/notifications", data={"csrf": csrf, "in_desk": ["approved"], "by_mail": ["approved"]})
    other = person(at.url, "reviewer", "other")
    claim_id = at.comes(POLAND)
    at.drafted(claim_id, "False")
    with transaction(at.url) as conn:
        verdict = verdicts.find_latest_verdict(conn, claim_id)
        assert verdict
        second_ratings.add_second_rating(conn, verdict.id, "False", other)  # the same: no news
        second_ratings.add_second_rating(conn, verdict.id, "Half true", at.reviewer)
    _send(at)
    page = client.get("/mine").get_data(as_text=True)
    said = "You rated it False, reviewer rated it Half true."
    assert ("A second rating differs from yours" in page, said in page) == (wanted, wanted)
    assert [said in each.get_content() for each in mailbox.mails] == [True] * wanted


def test_a_refused_mail_is_a_failed_job_that_can_be_sent_again(at: Desk, mailbox: Mailbox) -> None:
    person(at.url, "admin")
    mailbox.answer = "550 no such mailbox"
    _sent_back(at)
    _send(at)
    with create_app().test_client() as admin:
        sign_in(admin, "admin")
        assert "1</strong> e-mail not sent" in compact(admin.get("/").get_data(as_text=True))
        page = admin.get("/mail").get_data(as_text=True)
        assert "the mail server refused it: 550 no such mailbox" in page
        mailbox.answer = "250 OK"
        assert admin.post("/mail/1/again", data={"csrf": token(page)}).status_code == 302
        _send(at)
        assert len(mailbox.mails) == 1
        assert "Every mail was sent." in admin.get("/mail").get_data(as_text=True)
        assert admin.post("/mail/1/again", data={"csrf": token(page)}).status_code == 404


def test_a_wrong_password_of_the_desk_is_no_fault_of_the_mail(
    at: Desk, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FACTDESK_SMTP_USER", "desk")
    monkeypatch.setenv("FACTDESK_SMTP_PASSWORD", "wrong")
    settings.cache_clear()
    _sent_back(at)
    (subject,) = at.due(notices.MAIL)
    notice.run(subject)
    with transaction(at.url) as conn:
        row = queue.find_job(conn, notices.MAIL, subject)
        assert row is not None
        assert (row.failed, row.reason) == (False, "the mail server refuses our user name and password: 535")
        conn.exec_driver_sql("UPDATE work SET due_at = now()")
    monkeypatch.setenv("FACTDESK_SMTP_PASSWORD", "right")
    settings.cache_clear()
    notice.run(subject)
    assert len(mailbox.mails) == 1


def test_a_server_that_is_away_is_tried_again_later(
    at: Desk, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox.answer = "451 try later"
    _sent_back(at)
    _send(at)
    with transaction(at.url) as conn:
        job = queue.find_job(conn, notices.MAIL, 1)
        assert job
        assert (job.failed, job.attempts, job.reason) == (False, 1, "the mail server refused it: 451 try later")
        conn.execute(text("UPDATE work SET due_at = now()"))
    monkeypatch.setenv("FACTDESK_SMTP_PORT", "1")
    settings.cache_clear()
    _send(at)
    with transaction(at.url) as conn:
        job = queue.find_job(conn, notices.MAIL, 1)
        assert job
        assert "does not answer" in str(job.reason)


def test_a_header_takes_no_second_line(at: Desk, mailbox: Mailbox) -> None:
    claim_id = at.comes(POLAND)
    with transaction(at.url) as conn:
        conn.execute(
            text("UPDATE claims SET statement = E'One\\r\\nBcc: all@example.org ' || repeat('word ', 60)")
        )
        notices.add_notices(conn, [at.checker.id or 0], "mentioned", claim_id, at.reviewer, "see here")
    _send(at)
    [sent] = mailbox.mails
    assert sent["Bcc"] is None
    assert len(sent["Subject"]) < 140


def test_without_a_mail_server_there_is_no_job(at: Desk) -> None:
    _sent_back(at)
    assert at.due(notices.MAIL) == []
