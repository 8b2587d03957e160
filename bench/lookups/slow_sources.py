"""Nine reference sources that only wait for an answer; each says a sentence or two of its own."""

from dataclasses import dataclass
from typing import Final

from checks.retrieval.response_schemas import Shape, shaped
from checks.retrieval.sources import Limits, Option
from checks.types.answer import Answer, Found, Query, SearchFailed
from checks.types.claim import Claim
from checks.types.passage import Passage
from checks.types.source import SourceContext

COUNT: Final = 9
_LIMITS: Final = Limits(per_minute=6000, at_once=1, seconds=10.0, kept_seconds=0)


class _Said(Shape):
    text: str


@dataclass(frozen=True)
class SlowSource:
    """`checks.retrieval.sources.Source`; asked by one lookup at a time, over all workers."""

    NAME: str
    TITLE: str
    LIMITS: Limits = _LIMITS
    OPTIONS: tuple[Option, ...] = (Option("address", "where it stands", address=True),)

    def applies(self, claim: Claim) -> bool:
        """Any claim."""
        return True

    def ask(self, claim: Claim, context: SourceContext) -> Answer:
        """One request."""
        try:
            said = shaped(_Said, context.fetch.json(context.options["address"], {"q": claim.statement})).text
        except SearchFailed as failure:
            return failure.answer((Query(claim.statement, 0),))
        return Found((Passage(said, "page 1", self.TITLE),), (Query(claim.statement, 1),))


NAMES: Final = tuple(f"slow {n}" for n in range(1, COUNT + 1))
slow_1, slow_2, slow_3, slow_4, slow_5, slow_6, slow_7, slow_8, slow_9 = (SlowSource(n, n.title()) for n in NAMES)
