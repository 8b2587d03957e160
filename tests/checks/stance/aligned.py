"""Two sentences laid over one another, as the tests of this folder need them."""

from checks.stance.syntax.clauses import parsed_sentences
from checks.stance.syntax.noun_phrases import with_names
from checks.stance.syntax.roles import PredicateClause
from checks.stance.wording.alignment import Alignment, candidate_clauses
from checks.stance.wording.times import times


def align(claim: str, passage: str, topic: tuple[frozenset[str], ...] = ()) -> Alignment:
    """The alignment of two sentences; `topic` as in `Alignment`."""
    ours, theirs = (with_names(one) for one in parsed_sentences((claim, passage)) if one is not None)
    return Alignment(
        claim=ours,
        source=theirs,
        topic=topic,
        claim_times=times(ours, None),
        source_times=times(theirs, None),
    )


def with_clause(claim: str, passage: str) -> tuple[Alignment, PredicateClause]:
    """The alignment of two sentences, and the likeliest clause of the second."""
    alignment = align(claim, passage)
    return alignment, candidate_clauses(alignment)[0]
