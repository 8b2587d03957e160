"""An article's revision into its claims, and one lookup with its work per claim and source that applies."""

from collections.abc import Mapping, Sequence, Set
from datetime import date, timedelta
from typing import Final

from celery import shared_task

import tracing
from checks.documents.metadata import date_lines, moments
from checks.extraction import TextTooLong, split
from checks.revisions.alignment import align_revision
from checks.revisions.words import changed_words
from checks.types.claim import Claim
from checks.types.page import Page
from checks.types.reading import StatementReading
from checks.types.revision import AnchoredClaim
from settings import settings
from store import articles, dispatch, queue
from store.articles import search
from store.claims import shared_claims
from store.claims.revisions import carry_over
from store.db import Connection, tell, transaction
from store.deliveries import ready
from store.feeds.entries import get_article_defaults
from store.lookups import batches, lookups, sources
from workers import job, source_runtime
from workers.copies import TextSignature, find_original, link_article, share_claims
from workers.sandbox import reader

_BEGINNING: Final = 1_000  # characters of a text, in one of whose lines a title may stand that was taken from it


@shared_task(name="workers.split")
def run(revision_id: int) -> None:
    """Split one revision, if that is still to be done."""
    job.run("split", revision_id, _compute, _on_exhausted)


def _compute(revision_id: int) -> job.Write:
    with transaction(settings().database_url) as conn:
        revision = articles.get_revision(conn, revision_id)
        tracing.concern(article=revision.article_id)
        expected = get_article_defaults(conn, revision.article_id).language
    page = _read(revision) if revision.format == "html" else None
    if page is not None and not page.is_article:
        raise job.CannotBeDone(str(page.reason))
    body = page.text if page is not None else revision.received
    arrived = revision.arrived_at.date()
    stated = page.published if page is not None else date_lines.day_in_lines(body, latest=_latest(revision))
    published = moments.as_day(revision.published or stated)
    try:
        title = (page and page.title) or _given_title(revision, body)
        result = split(body, published or arrived, settings().language, expected_language=expected, title=title)
    except TextTooLong as error:
        raise job.CannotBeDone(str(error)) from None
    source_runtime.refresh()
    signature = TextSignature.of(body)

    def write(conn: Connection) -> job.Hints:
        article_id = articles.lock_article(conn, revision.article_id)
        if page is not None:
            articles.fill_in_article(conn, article_id, page)
            if articles.drop_repeated_revision(conn, revision, body):
                search.refresh_article_search(conn, [article_id])
                return ()
        else:
            articles.fill_in_day(conn, article_id, stated)
        articles.write_split_result(conn, revision_id, body, result)
        search.refresh_article_search(conn, [article_id])
        if articles.is_superseded(conn, revision):
            return ()  # a later one was split before it; what this one says is past
        carried = _carry_over(conn, revision, body, result.claims)
        written = carried.to_look_up
        if not written:
            ready.note_ready_articles(conn, [article_id])
        original = find_original(conn, article_id, signature)
        shared = share_claims(conn, original[0], written) if original else set()
        hints = _look_up(conn, revision, carried, shared, result.readings)
        link_article(conn, article_id, revision_id, signature)
        if not shared_claims.list_waiting_copies(conn, revision_id):
            return hints
        queue.add_jobs(conn, "share", [revision_id])
        return [*hints, ("share", [revision_id])]

    return write


def _look_up(
    conn: Connection,
    revision: articles.RevisionOfArticle,
    carried: carry_over.CarriedOver,
    shared: Set[int],
    readings: Mapping[str, StatementReading],
) -> job.Hints:
    """Add the lookups of a revision's new claims with their jobs, but of those that are `shared` with another article.

    `readings` is what was read of the claims' statements.
    """
    asked = get_article_defaults(conn, revision.article_id).sources_among
    wanted = [
        (claim_id, asked(source_runtime.applicable(claim)))
        for claim_id, claim in carried.to_look_up
        if claim_id not in shared
    ]
    stored, turn = source_runtime.stored(), job.current_lease().turn
    lookups.add_lookups(conn, wanted, stored, turn)
    batched = [claim_id for claim_id, names in wanted if set(names) & set(stored)]
    batched += batches.list_unanswered_claims(conn, carried.moved)
    statements = {claim_id: claim.statement for claim_id, claim in carried.to_look_up}
    batches.add_batches(conn, revision.id, batched, statements, readings, turn)
    hints = [
        (batches.KIND, dispatch.hand_out_jobs(conn, batches.KIND)),
        ("lookup", sources.hand_out_lookups(conn)),
    ]
    if any(not names for _, names in wanted):
        hints.append(("suggest", dispatch.hand_out_jobs(conn, "suggest")))
    return hints


def _carry_over(
    conn: Connection, revision: articles.RevisionOfArticle, body: str, found: Sequence[Claim]
) -> carry_over.CarriedOver:
    """Write the claims of a revision: claims of earlier revisions that still stand move to it, the others are new."""
    known = carry_over.lock_known_claims(conn, revision.article_id)
    by_id = {each.id: each for each in known}
    anchored = [AnchoredClaim(each.text, each.statement, each.claimant, each.start) for each in found]
    alignment = align_revision(known, anchored, body)
    changed = {
        each.id: changed_words(
            (by_id[each.id].newest or by_id[each.id].own).statement, found[each.place].statement
        )
        for each in alignment.known
        if each.fate == "changed" and each.place is not None
    }
    new = revision.id, revision.article_id, revision.received_at
    return carry_over.write_carry_over(conn, new, known, found, alignment, changed)


def _read(revision: articles.RevisionOfArticle) -> Page:
    """The page that was received, read as pages at an address are."""
    received = revision.received.encode("utf-8", "replace")
    try:
        return reader.read_page(received, "text/html; charset=utf-8", revision.url, _latest(revision))
    except reader.CutOff as error:
        raise job.TryAgain(str(error)) from None


def _given_title(revision: articles.RevisionOfArticle, body: str) -> str | None:
    """The title that came with an article; None if it was only taken from the beginning of its text."""
    return None if revision.title.rstrip(" …") in body[:_BEGINNING] else revision.title


def _latest(revision: articles.RevisionOfArticle) -> date:
    """The last day that a revision can be of: one that names a later one is mistaken about itself, but for zones."""
    return revision.arrived_at.date() + timedelta(days=1)


def _on_exhausted(conn: Connection, revision_id: int) -> job.Hints:
    tell(conn, "article", articles.get_revision(conn, revision_id).article_id)
    return ()
