"""A form of the desk that queues a job sends workers a hint of it at once: else it waits until the sweeper finds it.

Deliveries of what a form changes are left to the sweeper.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from service.app import create_app
from store.db import transaction
from tests.fixtures.desk_parts import sign_in, token
from tests.fixtures.full_desk import fill_desk
from tests.fixtures.hints import Hints


@dataclass
class Browser:
    """An admin's browser at a desk with a little of everything, and the hints that its forms send."""

    url: str
    client: FlaskClient
    hints: Hints

    def ask(self, query: str) -> int:
        """A number from the store."""
        with transaction(self.url) as conn:
            return int(conn.execute(text(query)).scalar_one())

    def write(self, statement: str) -> None:
        """Bring the store into a state that a form is for."""
        with transaction(self.url) as conn:
            conn.execute(text(statement))

    def queues(self, path: str, **form: object) -> set[str]:
        """Send a form; gives the kinds of the jobs that are due by it. Every one of them has had its hint."""
        self.hints.put_off()
        page = self.client.get("/account").get_data(as_text=True)
        assert self.client.post(path, data={"csrf": token(page), **form}).status_code == 302, path
        due = self.hints.due()
        assert self.hints.missing() == set(), path
        return {kind for kind, _ in due}


@pytest.fixture
def browser(desk: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    fill_desk(desk)
    with create_app().test_client() as client:
        sign_in(client, "admin")
        yield Browser(desk, client, Hints(desk, monkeypatch, without=("deliver",)))


def _file(name: str) -> tuple[io.BytesIO, str]:
    return io.BytesIO(b"Three boats sank in Birk."), name


def _about_a_claim(browser: Browser) -> None:
    claim = browser.ask("SELECT max(id) FROM claims WHERE state = 'triage'")
    version = browser.ask(f"SELECT version FROM claims WHERE id = {claim}")
    assert browser.queues(f"/claims/{claim}/ask-again") == {"lookup"}
    again = {"statement": "Five boats sank.", "version": version, "ask_again": "yes"}
    assert browser.queues(f"/claims/{claim}/correct", **again) == {"lookup"}
    place = f"/claims/{claim}/evidence-requests"
    assert browser.queues(f"{place}/address", url="https://page.example/boats") == {"capture"}
    assert browser.queues(f"{place}/file", file=_file("boats.txt")) == {"capture"}
    browser.write("UPDATE work SET failed = true, reason = 'r' WHERE kind = 'capture'")
    failed = browser.ask("SELECT min(id) FROM evidence_requests")
    assert browser.queues(f"{place}/{failed}/retry") == {"capture"}


def _about_an_article(browser: Browser) -> None:
    article = browser.ask("SELECT max(article_id) FROM revisions")
    words = {"words": "Four boats sank", "statement": "Four boats sank."}
    assert browser.queues(f"/articles/{article}/add-claim", **words) == {"lookup"}
    assert browser.queues("/articles/add", text="Nine boats sank in Alder on Monday.") == {"split"}
    assert browser.queues("/articles/add-address", address="https://page.example/boats") == {"fetch"}
    fetched = browser.ask("SELECT max(id) FROM articles")
    assert browser.queues(f"/articles/{fetched}/fetch") == {"fetch"}
    assert browser.queues("/articles/add-files", files=[_file("a.txt"), _file("b.txt")]) == {"fetch"}
    browser.write("UPDATE work SET failed = true, reason = 'r'")
    assert browser.queues(f"/articles/{article}/try-again") == {"lookup"}
    assert browser.queues(f"/articles/{fetched}/try-again") == {"fetch"}


def _about_feeds_and_references(browser: Browser) -> None:
    feed, document = browser.ask("SELECT max(id) FROM feeds"), browser.ask("SELECT max(id) FROM documents")
    assert browser.queues("/feeds", url="https://other.example/feed") == {"feed"}
    assert browser.queues(f"/feeds/{feed}/poll") == {"feed"}
    browser.write(f"UPDATE feeds SET paused = true WHERE id = {feed}")
    assert browser.queues(f"/feeds/{feed}/resume") == {"feed"}
    assert browser.queues("/shelf", files=_file("c.txt"), publisher="Town") == {"shelf"}
    browser.write("UPDATE work SET failed = true, reason = 'r' WHERE kind = 'shelf'")
    assert browser.queues(f"/shelf/{document + 1}/try-again") == {"shelf"}
    assert browser.queues("/backfills", source="shelf") == {"backfill"}
    assert browser.queues("/sources/shelf/test") == {"source_test"}


def _about_a_webhook(browser: Browser) -> None:
    webhook = browser.ask("SELECT max(id) FROM webhooks")
    assert browser.queues(f"/webhooks/{webhook}/test") == {"deliver"}
    delivery = browser.ask("SELECT max(id) FROM deliveries")
    browser.write("UPDATE work SET failed = true, reason = 'r' WHERE kind = 'deliver'")
    assert browser.queues(f"/webhooks/{webhook}/deliveries/{delivery}/send") == {"deliver"}


def test_each_form_that_queues_a_job_sends_a_hint_of_it(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    _about_a_claim(browser)
    _about_an_article(browser)
    _about_feeds_and_references(browser)
    _about_a_webhook(replace(browser, hints=Hints(browser.url, monkeypatch, without=())))
