"""Invitations: a one-time link by e-mail through a real mail server, or to copy; it expires, fails, is sent again."""

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from service.app import create_app
from settings import settings
from store import people, queue
from store.accounts import invitations
from store.db import transaction
from store.newsroom import profile
from store.people import Actor, Refused
from tests.fixtures.cluster_parts import Desk
from tests.fixtures.desk_parts import compact, person, sign_in_by_form, token
from tests.service.accounts.test_mine import Mailbox
from tests.service.accounts.test_mine import mailbox as mailbox
from workers.mail import invitation

NINA = {"name": "Nina", "email": "nina@example.org", "role": "checker"}


@pytest.fixture
def admin(at: Desk) -> Iterator[FlaskClient]:
    person(at.url, "admin")
    with create_app().test_client() as browser:
        sign_in_by_form(browser, "admin")
        yield browser


def _post(admin: FlaskClient, path: str, **form: str) -> tuple[int, str]:
    csrf = token(admin.get("/people").get_data(as_text=True))
    answer = admin.post(path, data={"csrf": csrf, **form})
    return answer.status_code, compact(answer.get_data(as_text=True))


def _people(admin: FlaskClient) -> str:
    return compact(admin.get("/people").get_data(as_text=True))


def _send(at: Desk) -> None:
    for subject in at.due(invitations.INVITATION):
        invitation.run(subject)


def _link(mailbox: Mailbox) -> str:
    found = re.search(r"http://127\.0\.0\.1:8000(/sign-in/\S+)", mailbox.mails[-1].get_content())
    assert found
    return found[1]


def _open(link: str) -> int:
    """The status of using a link, in a browser of its own."""
    with create_app().test_client() as browser:
        csrf = token(browser.get(link).get_data(as_text=True))
        return browser.post(link, data={"csrf": csrf}).status_code


def test_an_invitation_by_mail_lets_in_once(at: Desk, admin: FlaskClient, mailbox: Mailbox) -> None:
    status, page = _post(admin, "/people", **NINA, by_mail="yes")
    assert status == 200
    assert "An invitation is on its way to Nina." in page
    assert 'id="link"' not in page
    assert "being sent" in page
    _send(at)
    [mail] = mailbox.mails
    assert mail["To"] == "Nina <nina@example.org>"
    assert mail["Subject"] == "Your invitation to the desk of Factdesk newsroom"
    assert "admin invites you" in mail.get_content()
    assert "for 72 hours" in mail.get_content()
    assert "invited</span>" in _people(admin)
    assert _open(_link(mailbox)) == 302
    assert _open(_link(mailbox)) == 403
    page = _people(admin)
    assert "invited</span>" not in page
    assert "New link" in page
    with transaction(at.url) as conn:
        secrets = conn.execute(text("SELECT encode(secret_hash, 'escape') FROM sign_in_links")).scalars().all()
    assert _link(mailbox).rsplit("/", 1)[1] not in "".join(secrets)


def test_an_invitation_speaks_the_newsrooms_language(at: Desk, admin: FlaskClient, mailbox: Mailbox) -> None:
    with transaction(at.url) as conn:
        profile.change_newsroom(
            conn, at.reviewer, name="", contact="", method="", corrections_policy="", language="de"
        )
    _post(admin, "/people", **NINA, by_mail="yes")
    _send(at)
    [mail] = mailbox.mails
    assert mail["Subject"] == "Ihre Einladung an den Desk von Factdesk newsroom"
    assert "admin lädt Sie an den Faktencheck-Desk" in mail.get_content()
    assert "Der Link gilt einmal, 72 Stunden lang." in mail.get_content()


def test_a_link_ends_and_a_new_one_voids_it(at: Desk, admin: FlaskClient, mailbox: Mailbox) -> None:
    _post(admin, "/people", **NINA, by_mail="yes")
    _send(at)
    first = _link(mailbox)
    with transaction(at.url) as conn:
        conn.execute(text("UPDATE sign_in_links SET expires_at = now() - interval '1 s'"))
        conn.execute(text("UPDATE invitations SET expires_at = now() - interval '1 s'"))
        nina = people.find_person_by_email(conn, "nina@example.org")
    assert nina
    assert _open(first) == 403
    assert "link expired</span>" in _people(admin)
    for _ in range(2):
        assert _post(admin, f"/people/{nina.id}/invitation", by_mail="yes")[0] == 200
        _send(at)
    assert len(mailbox.mails) == 3
    assert _open(first) == 403
    assert _open(_link(mailbox)) == 302
    invitation.run(nina.id)  # a second message of the broker sends no second mail
    assert len(mailbox.mails) == 3


