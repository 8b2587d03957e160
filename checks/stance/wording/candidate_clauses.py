"""Which clauses of a passage's sentence tell what the claim states, or its contrary."""

from typing import Final

from checks.stance.antonyms import opposites
from checks.stance.predicates import alike
from checks.stance.wording.alignment import Meeting
from checks.stance.wording.clauses import Clause, clauses, main_clause
from checks.stance.wording.time_agreement import is_year_of_work

_AT: Final = frozenset(("in", "at", "near", "on"))


def telling(meeting: Meeting) -> list[Clause]:
    """The clauses of the source that tell the claim's deed, or its opposite, the likest first."""
    scored = [(_likeness(meeting, clause), clause) for clause in clauses(meeting.source)]
    found = [clause for score, clause in sorted(scored, key=lambda each: -each[0]) if score]
    if not found and not meeting.clause.deeds.isdisjoint(_from_times(meeting)):
        return [main_clause(meeting.source)]
    return found


def deed_words(meeting: Meeting, clause: Clause) -> frozenset[int]:
    """The words of the claim's deed, where the source tells it in whatever words."""
    deeds = clause.deeds | _from_times(meeting)
    if "lie" in meeting.clause.deeds and clause.copula:
        deeds |= {"lie"}
    return frozenset() if meeting.clause.deeds.isdisjoint(deeds) else meeting.clause.said


def _from_times(meeting: Meeting) -> frozenset[str]:
    """Deeds that a sentence tells by a time alone: "(1871–1934)", "a 2011 film"."""
    life = {"born", "die", "live"} if any(t.life for t in meeting.source_times) else set()
    work = {"release"} if any(is_year_of_work(meeting.source, t) for t in meeting.source_times) else set()
    span = {"begin", "end"} if any(t.start and t.end for t in meeting.source_times) else set()
    return frozenset(life | work | span)


def _likeness(meeting: Meeting, theirs: Clause) -> float:
    ours = meeting.clause
    mine = [meeting.claim.words[i] for i in ours.said if not (ours.copula and i == ours.verb.i)]
    other = [meeting.source.words[i] for i in theirs.said if not (theirs.copula and i == theirs.verb.i)]
    deed = not ours.deeds.isdisjoint(theirs.deeds)
    word = any(alike(a.lower, b.lower) for a in mine for b in other)
    said = (" ".join(w.lower for w in words) for words in (mine, other))
    against = opposites(*said) is not None or opposites(" ".join(ours.deeds), " ".join(theirs.deeds)) is not None
    both = ours.copula and theirs.copula
    mine_placed = (ours.copula and not mine) or "lie" in ours.deeds
    place = mine_placed and ("lie" in theirs.deeds or (theirs.copula and not _AT.isdisjoint(theirs.roles)))
    reworded = meeting.reading is not None and meeting.reading != main_clause(meeting.claim)
    if not (deed or word or against or place or both) or (reworded and not deed):
        return 0.0
    near = sum(meeting.found.get(w.i) in theirs.said for w in meeting.words)
    return 2.0 * (deed or word) + 1.5 * against + 1.0 * place + 0.5 * both + 0.1 * near
