"""The names of an article's sentences as they stand, each by its longest form."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from typing import Final, NamedTuple

from checks.extraction.coreference import gender_of, given_gender, surname
from checks.extraction.segments.analysis import SentenceAnalysis
from checks.lexicon import load_words
from checks.lexicon.word_classes import class_words, word_set
from checks.nlp.tree import Sentence, Word

_NAMES: Final = load_words("extraction", "named_entities")
_MEASURES: Final = ("MONEY", "PERCENT", "QUANTITY", "CARDINAL", "TIME", "DATE")
_PLACES: Final = ("GPE", "LOC", "NORP")
_ACTING: Final = ("PERSON", "ORG")
_SITES: Final = ("GPE", "LOC", "FAC")
_MOST_WHO: Final = 2
_EARLY: Final = 6  # sentences that name who and what the first one tells of
_LINKS: Final = word_set("of in on at for and to")
_DEPARTMENTS: Final = word_set("department service force office")
_CLITIC: Final = re.compile(r"['’]s?$")
_BETWEEN: Final = ("JJ", "NN", "VB")  # beginnings of tags of words within a name
_MARKS: Final = " .,;:•([])–—-"
_TITLES: Final = load_words("nlp", "before_names") | word_set("sir lord lady dame miss")
_ROLES: Final = class_words("people", "nouns")
_OF_WIVES: Final = "mrs"  # may be somebody else than the one of that surname who is named in full


class NameRun(NamedTuple):
    """A name as it stands in a sentence: the places of its first and last word, its text without marks, its kind."""

    sentence: Sentence
    first: int
    last: int
    text: str
    entity: str


class ArticleNames:
    """The names of one article.

    `runs` are in their order; in their longest form `each` holds those of every sentence, `who` the people and bodies
    that its first sentences name and `where` their places, the most frequent first. `places` are its places and peoples
    as they are written, `people` the surnames of those whom it names in full.
    """

    def __init__(self, analyses: Sequence[SentenceAnalysis]) -> None:
        small = {w.text for a in analyses for w in a.sentence.words if w.text.islower()}
        named = [[run for run in _names(a) if run.text.lower() not in small] for a in analyses]
        self.runs = [run for runs in named for run in runs]
        self.places = {run.text for run in self.runs if run.entity in _PLACES}
        full = {bare for run in self.runs if run.entity == "PERSON" and " " in (bare := _untitled(run.text))}
        self.people = {surname(name) for name in full}
        self._longer = _longer(self.runs, self.places, self.people)
        self.each = [list(dict.fromkeys(self.whole(run.text) for run in runs)) for runs in named]
        counted = Counter(self.whole(run.text) for run in self.runs)
        first = [run for runs in named[:_EARLY] for run in runs]
        early = {self.whole(run.text): run.entity for run in reversed(first)}
        frequent = [name for name, _ in counted.most_common() if name in early]
        self.who = [name for name in frequent if early[name] in _ACTING and counted[name] > 1]
        self.where = [name for name in frequent if early[name] in _SITES]
        self._sorts = dict.fromkeys(self.people, _ACTING[0]) | {run.text: run.entity for run in self.runs}
        written = sorted(self._sorts, key=len, reverse=True)
        self._written = re.compile(rf"\b(?:{'|'.join(map(re.escape, written))})(?!\w)") if written else None
        self._bodies = {words: run.text for run in self.runs if (words := _kinds(self.whole(run.text)))}

    def whole(self, name: str) -> str:
        """The longest form of a name: "Castlemoor United" for "Castlemoor", "Jon Lind" for "Mr Lind".

        Itself where there is none, or there are several.
        """
        bare = _untitled(name)
        longer = self._longer.get(name) or self._longer.get(bare)
        return longer if longer is not None and (bare == name or _agree(name, longer)) else name

    def written_in(self, text: str) -> list[str]:
        """The names of the article that stand in a text, in their order, as they are written there."""
        return list(dict.fromkeys(self._written.findall(text))) if self._written is not None else []

    def lacking(self, text: str) -> list[str]:
        """Whom the article's first sentences name most, two where a text names nobody, and a place for one without."""
        sorts = {self._sorts[name] for name in self.written_in(text)}
        who = self.who[: _MOST_WHO if sorts.isdisjoint(_ACTING) else 1]
        return [*who, *(self.where[:1] if sorts.isdisjoint(_SITES) else [])]

    def of_kind(self, kinds: Sequence[str]) -> str | None:
        """The one body of the article whose name ends in these words: "Leeds City Council" for "council"."""
        size = len(kinds)
        found = {self.whole(name) for words, name in self._bodies.items() if words[-size:] == tuple(kinds)}
        return found.pop() if len(found) == 1 else None


