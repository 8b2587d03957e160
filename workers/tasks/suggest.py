"""What a claim's stances add up to, once every source has answered, and which other claims it is one with.

Then the claim is ready for triage.
"""

from functools import cache

from celery import shared_task

import tracing
from checks.matching.matcher import is_same_claim, same_claims
from checks.suggestion.copies import copies
from checks.suggestion.suggest import suggest
from checks.types.claim import ContextualStatement
from checks.types.stance import Suggestion
from settings import settings
from store import queue
from store.automation import arrival
from store.claims import claims, clusters, shared_claims, similar_claims
from store.claims.claims import ClaimRecord
from store.db import Connection, tell, transaction
from store.deliveries import ready
from store.feeds.entries import get_article_defaults
from store.lookups import evidence, suggestions
from store.verdicts import citations
from workers import job
from workers.copies import resume_copies
from workers.embeddings import fill_claim_embeddings


@shared_task(name="workers.suggest")
def run(claim_id: int) -> None:
    """Suggest, if that is still to be done."""
    job.run("suggest", claim_id, _compute, _on_exhausted)


def _compute(claim_id: int) -> job.Write:
    tracing.concern(claim=claim_id)
    with transaction(settings().database_url) as conn:
        claim = claims.get_claim(conn, claim_id)
        if shared_claims.find_shared_claim(conn, claim_id):
            return lambda conn: _leave_to_revision(conn, claim)
    fill_claim_embeddings([claim_id])
    with transaction(settings().database_url) as conn:
        findings, answers = evidence.list_findings(conn, claim_id), suggestions.list_answers(conn, claim_id)
        cited = citations.list_cited_passages(
            conn, (finding.passage.url for _, finding in findings if finding.passage)
        )
        others = similar_claims.find_similar_claims_of(conn, [claim_id])[claim_id]
    asked = ContextualStatement(claim.statement, claim.context)
    equals = [others[n].id for n in same_claims(asked, [(c.contextual, c.cosine) for c in others])]
    found = [finding for _, finding in findings]
    result, copied = suggest(found, answers, cited), copies(found)

    def write(conn: Connection) -> job.Hints:
        clusters.link_claims(conn, {claim_id: equals}, cache(is_same_claim))
        suggestions.write_suggestion(
            conn, claim_id, result, [findings[n][0] for n in result.finding_indices], len(findings)
        )
        evidence.mark_copies(conn, claim_id, {findings[n][0]: findings[first][0] for n, first in copied.items()})
        return _receive(conn, claim)

    return write


def _receive(conn: Connection, claim: ClaimRecord) -> job.Hints:
    """Send a claim that has its suggestion to triage, and those that are the same as it after it."""
    arrival.receive_in_triage(conn, [claim.id], get_article_defaults(conn, claim.article_id).owner_id)
    ready.note_ready_articles(conn, [claim.article_id])
    tell(conn, "article", claim.article_id)
    return resume_copies(conn, [claim.id])


def _on_exhausted(conn: Connection, claim_id: int) -> job.Hints:
    """Say at a claim that has no suggestion what went wrong; it is for people to judge as it is."""
    claim, row = claims.get_claim(conn, claim_id), queue.find_job(conn, "suggest", claim_id)
    if claim.suggestion is None:
        reason = row.reason if row else None
        why = f"what the sources answered could not be added up: {reason}"
        count = len(evidence.list_evidence(conn, claim_id))
        suggestions.write_suggestion(conn, claim_id, Suggestion("could not ask", (why,)), [], count)
    queue.drop_job(conn, "suggest", claim_id)
    return _receive(conn, claim)


def _leave_to_revision(conn: Connection, claim: ClaimRecord) -> job.Hints:
    """Have a claim that is the same as another judged with all of its article that are so (`workers.tasks.share`)."""
    queue.add_jobs(conn, "share", [claim.revision_id])
    return [("share", [claim.revision_id])]
