"""Past fact-checks: our own published ones and imported external ones."""

from collections.abc import Iterator

from checks.matching.same_claim import compare_claims
from checks.retrieval.search_log import SearchLog, passage_hit
from checks.retrieval.sources import searched
from checks.types.answer import Answer, SearchFailed
from checks.types.claim import Claim
from checks.types.passage import Passage
from checks.types.source import SourceContext

NAME = "past fact-checks"
TITLE = "Past fact-checks"
_MOST = 5


def applies(claim: Claim) -> bool:
    """Any claim may have been checked before."""
    return True


def ask(claim: Claim, context: SourceContext) -> Answer:
    """Fact-checks of the same claim, and related ones.

    The search in the store gives those that are near enough in words and meaning; nothing is asked of the network.
    """
    return searched(lambda log: _passages(claim, context, log))


def _passages(claim: Claim, context: SourceContext, log: SearchLog) -> Iterator[Passage]:
    """The search ranks by words and by meaning; `compare_claims` then says whether it is the same claim or a related
    one. All others are set aside.
    """
    try:
        hits = context.past_checks.like(claim.statement, _MOST)
    except SearchFailed:
        log.asked(claim.statement, 0)
        raise
    log.searched(claim.statement, map(passage_hit, hits))
    for hit in hits:
        key = passage_hit(hit).key
        if compare_claims(claim.statement, hit.text, hit.cosine) is None:
            log.set_aside(key, "it examined another claim")
        else:
            log.keep(key)
            yield hit
