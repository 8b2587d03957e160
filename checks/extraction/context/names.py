"""The names of an article's sentences as they stand, each by its longest form."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from typing import Final

from checks.extraction.segments.analysis import SentenceAnalysis
from checks.lexicon import load_words
from checks.nlp.tree import Sentence, Word

_NAMES: Final = load_words("extraction", "named_entities")
_MEASURES: Final = ("MONEY", "PERCENT", "QUANTITY", "CARDINAL", "TIME", "DATE")
_PLACES: Final = ("GPE", "LOC")
_CLITIC: Final = re.compile(r"['’]s?$")
_BETWEEN: Final = ("JJ", "NN", "VB")  # beginnings of tags of words within a name
_MARKS: Final = " .,;:•([])–—-"
_MOST: Final = 12  # names that an article names most
_MOST_PLACES: Final = 3


class ArticleNames:
    """The names of one article.

    `each` holds those of every sentence; `main` are up to a dozen that stand in several sentences, the most frequent
    first, and `places` those places that are named most.
    """

    def __init__(self, analyses: Sequence[SentenceAnalysis]) -> None:
        small = {w.text for a in analyses for w in a.sentence.words if w.text.islower()}
        named = [[name for name in _names(a) if name.lower() not in small] for a in analyses]
        self._longer = _longer({name for names in named for name in names})
        self.each = [list(dict.fromkeys(map(self.whole, names))) for names in named]
        counted = Counter(name for names in self.each for name in names)
        where = {w.text for a in analyses for w in a.sentence.words if w.entity in _PLACES}
        frequent = counted.most_common()
        self.places = [name for name, _ in frequent if where.issuperset(name.split())][:_MOST_PLACES]
        self.main = [name for name, n in frequent[:_MOST] if n > 1]

    def whole(self, name: str) -> str:
        """The longest form of a name: "Castlemoor United" for "Castlemoor"; itself where none or several are."""
        return self._longer.get(name, name)


def _longer(names: Set[str]) -> dict[str, str]:
    """The one longer name that a name begins or ends, or abbreviates: "Castlemoor United" for "Castlemoor"."""
    found: dict[str, set[str]] = {}
    for name in names:
        words = name.split()
        for n in range(1, len(words)):
            for part in (" ".join(words[:n]), " ".join(words[n:])):
                found.setdefault(part, set()).add(name)
        if len(words) > 1:
            initials = "".join(word[0] for word in words if word[0].isupper())
            for short in (initials, initials[1:]):
                found.setdefault(short, set()).add(name)
    return {part: others.pop() for part, others in found.items() if len(others) == 1}


def _names(analysis: SentenceAnalysis) -> Iterator[str]:
    """The names of a sentence as they stand, without marks and clitics; none that is part of a time."""
    for name in _runs(analysis.sentence):
        bare = _CLITIC.sub("", name.strip(_MARKS))
        if len(bare) > 1 and not any(bare in day.text for day in analysis.dates):
            yield bare


def _runs(sentence: Sentence) -> Iterator[str]:
    """The names of a sentence, each as long as it goes: proper nouns, words of one named entity, capitals between."""
    words = sentence.words
    i = 0
    while i < len(words):
        if not _is_name(words[i]):
            i += 1
            continue
        last = i
        while last + 1 < len(words) and _goes_on(sentence, i, last + 1):
            last += 1
        opening = last == i and _opens(sentence, i) and not words[i].entity  # "Records began in 2007"
        bound = (
            _opens(sentence, i) and last + 1 < len(words) and words[last + 1].tag == "HYPH"
        )  # "Fed-up residents"
        if not opening and not bound and any(c.isupper() for w in (words[i], words[last]) for c in w.text):
            yield sentence.text_between(i, last)
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
