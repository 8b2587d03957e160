"""Which one of many: another ordinal, number or superlative."""

import re
from typing import Final

from checks.lexicon import alternatives
from checks.nlp.tree import Sentence, Word
from checks.stance.predicates import synonymous
from checks.stance.result import Contradiction
from checks.stance.wording.alignment import Alignment, ordinals
from checks.stance.wording.verbal_clauses import PredicateClause

_SUPERLATIVES: Final = ("JJS", "RBS")
# "Number one", "no. 3".
_NUMBERED = re.compile(rf"\b(?:number|no\.)\s?({alternatives('stance', 'rank_numbered')})\b", re.IGNORECASE)


def other_rank(alignment: Alignment, clause: PredicateClause) -> Contradiction | None:
    """Which one of many: "the second", where the source has "the first".

    Three ways, tried in this order: "number three", a superlative with its ordinal ("the second-highest" for "the
    highest"), and ordinals of the same noun.
    """
    mine, other = _NUMBERED.search(alignment.claim.text), _NUMBERED.search(alignment.source.text)
    if mine and other and mine[1].lower() != other[1].lower():
        return Contradiction("rank", f"source says “{other[0]}”, the claim “{mine[0]}”")
    return _other_superlative(alignment) or _other_ordinal(alignment)


def _other_superlative(alignment: Alignment) -> Contradiction | None:
    """The same superlative with another number: "the second-highest" for "the highest"."""
    for word in alignment.claim.words:
        if word.tag not in _SUPERLATIVES or word.i not in alignment.found:
            continue
        there = alignment.source.words[alignment.found[word.i]]
        mine, other = _ranked(alignment.claim, word), _ranked(alignment.source, there)
        if mine != other:
            shown = [
                f"{'number ' + str(n) + ' ' if n else ''}“{w.text}”" for n, w in ((other, there), (mine, word))
            ]
            return Contradiction("rank", f"source says {shown[0]}, the claim {shown[1]}")
    return None


def _ranked(sentence: Sentence, superlative: Word) -> int:
    """2 for "second-highest", 0 for "highest"."""
    near = list(sentence.words[max(0, superlative.i - 2) : superlative.i])
    return next((ordinals(sentence)[w.i] for w in near if w.i in ordinals(sentence)), 0)


def _other_ordinal(alignment: Alignment) -> Contradiction | None:
    """Another ordinal of the same noun."""
    ours, theirs = ordinals(alignment.claim), ordinals(alignment.source)
    if not ours or not theirs or set(ours.values()) & set(theirs.values()):
        return None
    if any(w.tag in _SUPERLATIVES for w in (*alignment.claim.words, *alignment.source.words)):
        return None
    mine, other = next(iter(ours)), next(iter(theirs))
    mine_of, other_of = (s.words[s.words[i].head] for s, i in ((alignment.claim, mine), (alignment.source, other)))
    if not synonymous(mine_of.lower, other_of.lower) and other_of.lower not in ("place", "position"):
        return None
    return Contradiction("rank", f"source says “{alignment.source.words[other].text}”", frozenset((mine,)))
