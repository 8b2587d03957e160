"""Of what people type as much is taken as the desk says, to the last character, and not one more."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from store import addresses, articles, people, tokens
from store.articles import receiving
from store.automation import rules
from store.automation.rules import RuleContent
from store.claims.filters import ClaimFilters
from store.db import Connection, engine
from store.deliveries import webhooks
from store.discussion import notes, reply_requests
from store.external import import_uploads
from store.feeds import feeds
from store.lookups import evidence_requests
from store.newsroom import profile
from store.people import Actor, Refused
from store.shelf import documents, incoming
from store.triage import saved_views, tags
from tests.fixtures.cluster_parts import POLAND, Desk
from tests.fixtures.desk_parts import person

Taken = Callable[[Connection, Actor, int, int], Any]  # by the admin, of a claim, so much


def _newsroom(conn: Connection, admin: Actor, **given: str) -> None:
    nothing = {"name": "", "contact": "", "method": "", "corrections_policy": ""}
    profile.change_newsroom(conn, admin, **{**nothing, **given})


def _feed(conn: Connection, admin: Actor, **given: Any) -> None:
    feeds.add_feed(conn, "https://news.example/feed", feeds.FeedSettings(**given), admin)


def _rule(conn: Connection, admin: Actor, **given: Any) -> None:
    content = {"name": "A rule", "query": "q=boats", "tags": ["sea"], **given}
    rules.add_rule(conn, RuleContent(filters=ClaimFilters(words="boats"), **content), admin)


def _asked(conn: Connection, admin: Actor, claim_id: int, **given: str) -> None:
    at = {"asked_at": None, "deadline": datetime.now(UTC) + timedelta(days=1)}
    values = {"asked_of": "A", "question": "?", **at, **given}
    reply_requests.add_reply_request(conn, claim_id, admin, **values)  # type: ignore[arg-type]


def _document(conn: Connection, admin: Actor, publisher: str) -> None:
    submission = incoming.DocumentSubmission(
        kind="document",
        name="a.txt",
        publisher=publisher,
        title="Boats",
        declared="text/plain",
        url=None,
        published=None,
    )
    incoming.add_document_file(conn, submission, [b"Four boats sank."], 1000, admin)


def _wanted(conn: Connection, admin: Actor, claim_id: int, quote: str) -> None:
    wanted = evidence_requests.WantedPassage(quote=quote)
    evidence_requests.request_by_address(conn, claim_id, "https://page.example/", wanted, admin)


def _words(number: int) -> list[str]:
    return [f"word {each}" for each in range(number)]


_HOOK = "https://program.example/hook"
_MOST: dict[str, tuple[int, Taken]] = {
    "name of a person": (
        people.LONGEST_NAME,
        lambda c, a, _, n: people.add_person(c, "new@example.org", "x" * n, "checker"),
    ),
    "another name": (people.LONGEST_NAME, lambda c, a, _, n: people.rename_person(c, a.id or 0, "x" * n)),
    "name of a token": (
        tokens.LONGEST_NAME,
        lambda c, a, _, n: tokens.create_token(c, a.id or 0, "x" * n, ["read"]),
    ),
    "name of the newsroom": (profile.LONGEST_NAME, lambda c, a, _, n: _newsroom(c, a, name="x" * n)),
    "method": (profile.LONGEST_POLICY, lambda c, a, _, n: _newsroom(c, a, method="x" * n)),
    "corrections": (profile.LONGEST_POLICY, lambda c, a, _, n: _newsroom(c, a, corrections_policy="x" * n)),
    "reasons to decline": (
        profile.MOST_DECLINE_REASONS,
        lambda c, a, _, n: profile.change_decline_reasons(c, a, _words(n)),
    ),
    "a reason": (100, lambda c, a, _, n: profile.change_decline_reasons(c, a, ["x" * n])),
    "webhook": (
        webhooks.LONGEST_DESCRIPTION,
        lambda c, a, _, n: webhooks.add_webhook(c, _HOOK, ["article.ready"], a, description="x" * n),
    ),
    "name of a rule": (rules.LONGEST_RULE_NAME, lambda c, a, _, n: _rule(c, a, name="x" * n)),
    "filters of a rule": (rules.LONGEST_QUERY, lambda c, a, _, n: _rule(c, a, query="x" * n)),
    "tags of a rule": (tags.MOST_TAGS, lambda c, a, _, n: _rule(c, a, tags=_words(n))),
    "title of a feed": (feeds.LONGEST_TITLE, lambda c, a, _, n: _feed(c, a, title="x" * n)),
    "section of a feed": (feeds.LONGEST_SECTION, lambda c, a, _, n: _feed(c, a, section="x" * n)),
    "note": (notes.LONGEST_NOTE, lambda c, a, claim, n: notes.add_note(c, claim, "x" * n, a)),
    "question": (reply_requests.LONGEST_TEXT, lambda c, a, claim, n: _asked(c, a, claim, question="x" * n)),
    "publisher": (documents.LONGEST_PUBLISHER, lambda c, a, _, n: _document(c, a, "x" * n)),
    "name of a view": (
        saved_views.LONGEST_VIEW_NAME,
        lambda c, a, _, n: saved_views.save_view(c, "x" * n, "q=boats", False, a),
    ),
    "filters of a view": (
        saved_views.LONGEST_QUERY,
        lambda c, a, _, n: saved_views.save_view(c, "Boats", "x" * n, False, a),
    ),
    "tag": (tags.LONGEST_TAG, lambda c, a, claim, n: tags.change_tags(c, [claim], a, add=["x" * n])),
    "tags": (tags.MOST_TAGS, lambda c, a, claim, n: tags.change_tags(c, [claim], a, add=_words(n))),
    "quote": (evidence_requests.LONGEST_QUOTE, lambda c, a, claim, n: _wanted(c, a, claim, "x" * n)),
    "name of a file": (
        import_uploads.LONGEST_FILE_NAME,
        lambda c, a, _, n: import_uploads.start_import(c, "x" * n, a),
    ),
    "title of an article": (
        receiving.LONGEST_TITLE,
        lambda c, a, _, n: articles.receive_article(c, articles.Submission("A text.", "x" * n), a),
    ),
    "text of an article": (
        receiving.LONGEST_TEXT,
        lambda c, a, _, n: articles.receive_article(c, articles.Submission("x" * n), a),
    ),
    "address": (
        addresses.LONGEST_URL,
        lambda c, a, _, n: articles.receive_article(
            c, articles.Submission("A text.", url=f"https://a.example/{'x' * (n - 18)}"), a
        ),
    ),
}


def test_the_most_is_taken_and_one_more_is_refused(desk: str) -> None:
    claim_id = Desk(desk, person(desk, "checker"), person(desk, "reviewer")).comes(POLAND)
    admin = person(desk, "admin")
    for what, (most, taken) in _MOST.items():
        refused = []
        for length in (most, most + 1):
            with engine(desk).connect() as conn:  # nothing is committed
                try:
                    taken(conn, admin, claim_id, length)
                except Refused:
                    refused.append(length)
        assert refused == [most + 1], what