def test_a_refused_mail_is_a_failed_job_with_its_reason(at: Desk, admin: FlaskClient, mailbox: Mailbox) -> None:
    mailbox.answer = "550 no such mailbox"
    _post(admin, "/people", **NINA, by_mail="yes")
    _send(at)
    [nina_id] = at.due(invitations.INVITATION)
    reason = "the mail server refused it: 550 no such mailbox"
    assert reason in _people(admin)
    assert "1</strong> e-mail not sent" in compact(admin.get("/").get_data(as_text=True))
    failed = compact(admin.get("/mail").get_data(as_text=True))
    assert "<b>invitation</b> to Nina" in failed
    assert reason in failed
    assert "Every mail was sent." not in failed
    mailbox.answer = "250 OK"
    assert _post(admin, f"/people/{nina_id}/invitation", by_mail="yes")[0] == 200
    _send(at)
    assert _open(_link(mailbox)) == 302
    assert "Every mail was sent." in admin.get("/mail").get_data(as_text=True)


def test_a_server_that_is_away_is_tried_again_with_a_fresh_link(
    at: Desk, admin: FlaskClient, mailbox: Mailbox
) -> None:
    mailbox.answer = "451 try later"
    _post(admin, "/people", **NINA, by_mail="yes")
    _send(at)
    [nina_id] = at.due(invitations.INVITATION)
    with transaction(at.url) as conn:
        job = queue.find_job(conn, invitations.INVITATION, nina_id)
        assert job
        assert (job.failed, job.reason) == (False, "the mail server refused it: 451 try later")
        conn.execute(text("UPDATE work SET due_at = now()"))
    mailbox.answer = "250 OK"
    _send(at)
    assert _open(_link(mailbox)) == 302


def test_without_mail_a_link_is_copied(at: Desk, admin: FlaskClient) -> None:
    assert "has no mail server" in _people(admin)
    _, page = _post(admin, "/people", **NINA)
    found = re.search(r'<code id="link">http://127\.0\.0\.1:8000(/sign-in/[^<]+)</code>', page)
    assert found
    assert "good for 72 hours" in page
    assert at.due(invitations.INVITATION) == []
    assert _open(found[1]) == 302


def test_a_link_to_copy_stops_the_mail_that_waits(at: Desk, admin: FlaskClient, mailbox: Mailbox) -> None:
    _post(admin, "/people", **NINA, by_mail="yes")
    [nina_id] = at.due(invitations.INVITATION)
    _, page = _post(admin, f"/people/{nina_id}/invitation")
    assert at.due(invitations.INVITATION) == []
    invitation.run(nina_id)
    assert mailbox.mails == []
    found = re.search(r'<code id="link">http://127\.0\.0\.1:8000(/sign-in/[^<]+)</code>', page)
    assert found
    assert _open(found[1]) == 302


def test_what_cannot_be_sent_is_refused(at: Desk, admin: FlaskClient) -> None:
    status, page = _post(admin, "/people", **NINA, by_mail="yes")
    assert status == 422
    assert "no mail server is set" in page
    assert "nina@example.org" not in page.split("<h2>Add somebody")[0]  # nobody was added
    closed = person(at.url, "checker", "gone")
    with transaction(at.url) as conn:
        people.change_person(conn, closed.id or 0, role="checker", active=False)
        with pytest.raises(Refused, match="closed"):
            invitations.invite_person(conn, closed.id or 0, Actor(at.reviewer.id, "admin"), by_mail=False)


def test_a_closed_account_gets_no_mail(at: Desk, admin: FlaskClient, mailbox: Mailbox) -> None:
    assert settings().smtp_host
    _post(admin, "/people", **NINA, by_mail="yes")
    [nina_id] = at.due(invitations.INVITATION)
    with transaction(at.url) as conn:
        people.change_person(conn, nina_id, role="checker", active=False)
    _send(at)
    assert mailbox.mails == []
    assert at.due(invitations.INVITATION) == []
    assert "being sent" not in _people(admin)
