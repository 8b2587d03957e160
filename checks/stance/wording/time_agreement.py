"""Whether the times agree at which two sentences put the same event."""

from typing import NamedTuple

from checks.lexicon import load_words
from checks.nlp.tree import NOUN, Sentence, Word
from checks.stance.predicates import BEGIN, BORN, DIE, END, LIVE, RELEASE, synonymous
from checks.stance.wording.alignment import Alignment
from checks.stance.wording.clauses import clauses
from checks.stance.wording.times import Time, TimeAgreement, compare_times, governors


def time_agreement(alignment: Alignment, ours: Time) -> tuple[TimeAgreement, str]:
    """Whether the source's times of the same event agree with one of the claim's, and the words of the one that
    decides.

    "silent" with no words where the source has none, or none that decides.
    """
    mine = _holder(alignment.claim, ours)
    results: list[tuple[TimeAgreement, str]] = []
    loose: list[tuple[TimeAgreement, str]] = []
    for theirs in alignment.source_times:
        if theirs.start and theirs.end and (bounds := alignment.clause.predicates & {BEGIN, END}):
            found = compare_times(ours, theirs, starts=BEGIN in bounds, ends=END in bounds)
            results.append((found, theirs.text))
            continue
        predicates = mine.predicates | (
            frozenset((RELEASE,)) if is_year_of_work(alignment.source, theirs) else frozenset()
        )
        if theirs.life:
            predicates = alignment.clause.predicates | mine.predicates
            if predicates.isdisjoint({BORN, DIE, LIVE}):
                continue
            results.append(
                (compare_times(ours, theirs, starts=BORN in predicates, ends=DIE in predicates), theirs.text)
            )
            continue
        other = _holder(alignment.source, theirs)
        linked = _linked(alignment, mine, other) or (
            RELEASE in alignment.clause.predicates and is_year_of_work(alignment.source, theirs)
        )
        both = mine.predicates | other.predicates
        found = compare_times(
            ours,
            theirs,
            starts=not load_words("predicates", "starts").isdisjoint(both),
            ends=not load_words("predicates", "ends").isdisjoint(both),
        )
        (results if linked else loose).append((found, theirs.text))
    for wanted in ("agrees", "differs"):
        if (first := next((r for r in results if r[0] == wanted), None)) is not None:
            return first
    return next((r for r in loose if r[0] == "agrees"), ("silent", ""))


class _Holder(NamedTuple):
    """The words and predicates that a time belongs to."""

    words: frozenset[str]
    predicates: frozenset[str]


def _holder(sentence: Sentence, time: Time) -> _Holder:
    """What a time belongs to; of "in 1993, when it closed", what happened then."""
    up = list(governors(sentence, time))
    then = next(
        (w for w in sentence.words if w.dep in ("relcl", "advcl") and _tells_when(sentence, w, time)), None
    )
    if then is not None:
        up.append(then)
    clause = next((c for c in clauses(sentence) if up and c.verb.i == up[-1].i), None)
    words = {w.lower for w in up if w.tag[:2] in ("VB", "NN", "JJ")}
    if clause is not None:
        words |= {sentence.words[i].lower for i in clause.said}
    return _Holder(frozenset(words), clause.predicates if clause else frozenset())


def _tells_when(sentence: Sentence, verb: Word, time: Time) -> bool:
    """Whether a clause with "when" stands right behind a time."""
    when = next((w for w in sentence.below(verb, "advmod") if w.lower == "when"), None)
    return when is not None and time.last < when.i <= time.last + 2


def _linked(alignment: Alignment, mine: _Holder, other: _Holder) -> bool:
    """Whether two times belong to the same event."""
    if not mine.predicates.isdisjoint(other.predicates):
        return True
    ours = [w for w in mine.words if w not in load_words("predicates", "bare_verbs")]
    return any(
        synonymous(a, b) for a in ours for b in other.words if b not in load_words("predicates", "bare_verbs")
    )


def names_a_thing(sentence: Sentence, time: Time) -> bool:
    """Whether a year is part of what something is called: "the 1987 Atlantic Cup"."""
    word, inside = sentence.words[time.last], range(time.first, time.last + 1)
    if word.head in inside and word.head != word.i:
        word = sentence.words[word.head]
    return (
        word.dep in ("nummod", "compound", "nmod")
        and sentence.words[word.head].tag in NOUN
        and word.head not in inside
    )


def is_year_of_work(sentence: Sentence, time: Time) -> bool:
    """Whether a year stands before a work: "is a 2011 film"."""
    word = sentence.words[time.first]
    return (
        time.first == time.last
        and sentence.words[word.head].lower in load_words("predicates", "dated_works")
        and word.dep in ("nummod", "compound")
    )
