"""An article's revision into its claims, and one lookup with its work per claim and source that applies."""

from celery import shared_task
from sqlalchemy import Connection

from checks.documents.html import to_text
from checks.extraction import split
from checks.nlp.embeddings import vectors
from settings import settings
from store import articles, claims, lookups, meanings, sources
from store.db import tell, transaction
from workers import reference, step


@shared_task(name="workers.split")
def run(revision_id: int) -> None:
    """Split one revision, if that is still to be done."""
    step.run("split", revision_id, _think, _gave_up)


def _think(revision_id: int) -> step.Write:
    with transaction(settings().database_url) as conn:
        revision = articles.revision(conn, revision_id)
    body = to_text(revision["received"]) if revision["format"] == "html" else revision["received"]
    published = revision["published"] or revision["arrived_at"]
    result = split(body, published.date(), settings().language)
    statements = [claim.statement for claim in result.claims]
    meaning = dict(zip(statements, vectors(statements).tolist(), strict=True))

    def write(conn: Connection) -> step.Hints:
        article_id = articles.write_split(conn, revision_id, body, result)
        written = claims.write(conn, revision_id, article_id, result.claims)
        meanings.of_claims(conn, {claim_id: meaning[claim.statement] for claim_id, claim in written})
        wanted = [(claim_id, reference.applicable(claim)) for claim_id, claim in written]
        asked = lookups.queue(conn, wanted)
        yield "lookup", sources.first_turns(conn, asked)
        yield "suggest", [claim_id for claim_id, names in wanted if not names]

    return write


def _gave_up(conn: Connection, revision_id: int) -> step.Hints:
    tell(conn, "article", articles.revision(conn, revision_id)["article_id"])
    return ()
