"""Open pages are told of all that people and workers write, and of what: they show it without being loaded anew."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest

from checks.types.document import About, Part
from store import people
from store.accounts import invitations
from store.articles import receiving, removal
from store.automation import rules
from store.automation.rules import RuleContent
from store.claims.filters import ClaimFilters
from store.db import Connection, transaction
from store.deliveries import deliveries, events, webhooks
from store.deliveries.tables import EVENTS
from store.discussion import notes, reply_requests
from store.external import import_uploads, imports
from store.feeds import feeds
from store.lookups import backfills, evidence_requests, source_settings, source_tests, sources
from store.newsroom import error_reports
from store.people import Actor
from store.shelf import documents, incoming, reading
from store.triage import tags
from store.verdicts import fact_checks
from tests.fixtures.cluster_parts import POLAND, Desk
from tests.fixtures.desk_parts import person
from tests.fixtures.heard import hearing
from tests.fixtures.outside import Outside, Reply
from tests.workers.feeds.feed_parts import follow, poll, site  # noqa: F401
from workers import source_runtime

_LATER = datetime.now(UTC) + timedelta(days=1)
_PAGE = "https://page.example/"
_HOOK = "https://program.example/hook"


@dataclass
class Scene:
    """A claim of a desk, who works there, and the ids of what the steps have made, by kind."""

    claim: int
    published: int  # a fact-check of another claim
    admin: Actor
    checker: Actor
    made: dict[str, int] = field(default_factory=dict)


Step = Callable[[Connection, Scene], Any]


def _file(conn: Connection, scene: Scene) -> int:
    submission = incoming.DocumentSubmission("document", "a.txt", "Town", "Boats", declared="text/plain")
    return incoming.add_document_file(conn, submission, [b"Four boats sank."], 1000, scene.checker).document_id


def _imported(conn: Connection, scene: Scene) -> int:
    import_id = import_uploads.start_import(conn, "reviews.json", scene.admin)
    import_uploads.add_import_piece(conn, import_id, 0, b"[]")
    import_uploads.finish_import_upload(conn, import_id, sha256(b"[]").digest())
    return import_id


def _asked(conn: Connection, scene: Scene) -> int:
    return reply_requests.add_reply_request(
        conn, scene.claim, scene.checker, asked_of="The town", question="?", asked_at=None, deadline=_LATER
    ).id


# What is told of ("claim" is that of the scene, "source" says no number), and steps on it: the first gives its id.
_STEPS: dict[str, list[tuple[str, Step]]] = {
    "person": [
        ("added", lambda c, s: people.add_person(c, "new@example.org", "New", "checker")),
        ("changed", lambda c, s: people.change_person(c, s.made["person"], role="reviewer", active=True)),
        ("renamed", lambda c, s: people.rename_person(c, s.made["person"], "Newer")),
        ("of another language", lambda c, s: people.change_language(c, s.made["person"], "de")),
        ("invited", lambda c, s: invitations.invite_person(c, s.made["person"], s.admin, by_mail=False)),
        ("written to", lambda c, s: invitations.record_invitation_mail(c, s.made["person"])),
    ],
    "webhook": [
        ("added", lambda c, s: webhooks.add_webhook(c, _HOOK, EVENTS, s.admin)[0]),
        ("changed", lambda c, s: webhooks.change_webhook(c, s.made["webhook"], {"paused": True}, s.admin)),
        ("removed", lambda c, s: webhooks.remove_webhook(c, s.made["webhook"], s.admin)),
    ],
    "feed": [
        ("added", lambda c, s: feeds.add_feed(c, "https://news.example/", feeds.FeedSettings(), s.admin)[0]),
        ("changed", lambda c, s: feeds.change_feed(c, s.made["feed"], {"title": "News"}, s.admin)),
        ("polled now", lambda c, s: feeds.poll_feed_now(c, s.made["feed"])),
        ("removed", lambda c, s: feeds.remove_feed(c, s.made["feed"], s.admin)),
    ],
    "document": [
        ("added", _file),
        ("read in part", lambda c, s: reading.write_document_parts(
            c, s.made["document"], About(), [Part("Four boats sank.", ())])),
        ("refused", lambda c, s: reading.refuse_document(c, s.made["document"], "it is torn")),
        ("read again", lambda c, s: documents.retry_document(c, s.made["document"])),
        ("removed", lambda c, s: documents.remove_document(c, s.made["document"], s.checker)),
    ],
    "article": [
        ("added", lambda c, s: receiving.receive_address(
            c, "https://a.example/1", actor=s.checker, keep=False).article_id),
        ("kept", lambda c, s: receiving.keep_article(c, s.made["article"], s.checker)),
        ("removed", lambda c, s: removal.remove_article(c, s.made["article"], s.checker)),
    ],
    "import": [
        ("added", _imported),
        ("removed", lambda c, s: imports.delete_import(c, s.made["import"], s.admin)),
    ],
    "report": [
        ("added", lambda c, s: error_reports.add_error_report(c, s.published, "It is wrong.", "")),
        ("closed", lambda c, s: error_reports.close_error_report(c, s.made["report"], s.checker)),
    ],
    "rule": [
        ("added", lambda c, s: rules.add_rule(
            c, RuleContent("Boats", "q=boats", ClaimFilters(words="boats"), tags=["sea"]), s.admin)),
    ],
    "source": [
        ("has failed", lambda c, s: sources.record_failure(c, "wikidata", "it did not answer")),
        ("has answered", lambda c, s: sources.record_success(c, "wikidata")),
        ("goes on", lambda c, s: sources.resume_source(c, "wikidata")),
        ("switched", lambda c, s: source_settings.change_source(c, "wikidata", s.admin, switched_on=True)),
        ("to be tested", lambda c, s: source_tests.add_test(c, "wikidata", s.admin)),
        ("tested", lambda c, s: source_tests.record_test(c, s.made["source"], "nothing", "it has nothing")),
        ("asked again", lambda c, s: backfills.start_backfill(c, ["shelf"], s.checker)),
    ],
    "claim": [
        ("noted", lambda c, s: notes.add_note(c, s.claim, "A note.", s.checker).id),
        ("with a note changed", lambda c, s: notes.change_note(c, s.claim, s.made["claim"], "Another.", s.checker)),
        ("with a note deleted", lambda c, s: notes.delete_note(c, s.claim, s.made["claim"], s.checker)),
        ("with tags", lambda c, s: tags.change_tags(c, [s.claim], s.checker, add=["sea"])),
    ],
    "claim that is asked about": [
        ("asked", _asked),
        ("later", lambda c, s: reply_requests.change_deadline(
            c, s.claim, s.made["claim that is asked about"], _LATER + timedelta(days=1), s.checker)),
        ("closed", lambda c, s: reply_requests.close_reply_request(
            c, s.claim, s.made["claim that is asked about"], "answered", "Yes.", s.checker)),
    ],
    "claim that a page is wanted for": [
        ("wanted", lambda c, s: evidence_requests.request_by_address(
            c, s.claim, _PAGE, evidence_requests.WantedPassage(), s.checker).id),
        ("again", lambda c, s: evidence_requests.retry_evidence_request(
            c, s.claim, s.made["claim that a page is wanted for"])),
        ("no more", lambda c, s: evidence_requests.drop_evidence_request(
            c, s.claim, s.made["claim that a page is wanted for"], s.checker)),
    ],
}  # fmt: skip


@pytest.fixture
def scene(desk: str) -> Scene:
    at = Desk(desk, person(desk, "checker"), person(desk, "reviewer"))
    with transaction(desk) as conn:
        source_runtime.register(conn)
    at.publish(at.comes("The town of Alder has 4,017 inhabitants."), "True")
    with transaction(desk) as conn:
        published = fact_checks.list_fact_checks(conn)[0].id
    return Scene(at.comes(POLAND), published, person(desk, "admin"), at.checker)


def test_every_step_is_heard(desk: str, scene: Scene) -> None:
    for of, steps in _STEPS.items():
        for what, step in steps:
            with hearing(desk) as heard, transaction(desk) as conn:
                made = step(conn, scene)
                if what == "to be tested" or of not in scene.made:
                    scene.made[of] = made
            subject = {"claim": scene.claim, "source": 0}.get(of.split()[0], scene.made[of])
            assert f"{of.split()[0]} {subject}" in heard, (of, what)


def test_a_delivery_is_heard(desk: str, scene: Scene) -> None:
    with transaction(desk) as conn:
        webhook_id, _ = webhooks.add_webhook(conn, _HOOK, EVENTS, scene.admin)
    with hearing(desk) as heard, transaction(desk) as conn:
        delivery_id = events.send_test_event(conn, webhook_id)
    assert heard == ["webhook 0"]
    with hearing(desk) as heard, transaction(desk) as conn:
        deliveries.record_given_up(conn, delivery_id, "it is gone")
    assert heard == [f"webhook {webhook_id}"]
    with hearing(desk) as heard, transaction(desk) as conn:
        deliveries.send_again(conn, webhook_id, delivery_id, scene.admin)
    assert heard == [f"webhook {webhook_id}"]


def test_polls_are_heard_also_where_nothing_is_new(desk: str, site: Outside) -> None:  # noqa: F811
    site.reply = lambda n: Reply(b"", 304) if n > 1 else Reply(_FEED, headers={"ETag": '"1"'})
    feed_id = follow(desk, f"{site.url}/feed")
    for expected in (f"feed {feed_id}", "feed 0"):
        with hearing(desk) as heard:
            poll(desk, feed_id)
        assert expected in heard


_FEED = b'<rss version="2.0"><channel><title>News</title></channel></rss>'
