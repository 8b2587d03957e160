"""Past fact-checks: our own published ones and imported ones of others."""

from checks.matching.same_claim import kinship
from checks.types.answer import Answer, Found, Nothing, Query, SearchFailed
from checks.types.claim import Claim
from checks.types.source import Reach

NAME = "past fact-checks"
TITLE = "Past fact-checks"
_MOST = 5


def applies(claim: Claim) -> bool:
    """Any claim may have been checked before."""
    return True


def ask(claim: Claim, reach: Reach) -> Answer:
    """Fact-checks of the same claim, and related ones."""
    try:
        hits = reach.past_checks.like(claim.statement, _MOST)
    except SearchFailed as failure:
        return failure.answer((Query(claim.statement, 0),))
    near = tuple(hit for hit in hits if kinship(claim.statement, hit.text) is not None)
    asked = (Query(claim.statement, len(near)),)
    return Found(near, asked) if near else Nothing(asked)