def _kinds(name: str) -> tuple[str, ...]:
    """The words of a name that say what it is of: those of "Leeds City Council"; none for a name of one word."""
    words = tuple(word.lower() for word in name.split() if word.lower() != "the")
    if len(words) > 2 and words[-1] in _DEPARTMENTS:
        words = words[:-1]  # "Orrin Police Department" is the police
    return words if len(words) > 1 else ()


def _longer(runs: Sequence[NameRun], places: Set[str], people: Set[str]) -> dict[str, str]:
    """The one longer name of the same sort that a name begins, ends or abbreviates: "Ann Lind" for "Lind" or "Ann".

    A title makes no name longer. A place keeps its name, for Leeds is not "Leeds City Council"; no body is named by the
    end of another's name.
    """
    found: dict[str, dict[str, str]] = {}
    sorts = {run.text: run.entity for run in runs}
    for run in runs:
        person = run.entity == "PERSON"
        bare = _untitled(run.text) if person else run.text
        words = bare.split()
        parts = [words[:n] for n in range(1, len(words)) if words[n] not in _LINKS or words[n] == "of"]
        parts += [words[n:] for n in range(1, len(words)) if person]
        for part in map(" ".join, parts):
            given = person and [part] == words[:1] and _is_given_with_surname(words)
            if sorts.get(part) == run.entity or part in people or given:
                found.setdefault(part, {}).setdefault(bare, run.text)
        if len(words) > 1:
            initials = "".join(word[0] for word in words if word[0].isupper() and word != "The")
            found.setdefault(initials, {}).setdefault(bare, run.text)
    return {
        part: next(iter(longer.values()))
        for part, longer in found.items()
        if len(longer) == 1 and part not in places
    }


def _untitled(name: str) -> str:
    """A name without the titles before it: "Keith Lind" of "Sir Keith Lind"."""
    words = name.split()
    while len(words) > 1 and words[0].rstrip(".").lower() in _TITLES:
        words = words[1:]
    return " ".join(words)


def _is_given_with_surname(words: Sequence[str]) -> bool:
    """Whether a person's name is a given name and a surname: no "Orrin CEO Ann Lind", no "President Lind".

    The recognizer may take the given name alone for a body.
    """
    return len(words) == 2 and words[0].lower() not in _ROLES


def _agree(titled: str, full: str) -> bool:
    """Whether a title may be that of whom a full name names: no "Ms Lind" is "John Lind", nor "Mrs Lind" surely one."""
    title = titled.split()[0].rstrip(".").lower()
    gender, given = gender_of(title), given_gender(_untitled(full).split()[0])
    return given == gender or (None in (given, gender) and title != _OF_WIVES)


def _names(analysis: SentenceAnalysis) -> Iterator[NameRun]:
    """The names of a sentence as they stand, without marks and clitics; none that is part of a time."""
    sentence = analysis.sentence
    for first, last in _runs(sentence):
        bare = _CLITIC.sub("", sentence.text_between(first, last).strip(_MARKS))
        if len(bare) > 1 and not any(bare in day.text for day in analysis.dates):
            yield NameRun(sentence=sentence, first=first, last=last, text=bare, entity=sentence.words[last].entity)


def _runs(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """The first and last words of the names of a sentence, each as long as it goes.

    Proper nouns, words of one named entity, capitals between.
    """
    words = sentence.words
    i = 0
    while i < len(words):
        if not _is_name(words[i]):
            i += 1
            continue
        last = i
        while last + 1 < len(words) and words[last + 1].text != "(" and _goes_on(sentence, i, last + 1):
            last += 1
        opening = last == i and _opens(sentence, i) and not words[i].entity  # "Records began in 2007"
        bound = (
            _opens(sentence, i) and last + 1 < len(words) and words[last + 1].tag == "HYPH"
        )  # "Fed-up residents"
        if not opening and not bound and any(c.isupper() for w in (words[i], words[last]) for c in w.text):
            yield i, last
        i = last + 1


def _is_name(word: Word) -> bool:
    """Whether a word is a proper noun, or a part of a named entity, and no unit, sum or time."""
    return (word.tag[:3] == "NNP" and word.entity not in _MEASURES) or word.entity in _NAMES


def _goes_on(sentence: Sentence, first: int, i: int) -> bool:
    """Whether the name that begins at word `first` goes on with word `i`."""
    word, before = sentence.words[i], sentence.words[i - 1]
    if _is_name(word) and (word.tag[:3] == "NNP" or word.entity == sentence.words[first].entity):
        return True
    plain = word.text.isalpha() and before.text.isalpha() and word.tag[:2] in _BETWEEN
    return plain and word.text[:1].isupper() and i + 1 < len(sentence.words) and _is_name(sentence.words[i + 1])


def _opens(sentence: Sentence, i: int) -> bool:
    """Whether a word is the first of its sentence, marks left aside, and would have a capital anyhow."""
    return not any(word.text[:1].isalnum() for word in sentence.words[:i])
