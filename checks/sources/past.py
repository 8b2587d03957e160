"""Past fact-checks: our own published ones and imported ones of others."""

from checks.compare import overlap
from checks.types import Answer, Claim, Found, Nothing, Query, Reach, SearchFailed

NAME = "past fact-checks"
TITLE = "Past fact-checks"
_MOST = 5
_LEAST_SHARED = 0.3


def applies(claim: Claim) -> bool:
    """Any claim may have been checked before."""
    return True


def ask(claim: Claim, reach: Reach) -> Answer:
    """Fact-checks whose claim shares enough words with this one."""
    try:
        hits = reach.past_checks.like(claim.statement, _MOST)
    except SearchFailed as failure:
        return failure.answer((Query(claim.statement, 0),))
    near = tuple(hit for hit in hits if overlap(claim.statement, hit.text) >= _LEAST_SHARED)
    asked = (Query(claim.statement, len(near)),)
    return Found(near, asked) if near else Nothing(asked)
