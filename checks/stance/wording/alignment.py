"""A claim's sentence aligned with one of a passage: which of its words and names the other one has, and where.

Words are compared by meaning (`entailed_by`), names by their words, and phrases by what they name; "not known" is
an answer of its own everywhere, since most nouns are neither the same nor different. Then the clauses of the passage's
sentence that express the claim's predicate, or its opposite.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

from checks.lexicon import load_table, load_words
from checks.nlp.inflection import without_possessive
from checks.nlp.names import names
from checks.nlp.relations.predicates import (
    BEGIN,
    BORN,
    DIE,
    END,
    LIE,
    LIVE,
    entailed_by,
    superlatives,
    synonymous,
)
from checks.nlp.relations.word_groups import opposites
from checks.nlp.tree import Sentence, Word
from checks.stance.syntax.clauses import clauses, main_clause
from checks.stance.syntax.noun_phrases import (
    NAMES,
    antecedent,
    diminishing_word,
    is_back_reference,
    is_people,
    name_of,
)
from checks.stance.syntax.roles import PredicateClause
from checks.stance.wording.times import NamedTime

# Tags of words that carry meaning.
_CARRY: Final = load_words("stance", "alignment_tags")
_AT: Final = frozenset(("in", "at", "near", "on"))


@dataclass(frozen=True)
class Alignment:
    """Two sentences, and `topic`: the names that the passage spoke of before, which "it" and "the company" mean.

    `claim_times` and `source_times` are the times that they name.
    """

    claim: Sentence
    source: Sentence
    topic: tuple[frozenset[str], ...]
    claim_times: tuple[NamedTime, ...] = ()
    source_times: tuple[NamedTime, ...] = ()

    @cached_property
    def clause(self) -> PredicateClause:
        """What the claim states."""
        return main_clause(self.claim)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The words of the claim that carry meaning, without its names and times."""
        return tuple(content_words_of(self.claim, self.claim_times))

    @cached_property
    def found(self) -> dict[int, int]:
        """By the place of each of these words: the place of the word of the source that means the same.

        A word of the source of which something makes less ("deputy mayor") counts only where the claim says so too.
        """
        known = {"", *(w.lower for w in self.claim.words)}
        there = [w for w in content_words_of(self.source, ()) if diminishing_word(self.source, w) in known]
        found = {}
        for word in self.words:
            place = next((w.i for w in there if w.lower == word.lower), None)
            if place is None and word.tag == "JJS":
                place = next((w.i for w in there if w.lower in superlatives().get(word.lower, ())), None)
            elif place is None and word.lower not in ordinal_values():
                place = next((w.i for w in there if entailed_by(word.lower, w.lower)), None)
            if place is not None:
                found[word.i] = place
        return found

    @cached_property
    def unmet(self) -> tuple[Word, ...]:
        """The claim's words that the source does not have."""
        return tuple(w for w in self.words if w.i not in self.found)

    @cached_property
    def names(self) -> tuple[tuple[Word, ...], ...]:
        """The claim's names, each as its words."""
        return tuple(name_spans(self.claim, self.claim_times))

    @cached_property
    def other_names(self) -> tuple[tuple[Word, ...], ...]:
        """The claim's names that neither the source's sentence has nor, if it points back, what it spoke of before."""
        return tuple(run for run in self.names if not self.has_name(run))

    def has_name(self, run: tuple[Word, ...]) -> bool:
        """Whether the source's sentence speaks of what a name of the claim names.

        By its words, by a name of the source that lies in it, or by what was spoken of before where the source
        points back.
        """
        wanted = _lower(run)
        here = frozenset(without_possessive(w.lower) for w in self.source.words)
        if wanted <= here or names(" ".join(w.text for w in run), include_first=True) <= names(
            self.source.text, include_first=True
        ):
            return True
        if any(_lower(other) <= wanted for other in self._runs) and not self._topic_differs(wanted):
            return True
        return self._points_back and any(wanted <= known or known <= wanted for known in self.topic)

    def _topic_differs(self, wanted: frozenset[str]) -> bool:
        """Whether the passage spoke of names, and none of them has a word of this one."""
        return bool(self.topic) and not any(wanted & known for known in self.topic)

    @cached_property
    def _runs(self) -> tuple[tuple[Word, ...], ...]:
        """The names of the source."""
        return tuple(name_spans(self.source, self.source_times))

    @cached_property
    def _points_back(self) -> bool:
        """Whether the source has a phrase that points back."""
        return any(
            is_back_reference(self.source, i)
            for clause in clauses(self.source)
            for places in clause.roles.values()
            for i in places
        ) or any(w.dep == "poss" and w.tag == "PRP$" for w in self.source.words)

    def same(self, ours: int, theirs: int) -> bool | None:
        """Whether a phrase of the claim and one of the source name the same; None where that is not known.

        Both are given by the place of their head.

        Names agree if one holds the words of the other ("Renner", "Paul Renner"), or if both are of one people or
        country. A pronoun or "the company" means what the passage spoke of before.
        """
        mine = name_of(self.claim, ours)
        other, place = self._resolved(theirs)
        if mine and other:
            return mine <= other or other <= mine or _called(mine) == _called(other)
        if (mine and self.source.words[place].lower in mine) or (other and self.claim.words[ours].lower in other):
            return True
        if mine and not other:
            if self._is_of(place, mine):
                return False
            if is_back_reference(self.source, place):
                back = [known for known in self.topic if known <= mine or mine <= known]
                return True if back else None
            return None
        if other:
            return None
        word, them = self.claim.words[ours], self.source.words[place]
        if not synonymous(word.lower, them.lower):
            return None
        owners = [_called(_owner(*each)) for each in ((self.claim, word), (self.source, them))]
        return not (all(owners) and owners[0].isdisjoint(owners[1]))

    def _is_of(self, place: int, name: frozenset[str]) -> bool:
        """Whether a phrase of the source is somebody or something of whom the claim names: "X's husband"."""
        source, word = self.source, self.source.words[place]
        whose = list(source.children(word, "poss"))
        relative = word.lower in load_words("predicates", "kin")
        if word.tag == "NNS" or relative:  # "two bodyguards of X", "the husband of X"
            of = (prep for prep in source.children(word, "prep") if prep.lower == "of")
            whose += (w for prep in of for w in source.children(prep, "pobj"))
        named = (name_of(source, w.i) for w in whose)
        return (bool(whose) and relative) or any(known and (known <= name or name <= known) for known in named)

    def _resolved(self, i: int) -> tuple[frozenset[str], int]:
        """The name of a phrase of the source; of "a film", where somebody is said to be it, that one's.

        And the place of its head. The subject of "X is a film" for the film.
        """
        meant = antecedent(self.source, i)
        i = i if meant is None else meant
        word = self.source.words[i]
        named = name_of(self.source, i)
        if word.dep in ("attr", "appos") and word.head != word.i and word.tag not in NAMES:
            above = self.source.words[word.head]
            subject = self.source.subject(above) if word.dep == "attr" else above
            if subject is not None:
                return (name_of(self.source, subject.i) or named), subject.i
        return named, i

    def named(self, i: int) -> frozenset[str]:
        """The name of whom or what a phrase of the source means; empty where that is none."""
        return self._resolved(i)[0]

    def any_same(self, ours: Iterable[int], theirs: Iterable[int]) -> bool | None:
        """The same for the heads of two roles: True if any two are the same, False if none can be.

        None where it cannot be told, as for two common nouns: that is no contradiction.
        """
        results = [self.same(a, b) for a in ours for b in theirs]
        if True in results:
            return True
        return False if results and None not in results else None


