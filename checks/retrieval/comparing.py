"""Comparisons of passages with claims, each needed twice: for ranking in the search, and when it is stored."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache, partial
from typing import Final

from checks.nlp.together import done_together
from checks.stance.judge import compare
from checks.types.claim import Claim
from checks.types.passage import Passage
from checks.types.stance import Finding

_KEPT: Final = 1024  # of the claims of one batch of lookups, about two each and 512 at most


@lru_cache(_KEPT)
def compared(claim: Claim, passage: Passage, reference_date: date | None = None) -> Finding:
    """What `checks.stance.judge.compare` says; kept, since a search ranks by it what is then written down."""
    return compare(claim, passage, reference_date)


def compare_together(asked: Iterable[tuple[Claim, Passage, date | None]]) -> None:
    """Compare many at once, with what they need of the parser and the encoder; `compared` has them then."""
    done_together(partial(compared, *each) for each in asked)
