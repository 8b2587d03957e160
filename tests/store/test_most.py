"""Of what people type as much is taken as the desk says, to the last character, and not one more."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from checks.types.passage import Passage
from checks.types.stance import Finding
from store import addresses, articles, people, tokens
from store.accounts import drafts
from store.articles import receiving
from store.automation import rules
from store.automation.rules import RuleContent
from store.claims.filters import ClaimFilters
from store.db import Connection, engine
from store.deliveries import webhooks
from store.discussion import notes, reply_requests
from store.external import import_uploads
from store.feeds import feeds
from store.lookups import evidence, evidence_requests
from store.newsroom import error_reports, profile, rating_scale
from store.newsroom.rating_scale import RatingLabel
from store.people import Actor, Refused
from store.shelf import documents, incoming
from store.triage import bulk, claim_edit_rules, claim_edits, saved_views, tags
from store.triage.claim_edit_rules import QuantityInput
from store.verdicts import media_reviews, verdicts
from store.verdicts.verdicts import VerdictContent
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


def _found(conn: Connection, admin: Actor, claim_id: int, reason: str = "r", **given: str) -> None:
    passage = Passage(**{"text": "Four boats sank.", "locator": "p. 1", "publisher": "Office", **given})
    evidence.add_evidence(conn, claim_id, Finding("context", reason, 0.5, passage), admin)


def _wanted(conn: Connection, admin: Actor, claim_id: int, quote: str = "", **given: str) -> None:
    wanted = evidence_requests.WantedPassage(quote, **given)
    evidence_requests.request_by_address(conn, claim_id, "https://page.example/", wanted, admin)


def _words(number: int) -> list[str]:
    return [f"word {each}" for each in range(number)]


def _label(conn: Connection, admin: Actor, **given: Any) -> None:
    label = {"rating": "True", "label": "True", "number": 7, **given}
    rating_scale.change_rating_scale(conn, admin, [RatingLabel(**label)])


def _verdict(conn: Connection, admin: Actor, claim_id: int, **given: str) -> None:
    content = {"rating": "True", "summary": "So it is.", "explanation": "Counted.", **given}
    verdicts.add_verdict(conn, claim_id, VerdictContent(**content, cites=[]), admin)  # type: ignore[arg-type]


def _picture(context: str) -> None:
    category = next(iter(media_reviews.CATEGORIES))
    kind = media_reviews.MEDIA_TYPES[0]
    media_reviews.check_media_review(media_reviews.MediaReview(kind, (category,), original_context=context))


def _edited(conn: Connection, claim_id: int, text: str = POLAND, **given: Any) -> None:
    claim_edit_rules.edited(claim_edits.get_claim_text(conn, claim_id), given, text)  # type: ignore[arg-type]


def _notified(conn: Connection, admin: Actor, number: int) -> None:
    them = [people.add_person(conn, f"{each}@e.example", f"Person {each}", "checker") for each in range(number)]
    _rule(conn, admin, notify=them)


def _quoted_often(conn: Connection, admin: Actor, claim_id: int, number: int) -> None:
    for each in range(number):
        _wanted(conn, admin, claim_id, f"quote {each}")


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
    **{
        f"{name} of evidence that is wanted": (
            evidence.LONGEST[name],
            lambda c, a, claim, n, name=name: _wanted(c, a, claim, **{name: "x" * n}),
        )
        for name in ("quote", "publisher", "reason")
    },
    **{
        f"{name} of evidence": (
            evidence.LONGEST[name],
            lambda c, a, claim, n, name=name: _found(c, a, claim, **{name: "x" * n}),
        )
        for name in ("text", "publisher", "author", "locator", "reason")
    },
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
    "name of a rating": (rating_scale.LONGEST_LABEL, lambda c, a, _, n: _label(c, a, label="x" * n)),
    "rating in German": (
        rating_scale.LONGEST_LABEL,
        lambda c, a, _, n: _label(c, a, translations={"de": "x" * n}),
    ),
    "number of a rating": (rating_scale.LARGEST_NUMBER, lambda c, a, _, n: _label(c, a, number=n)),
    "report": (
        error_reports.LONGEST_REPORT,
        lambda c, _, __, n: error_reports.add_error_report(c, 1, "x" * n, ""),
    ),
    "sender": (
        error_reports.LONGEST_SENDER,
        lambda c, _, __, n: error_reports.add_error_report(c, 1, "A", "x" * n),
    ),
    "logo": (profile.LARGEST_LOGO, lambda c, a, _, n: profile.change_logo(c, a, b"\x89PNG\r\n\x1a\n".ljust(n))),
    "webhooks": (
        webhooks.MOST,
        lambda c, a, _, n: [webhooks.add_webhook(c, f"{_HOOK}/{i}", ["article.ready"], a) for i in range(n)],
    ),
    "rules": (rules.MOST_RULES, lambda c, a, _, n: [_rule(c, a, name=f"Rule {i}") for i in range(n)]),
    "people whom a rule tells": (rules.MOST_NOTIFIED, lambda c, a, _, n: _notified(c, a, n)),
    "summary": (verdicts.LONGEST_SUMMARY, lambda c, a, claim, n: _verdict(c, a, claim, summary="x" * n)),
    "explanation": (
        verdicts.LONGEST_EXPLANATION,
        lambda c, a, claim, n: _verdict(c, a, claim, explanation="x" * n),
    ),
    "what an original shows": (media_reviews.LONGEST_CONTEXT, lambda _, __, ___, n: _picture("x" * n)),
    "whom was asked": (reply_requests.LONGEST_NAME, lambda c, a, claim, n: _asked(c, a, claim, asked_of="x" * n)),
    "passages that are wanted": (
        evidence_requests._MOST,
        lambda c, a, claim, n: _quoted_often(c, a, claim, n),
    ),
    "password": (1000, lambda _, __, ___, n: people.hash_password("x" * n)),
    "name of a draft": (drafts.LONGEST_NAME, lambda c, a, _, n: drafts.keep_draft(c, a.id or 0, "x" * n, {}, 2)),
    "draft": (drafts.LARGEST_CONTENT, lambda c, a, _, n: drafts.keep_draft(c, a.id or 0, "a form", {}, n)),
    "views": (
        saved_views.MOST_VIEWS,
        lambda c, a, _, n: [saved_views.save_view(c, f"View {i}", "q=boats", False, a) for i in range(n)],
    ),
    "claims at once": (
        bulk.MOST_AT_ONCE,
        lambda c, a, _, n: bulk.apply_to_claims(
            c, [bulk.SeenClaim(10**6 + i) for i in range(n)], bulk.BulkChange("tag", tag="sea"), a
        ),
    ),
    "statement": (
        claim_edit_rules.LONGEST["statement"],
        lambda c, _, claim, n: _edited(c, claim, statement="x" * n),
    ),
    "claimant": (claim_edit_rules.LONGEST["claimant"], lambda c, _, claim, n: _edited(c, claim, claimant="x" * n)),
    "words of a claim": (
        claim_edit_rules.LONGEST_STRETCH,
        lambda c, _, claim, n: _edited(c, claim, "x" * (n + 9), start=0, end=n),
    ),
    "quantities": (
        claim_edit_rules.MOST_PARTS,
        lambda c, _, claim, n: _edited(c, claim, quantities=[QuantityInput("38 million", "=", 38e6)] * n),
    ),
}


def test_the_most_is_taken_and_one_more_is_refused(desk: str) -> None:
    at = Desk(desk, person(desk, "checker"), person(desk, "reviewer"))
    at.publish(at.comes("The town of Alder has 4,017 inhabitants."), "True")  # of which readers report
    claim_id, admin = at.comes(POLAND), person(desk, "admin")
    for what, (most, taken) in _MOST.items():
        refused = []
        for length in (most, most + 1):
            with engine(desk).connect() as conn:  # nothing is committed
                try:
                    taken(conn, admin, claim_id, length)
                except Refused:
                    refused.append(length)
        assert refused == [most + 1], what
