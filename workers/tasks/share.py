"""Claims of a copied article get the suggestions of the identical claims in its original, and join their clusters.

One job does all claims of a revision whose originals are answered. For the others it waits: the job that writes their
suggestions wakes it (`workers.copies.resume_copies`), and it also looks now and then.
"""

from functools import cache
from typing import Final

from celery import shared_task

import tracing
from checks.matching.matcher import is_same_claim
from settings import settings
from store import embeddings, queue
from store.automation import arrival
from store.claims import shared_claims
from store.claims.copy_clusters import link_copies
from store.claims.states import list_claim_states
from store.db import Connection, tell, transaction
from store.deliveries import ready
from store.lookups import sources, suggestions
from workers import job
from workers.linking import link_all

_AWAIT_SECONDS: Final = 3.0  # how often to look whether the originals have been looked up


@shared_task(name="workers.share")
def run(revision_id: int) -> None:
    """Share the suggestions, if that is still to be done."""
    job.run("share", revision_id, _compute, _on_exhausted)


def _compute(revision_id: int) -> job.Write:
    with transaction(settings().database_url) as conn:
        waiting = shared_claims.list_waiting_copies(conn, revision_id)
    originals = {each.claim_id: each.original_id for each in waiting if each.answered}
    article_ids = {each.article_id for each in waiting}
    if article_ids:
        tracing.concern(article=min(article_ids))
    _link(originals)

    def write(conn: Connection) -> job.Hints:
        return _share(conn, originals, article_ids)

    if len(originals) < len(waiting):
        left = len(waiting) - len(originals)
        reason = f"{left} claims that are the same as others wait until those are looked up"
        raise job.TryAgain(reason, after=_AWAIT_SECONDS, busy=True, write=write)
    return write


def _link(originals: dict[int, int]) -> None:
    """Link each copy to its original: the clear cases in one statement, the rest by `link_all`."""
    with transaction(settings().database_url) as conn:
        left = link_copies(conn, originals, cache(is_same_claim))
    link_all({claim_id: [originals[claim_id]] for claim_id in left})


def _share(conn: Connection, originals: dict[int, int], article_ids: set[int]) -> job.Hints:
    """Write the suggestions; a claim whose original can no longer answer for it is looked up itself."""
    rows = list_claim_states(conn, originals, lock=True)
    linked = {claim_id for claim_id, row in rows.items() if row.parent_id is not None or row.repeat_of is not None}
    asked = shared_claims.look_up_alone(conn, sorted(rows.keys() - linked))
    shared = {claim_id: originals[claim_id] for claim_id in sorted(linked)}
    embeddings.copy_claim_embeddings(conn, shared)
    suggestions.copy_suggestions(conn, shared)
    arrival.receive_in_triage(conn, list(shared))
    ready.note_ready_articles(conn, article_ids)
    for article_id in article_ids:
        tell(conn, "article", article_id)
    return [("lookup", asked)] if asked else []


def _on_exhausted(conn: Connection, revision_id: int) -> job.Hints:
    """Have the claims looked up themselves."""
    waiting = shared_claims.list_waiting_copies(conn, revision_id)
    shared_claims.look_up_alone(conn, [each.claim_id for each in waiting])
    queue.drop_job(conn, "share", revision_id)
    return [("lookup", sources.hand_out_lookups(conn))]
