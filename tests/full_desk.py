"""A desk with a little of everything in it, for tests of what concerns all tables or all operations."""

from typing import Any

from sqlalchemy import text

from cli.migration import migrate_database
from store import tokens
from store.automation import rules
from store.automation.rules import RuleContent
from store.claims import transitions
from store.claims.claims import get_claim
from store.claims.filters import ClaimFilters
from store.claims.workflow import TransitionInput
from store.db import transaction
from store.deliveries import webhooks
from store.deliveries.tables import EVENTS
from store.feeds import feeds
from store.lookups import source_settings
from store.people import Actor
from store.shelf import incoming
from store.verdicts.verdicts import VerdictContent
from tests.desk_parts import TROOPS, article, imported, person
from workers import source_runtime
from workers.tasks import shelf

SECRET_OF_A_SOURCE = "key-of-a-service"


def fill_desk(desk: str) -> None:
    """Put a little of everything in a desk: people, articles, feeds, tokens, a shelf, a published fact-check."""
    migrate_database(desk)
    admin, checker, reviewer = (person(desk, role) for role in ("admin", "checker", "reviewer"))
    submission = incoming.DocumentSubmission(
        kind="document",
        name="a.txt",
        publisher="Town",
        title="Boats",
        declared="text/plain",
        url=None,
        published=None,
    )
    with transaction(desk) as conn:
        put = incoming.add_document_file(conn, submission, [b"Four boats sank in Alder."], 1000, checker)
        feeds.add_feed(conn, "https://news.example/feed", feeds.FeedSettings(section="World"), admin)
        tokens.create_token(conn, admin.id or 0, "a program", tokens.SCOPES)
        webhooks.add_webhook(conn, "https://program.example/hook", EVENTS, admin)
        rules.add_rule(conn, RuleContent("Boats", "q=boats", ClaimFilters(words="boats"), tags=["sea"]), admin)
        source_runtime.register(conn)
        source_settings.change_source(
            conn, "google fact check", admin, switched_on=True, values={"key": SECRET_OF_A_SOURCE}
        )
    shelf.run(put.document_id)
    article(desk, checker)
    article(desk, checker, f"{TROOPS} The town of Alder has 4,017 inhabitants.", title="A town")
    article(
        desk,
        checker,
        "Four boats sank \N{EM DASH} “so it was”, =1+1 said.\n\nTab\there, \\N and \\ there.",
        title="=HYPERLINK(1)",
    )
    imported(desk, {"@type": "ClaimReview"}, _review("Mostly bad"), _review("False"))
    _publish(desk, checker, reviewer)
    with transaction(desk) as conn:
        query = text("SELECT id FROM claims WHERE state = 'triage' AND head_id IS NULL ORDER BY id DESC")
        newer, older = list(conn.execute(query).scalars())[:2]
        version = get_claim(conn, older).version  # a claim that refers to one that comes after it
        given = TransitionInput(duplicate_of=newer)
        transitions.apply_transition(conn, older, "duplicate", checker, version, given)


def _review(rating: str) -> dict[str, Any]:
    return {
        "@type": "ClaimReview", "url": f"https://checks.example/{rating}", "claimReviewed": f"Boats are {rating}.",
        "author": {"name": "Checks"}, "reviewRating": {"alternateName": rating}, "datePublished": "2026-02-01",
    }  # fmt: skip


def _publish(url: str, writer: Actor, reviewer: Actor) -> None:
    cited = "SELECT claim_id, e.id FROM evidence e JOIN claims c ON c.id = claim_id WHERE head_id IS NULL LIMIT 1"
    with transaction(url) as conn:
        claim_id, evidence_id = conn.execute(text(cited)).one()

        def step(action: str, actor: Actor, reason: str | None = None) -> None:
            version = get_claim(conn, claim_id).version
            transitions.apply_transition(conn, claim_id, action, actor, version, TransitionInput(reason))

        def write() -> None:
            version = get_claim(conn, claim_id).version
            content = VerdictContent("Unproven", "Nobody knows.", "So it is.", [evidence_id])
            transitions.write_verdict(conn, claim_id, content, writer, version)

        step("take", writer)
        for correction in (False, True):
            if correction:
                step("correct", writer, "a number")
            write()
            step("submit", writer)
            step("approve", reviewer)
            step("publish", reviewer)
