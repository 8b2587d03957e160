"""An article's revision into its claims, and one lookup with its work per claim and source that applies."""

from dataclasses import replace
from datetime import timedelta

from celery import shared_task

from checks.documents.html import as_paragraphs
from checks.documents.metadata import PageReader
from checks.extraction import TextTooLong, split
from checks.nlp.encoder import encoder
from checks.types.document import About
from settings import settings
from store import articles, dispatch, embeddings
from store.claims import claims
from store.db import Connection, tell, transaction
from store.feeds.entries import get_article_defaults
from store.lookups import lookups, sources
from workers import job, source_runtime

NO_TEXT = (
    "no text was found in the page, only scripts, menus or controls; send the text of the article, or its page as a"
    " browser shows it"
)


@shared_task(name="workers.split")
def run(revision_id: int) -> None:
    """Split one revision, if that is still to be done."""
    job.run("split", revision_id, _compute, _on_exhausted)


def _compute(revision_id: int) -> job.Write:
    with transaction(settings().database_url) as conn:
        revision = articles.get_revision(conn, revision_id)
    body, about = _read(revision.received, revision.format)
    if not body.strip():
        raise job.CannotBeDone(NO_TEXT)
    arrived = revision.arrived_at.date()
    if about.published is not None and about.published > arrived + timedelta(days=1):
        about = replace(about, published=None)  # a page of tomorrow is mistaken about itself
    published = revision.published.date() if revision.published else about.published
    try:
        result = split(body, published or arrived, settings().language)
    except TextTooLong as error:
        raise job.CannotBeDone(str(error)) from None
    statements = [claim.statement for claim in result.claims]
    vector = dict(zip(statements, encoder().sentences(statements).tolist(), strict=True))

    def write(conn: Connection) -> job.Hints:
        article_id = articles.write_split_result(conn, revision_id, body, result)
        articles.fill_in_article(conn, article_id, about.title, about.published)
        written = claims.write_claims(conn, revision_id, article_id, result.claims)
        embeddings.write_claim_embeddings(conn, {claim_id: vector[claim.statement] for claim_id, claim in written})
        asked = get_article_defaults(conn, article_id).sources_among
        wanted = [(claim_id, asked(source_runtime.applicable(claim))) for claim_id, claim in written]
        lookups.add_lookups(conn, wanted)
        yield "lookup", sources.hand_out_lookups(conn)
        if any(not names for _, names in wanted):
            yield "suggest", dispatch.hand_out_jobs(conn, "suggest")

    return write


def _read(received: str, format_: str) -> tuple[str, About]:
    """The text of what was received, and what the page says of itself where it is HTML."""
    if format_ != "html":
        return received, About()
    page = PageReader()
    page.read(received)
    return as_paragraphs(page.text()), page.about()


def _on_exhausted(conn: Connection, revision_id: int) -> job.Hints:
    tell(conn, "article", articles.get_revision(conn, revision_id).article_id)
    return ()
