"""What a clause is, and the rules by which one is a fact of its own."""

from dataclasses import dataclass
from typing import Final

from checks.extraction.attribution import Attribution
from checks.nlp.tree import Word

# The rules by which a clause is a fact of its own; the desk shows them as "found as".
MAIN: Final = "main clause"
SAID: Final = "what is said"
OF_ITS_OWN: Final = "clause of its own"
COORDINATED_CLAUSE: Final = "coordinated clause"
COORDINATED: Final = "coordinated predicate"
RELATIVE_CLAUSE: Final = "relative clause"
PARTICIPIAL: Final = "participial clause"
MARKED: Final = "clause with"
CUE_VERB: Final = "only says who says it"
CONDITIONAL: Final = "condition and what follows from it"
STRETCH: Final = "stretch of a sentence"

SO_FAR: Final = ("so", "thus")  # before "far" they tie no sentence to the one before


@dataclass(frozen=True, slots=True)
class FactClause:
    """Words `first` to `last` of a sentence (inclusive) state one fact; `head` is its verb, `rule` why it is one
    of its own.

    `subject` heads its subject where that stands outside the stretch; `attribution` tells who says it and how. A
    part of a larger clause names the `whole` that it was cut out of, and the word `top` that heads it there.
    """

    first: int
    last: int
    head: Word
    rule: str
    subject: Word | None = None
    attribution: Attribution | None = None
    whole: tuple[int, int] | None = None
    top: Word | None = None


def marked(mark: str) -> str:
    """The rule of a clause behind a conjunction.

    The desk shows it: "clause with “while”".
    """
    return f"{MARKED} “{mark}”"
