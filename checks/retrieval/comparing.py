"""Comparisons of passages with claims that are asked for twice: by whoever searches, and by whoever writes down."""

from datetime import date
from functools import lru_cache
from typing import Final

from checks.stance.judge import compare
from checks.types.claim import Claim
from checks.types.passage import Passage
from checks.types.stance import Finding

_KEPT: Final = 512  # of the claims of one batch of lookups, about two each


@lru_cache(_KEPT)
def compared(claim: Claim, passage: Passage, reference_date: date | None = None) -> Finding:
    """What `checks.stance.judge.compare` says; kept, since a search ranks by it what is then written down."""
    return compare(claim, passage, reference_date)