def _owner(sentence: Sentence, word: Word) -> frozenset[str]:
    """The name of whose a noun is: "Hungary's parliament", "the Hungarian parliament"; empty without one."""
    whose = (w for w in sentence.children(word, "poss", "amod") if w.dep == "poss" or is_people(w))
    return next((name for w in whose if (name := name_of(sentence, w.i))), frozenset())


def _called(name: frozenset[str]) -> frozenset[str]:
    """A name with peoples as their countries."""
    return names(" ".join(w.capitalize() for w in sorted(name)), include_first=True)


def content_words_of(sentence: Sentence, times: tuple[NamedTime, ...]) -> Iterator[Word]:
    """The words of a sentence that carry meaning, without names and times.

    Nouns, verbs, adjectives, adverbs and particles, but for those that say nothing (`stop_words.toml`), and for
    peoples, which count as names.
    """
    inside = {i for t in times for i in range(t.first, t.last + 1)}
    for word in sentence.words:
        carries = word.tag in _CARRY or word.lower in ordinal_values()
        said = carries and word.i not in inside and word.dep not in ("aux", "auxpass")
        if said and word.lower not in load_words("stop_words", "alignment") and not is_people(word):
            yield word


def name_spans(sentence: Sentence, times: tuple[NamedTime, ...]) -> Iterator[tuple[Word, ...]]:
    """The names of a sentence: words written as names that follow one another, and peoples.

    Each as its words in order; a people is a name of one word.
    """
    inside = {i for t in times for i in range(t.first, t.last + 1)}
    run: list[Word] = []
    for word in sentence.words:
        if word.tag in NAMES and word.i not in inside and word.text[:1].isupper():
            run.append(word)
            continue
        if run:
            yield tuple(run)
        run = []
        if is_people(word) and word.i not in inside:
            yield (word,)
    if run:
        yield tuple(run)


