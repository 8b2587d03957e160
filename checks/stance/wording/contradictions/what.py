"""What it was: another cause, language, score, or only somebody else."""

import re
from typing import Final

from checks.lexicon import load_words
from checks.nlp.tree import Sentence, Word
from checks.stance.predicates import CAUSE, DIE, entailed_by
from checks.stance.result import Contradiction
from checks.stance.wording.alignment import Alignment
from checks.stance.wording.noun_phrases import (
    is_back_reference,
    name_places,
    written_name,
)
from checks.stance.wording.verbal_clauses import PredicateClause

# "3-1", "52 votes to 48".
SCORE = re.compile(r"\b(\d{1,3})(?:\s?[-–—]\s?|\s(?:votes\s)?to\s)(\d{1,3})\b")
_IN_LANGUAGE: Final = ("in",)


def only_another(alignment: Alignment, clause: PredicateClause) -> Contradiction | None:
    """The source says it of another one alone: "only in Norway".

    By a role that both have ("in", "to"): without "only", the film may have been released in both countries.
    """
    ours = alignment.clause
    if ours.predicates.isdisjoint(clause.predicates):
        return None
    for prep in ours.roles.keys() & clause.roles.keys() - {"agent", "patient"}:
        for i in clause.roles[prep]:
            head = alignment.source.words[i].head
            alone = alignment.source.previous(head) in ("only", "solely", "exclusively")
            if alone and alignment.any_same(ours.roles[prep], [i]) is False:
                return Contradiction("only", f"source says only {prep} {written_name(alignment.source, i)}",
                                name_places(alignment.claim, ours.roles[prep]))  # fmt: skip
    return None


def other_cause(alignment: Alignment, clause: PredicateClause) -> Contradiction | None:
    """The source names another cause of the same effect.

    Both must be about one effect; what only points back ("it caused the fire") names nothing.
    """
    if CAUSE not in alignment.clause.predicates & clause.predicates:
        return None
    ours, theirs = alignment.clause.roles.get("agent", ()), clause.roles.get("agent", ())
    if not ours or not theirs or not _same_thing(alignment, clause):
        return None
    a, b = alignment.claim.words[ours[0]], alignment.source.words[theirs[0]]
    if entailed_by(a.lower, b.lower) or is_back_reference(alignment.source, b.i):
        return None
    return Contradiction(
        "cause", f"source names {alignment.source.text_between(b.left, b.i)}", frozenset(range(a.left, a.i + 1))
    )


def _same_thing(alignment: Alignment, clause: PredicateClause) -> bool:
    """Whether both are about one effect."""
    ours, theirs = alignment.clause.roles.get("patient", ()), clause.roles.get("patient", ())
    return alignment.any_same(ours, theirs) is True


def other_language(alignment: Alignment, clause: PredicateClause) -> Contradiction | None:
    """The source gives another language of a work.

    A language counts behind "in" or before "language"; a people's adjective alone ("the Polish opera") tells none.
    """
    ours, theirs = (_languages(s) for s in (alignment.claim, alignment.source))
    if not ours or not theirs or not {w.lower for w in ours}.isdisjoint(w.lower for w in theirs):
        return None
    return Contradiction("language", f"source says {theirs[0].text}", frozenset(w.i for w in ours))


def _languages(sentence: Sentence) -> list[Word]:
    """The languages of a sentence: "in Polish", "Polish-language"."""
    known = (w for w in sentence.words if w.text in load_words("predicates", "languages"))
    return [w for w in known if sentence.previous(w.i) in _IN_LANGUAGE or _is_of_language(sentence, w.i)]


def _is_of_language(sentence: Sentence, i: int) -> bool:
    """Whether the word "language" stands behind a word."""
    return any(w.lower == "language" for w in sentence.words[i + 1 : i + 3])


def other_cause_of_death(alignment: Alignment, clause: PredicateClause) -> Contradiction | None:
    """The source names something else that somebody died of.

    A more special cause is no other one: who died of lung cancer died of cancer.
    """
    if DIE not in alignment.clause.predicates & clause.predicates:
        return None
    ours, theirs = (
        tuple(i for prep in ("of", "from") for i in c.roles.get(prep, ())) for c in (alignment.clause, clause)
    )
    for mine in ours:
        for other in theirs:
            a, b = alignment.claim.words[mine], alignment.source.words[other]
            if (
                entailed_by(a.lower, b.lower)
                or is_back_reference(alignment.source, other)
                or a.lower in alignment.source.text.lower()
            ):
                return None
            return Contradiction("cause", f"source says of “{b.text}”", frozenset(range(a.left, a.right + 1)))
    return None


def other_score(alignment: Alignment, clause: PredicateClause) -> Contradiction | None:
    """The source gives another score than the claim, in whichever order.

    Of several scores in the source one that is the claim's is enough; "52 votes to 48" is a score.
    """
    ours, theirs = SCORE.search(alignment.claim.text), SCORE.findall(alignment.source.text)
    if ours is None or not theirs or sorted(ours.groups(), key=int) in [sorted(t, key=int) for t in theirs]:
        return None
    return Contradiction("score", f"source gives {'–'.join(theirs[0])}, the claim {ours[0]}")
