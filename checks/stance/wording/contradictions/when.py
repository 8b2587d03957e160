"""When it was: another time, an end, a death, another order."""

from typing import Final

from checks.lexicon import load_words
from checks.nlp.tree import Word
from checks.stance.predicates import WIN
from checks.stance.result import Contradiction
from checks.stance.wording.alignment import Alignment
from checks.stance.wording.time_agreement import names_a_thing, time_agreement
from checks.stance.wording.verbal_clauses import PredicateClause

_AGAINST_EACH_OTHER: Final = (("before", "after"), ("after", "before"), ("for", "against"), ("against", "for"))


def other_time(alignment: Alignment, clause: PredicateClause) -> Contradiction | None:
    """The source gives another time of the same event than the claim.

    What is done again and again (visits, meetings) may have other times as well. Only what happens once excludes
    another time, so that a claim which denies it is borne out.
    """
    if alignment.clause.verb.lower in load_words("predicates", "repeated") or _lost_it(alignment, clause):
        return None
    for ours in alignment.claim_times:
        if names_a_thing(alignment.claim, ours):
            continue
        found, text = time_agreement(alignment, ours)
        if found == "differs":
            once = not alignment.clause.predicates.isdisjoint(load_words("predicates", "once"))
            return Contradiction(
                "time", f"date differs: source gives “{text}”, the claim “{ours.text}”", excludes=once
            )
    return None


def _lost_it(alignment: Alignment, theirs: PredicateClause) -> bool:
    """Whether the source is about a time when the claim's winner lost."""
    return WIN in alignment.clause.predicates and bool(
        alignment.any_same(alignment.clause.roles.get("agent", ()), theirs.roles.get("from", ()))
    )


def other_order(alignment: Alignment, clause: PredicateClause) -> Contradiction | None:
    """The source has the other order of two events, or the other side: "before" and "after", "for" and "against".

    What both name there must be the same: "before Paul Renner" and "after Luc Ferrand" may both be so.
    """
    ours, theirs = alignment.clause.roles, clause.roles
    for mine, other in _AGAINST_EACH_OTHER:
        if (
            mine in ours
            and other in theirs
            and mine not in theirs
            and alignment.any_same(ours[mine], theirs[other])
        ):
            return Contradiction("order", f"source says “{other}”, the claim “{mine}”")
    return None


def ended(alignment: Alignment, clause: PredicateClause) -> Contradiction | None:
    """The claim says that it is so, and the source that it was so until something ended it.

    The claim must be in the present and name no time of its own.
    """
    now = alignment.clause.verb.tag in ("VBZ", "VBP") and not alignment.claim_times
    was = clause.verb.tag == "VBD" and clause.verb.lower in ("was", "were", "had")
    closed = any(_marks_an_end(clause, w) for w in alignment.source.words)
    if now and was and closed and not alignment.clause.predicates.isdisjoint(clause.predicates):
        return Contradiction("ended", "source says that it was so until it ended")
    return None


def _marks_an_end(clause: PredicateClause, word: Word) -> bool:
    """Whether an "until" hangs on the verb, or opens a clause that does: "until it was closed"."""
    opened = clause.sentence.words[word.head] if word.dep == "mark" else word
    return word.lower in ("until", "till") and opened.head == clause.verb.i


def no_longer_alive(alignment: Alignment, clause: PredicateClause) -> Contradiction | None:
    """The claim says that somebody is alive, and the source gives the year of the death.

    By a life in brackets: "Ada Moss (1871-1934)".
    """
    said = {alignment.claim.words[i].lower for i in alignment.clause.said}
    life = next((t for t in alignment.source_times if t.life and t.end is not None), None)
    if life is None or said.isdisjoint(("alive", "living")):
        return None
    return Contradiction("time", f"source gives “{life.text}”", alignment.clause.said)