@cache
def ordinal_values() -> dict[str, int]:
    """By each ordinal its number; -1 for the last."""
    counted: dict[str, int] = load_table("numbers")["ordinals"]
    return counted | {"debut": 1, "last": -1, "final": -1}


def ordinals(sentence: Sentence) -> dict[int, int]:
    """By their place, the ordinals of a sentence as numbers; a verb ("to second") is none."""
    return {
        w.i: ordinal_values()[w.lower]
        for w in sentence.words
        if w.lower in ordinal_values() and (w.tag in ("JJ", "RB", "NN") or w.dep == "compound")
    }


def _lower(run: Iterable[Word]) -> frozenset[str]:
    """The words in lower case."""
    return frozenset(word.lower for word in run)


def candidate_clauses(alignment: Alignment) -> list[PredicateClause]:
    """The clauses of the source that express the claim's predicate or its opposite, the likest first.

    Where no clause does, but a time alone tells it ("(1871–1934)" for "was born in 1871"), the main clause stands
    for it.
    """
    scored = [(_likeness(alignment, clause), clause) for clause in clauses(alignment.source)]
    found = [clause for score, clause in sorted(scored, key=lambda each: -each[0]) if score]
    if not found and not alignment.clause.predicates.isdisjoint(_from_times(alignment)):
        return [main_clause(alignment.source)]
    return found


def predicate_words(alignment: Alignment, clause: PredicateClause) -> frozenset[int]:
    """The places of the claim's predicate words, where the source expresses the predicate in any words; else
    empty.
    """
    predicates = clause.predicates | _from_times(alignment)
    if LIE in alignment.clause.predicates and clause.copula:
        predicates |= {LIE}
    return frozenset() if alignment.clause.predicates.isdisjoint(predicates) else alignment.clause.said


def _from_times(alignment: Alignment) -> frozenset[str]:
    """The predicates that a sentence expresses by a time alone: "(1871–1934)"."""
    life = {BORN, DIE, LIVE} if any(t.life for t in alignment.source_times) else set()
    span = {BEGIN, END} if any(t.start and t.end for t in alignment.source_times) else set()
    return frozenset(life | span)


def _likeness(alignment: Alignment, theirs: PredicateClause) -> float:
    """How much a clause expresses what the claim does; 0 where it does not.

    2 for the predicate or a synonym of its words, 1.5 for its opposite, 1 for a place, a half where both say what
    something is, and a tenth for each word that is met in it.
    """
    ours = alignment.clause
    mine = [alignment.claim.words[i] for i in ours.said if not (ours.copula and i == ours.verb.i)]
    other = [alignment.source.words[i] for i in theirs.said if not (theirs.copula and i == theirs.verb.i)]
    predicate = not ours.predicates.isdisjoint(theirs.predicates)
    word = any(synonymous(a.lower, b.lower) for a in mine for b in other)
    said = (" ".join(w.lower for w in words) for words in (mine, other))
    against = (
        opposites(*said) is not None
        or opposites(" ".join(ours.predicates), " ".join(theirs.predicates)) is not None
    )
    both = ours.copula and theirs.copula
    mine_placed = (ours.copula and not mine) or LIE in ours.predicates
    place = mine_placed and (LIE in theirs.predicates or (theirs.copula and not _AT.isdisjoint(theirs.roles)))
    if not (predicate or word or against or place or both):
        return 0.0
    near = sum(alignment.found.get(w.i) in theirs.said for w in alignment.words)
    return 2.0 * (predicate or word) + 1.5 * against + 1.0 * place + 0.5 * both + 0.1 * near
