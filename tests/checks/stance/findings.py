"""Findings for two texts, as the tests of this folder ask for them."""

from datetime import date

from checks.quantities import quantities
from checks.stance.judge import compare
from checks.types.claim import Claim
from checks.types.passage import Passage
from checks.types.stance import Finding


def claim_of(text: str) -> Claim:
    """A claim that is a text as it stands, with its quantities."""
    return Claim(
        0,
        len(text),
        text,
        statement=text,
        kind="statement",
        claimant=None,
        worth=0.0,
        reasons=(),
        quantities=quantities(text),
    )


def finding(
    claim: str,
    passage: str,
    reference_date: date | None = None,
    published: date | None = None,
    publisher: str = "",
) -> Finding:
    """What a passage is to a claim."""
    return compare(claim_of(claim), Passage(passage, "", publisher, published=published), reference_date)
