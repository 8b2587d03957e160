"""Whether the times agree at which two sentences put the same event."""

from collections.abc import Iterator
from typing import NamedTuple

from checks.lexicon import load_words
from checks.nlp.tree import NOUN, Sentence, Word
from checks.stance.predicates import BEGIN, BORN, DIE, END, LIVE, RELEASE, synonymous
from checks.stance.wording.alignment import Alignment
from checks.stance.wording.clauses import clauses
from checks.stance.wording.times import NamedTime, TimeAgreement, compare_times, governors


def time_agreement(alignment: Alignment, ours: NamedTime) -> tuple[TimeAgreement, str]:
    """Whether the source's times of the same event agree with one of the claim's, and the words of the one that
    decides.

    "silent" with no words where the source has none, or none that decides.
    """
    found = list(_agreements(alignment, ours))
    for wanted in ("agrees", "differs"):
        for each in found:
            if each.same_event and each.agreement == wanted:
                return each.agreement, each.text
    elsewhere = next((each for each in found if not each.same_event and each.agreement == "agrees"), None)
    return ("agrees", elsewhere.text) if elsewhere is not None else ("silent", "")


class _Compared(NamedTuple):
    """A time of the source against the claim's: whether both are of one event, and whether they agree."""

    same_event: bool
    agreement: TimeAgreement
    text: str


def _agreements(alignment: Alignment, ours: NamedTime) -> Iterator[_Compared]:
    """Each time of the source against one of the claim's.

    A range that the source gives counts for beginnings, ends and lives; any other time only where the same
    predicate or word governs it.
    """
    stated, mine = alignment.clause.predicates, _holder(alignment.claim, ours)
    for theirs in alignment.source_times:
        if theirs.start and theirs.end and (bounds := stated & {BEGIN, END}):
            found = compare_times(ours, theirs, starts=BEGIN in bounds, ends=END in bounds)
            yield _Compared(True, found, theirs.text)
        elif theirs.life:
            of_life = (stated | mine.predicates) & {BORN, DIE, LIVE}
            if of_life:
                found = compare_times(ours, theirs, starts=BORN in of_life, ends=DIE in of_life)
                yield _Compared(True, found, theirs.text)
        else:
            other = _holder(alignment.source, theirs)
            both = mine.predicates | other.predicates
            starts, endings = (load_words("predicates", name) for name in ("starts", "ends"))
            found = compare_times(ours, theirs, starts=bool(starts & both), ends=bool(endings & both))
            of_release = RELEASE in stated and is_year_of_work(alignment.source, theirs)
            yield _Compared(_linked(alignment, mine, other) or of_release, found, theirs.text)


class _Holder(NamedTuple):
    """The words and predicates that a time belongs to."""

    words: frozenset[str]
    predicates: frozenset[str]


def _holder(sentence: Sentence, time: NamedTime) -> _Holder:
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


def _tells_when(sentence: Sentence, verb: Word, time: NamedTime) -> bool:
    """Whether a clause with "when" stands right behind a time."""
    when = next((w for w in sentence.children(verb, "advmod") if w.lower == "when"), None)
    return when is not None and time.last < when.i <= time.last + 2


def _linked(alignment: Alignment, mine: _Holder, other: _Holder) -> bool:
    """Whether two times belong to the same event.

    Verbs that say nothing of an event ("be", "have") link nothing.
    """
    if not mine.predicates.isdisjoint(other.predicates):
        return True
    ours = [w for w in mine.words if w not in load_words("predicates", "bare_verbs")]
    return any(
        synonymous(a, b) for a in ours for b in other.words if b not in load_words("predicates", "bare_verbs")
    )


def names_a_thing(sentence: Sentence, time: NamedTime) -> bool:
    """Whether a year is part of what something is called: "the 1987 Atlantic Cup".

    Such a year says when the thing is, not when what is told of it happened.
    """
    word, inside = sentence.words[time.last], range(time.first, time.last + 1)
    if word.head in inside and word.head != word.i:
        word = sentence.words[word.head]
    return (
        word.dep in ("nummod", "compound", "nmod")
        and sentence.words[word.head].tag in NOUN
        and word.head not in inside
    )


def is_year_of_work(sentence: Sentence, time: NamedTime) -> bool:
    """Whether a year stands before a work: "is a 2011 film".

    It is the year of the work, and says nothing of when what the sentence tells was done.
    """
    word = sentence.words[time.first]
    return (
        time.first == time.last
        and sentence.words[word.head].lower in load_words("predicates", "dated_works")
        and word.dep in ("nummod", "compound")
    )
