"""Who is who in an article: the phrase by which it introduces a person or body, "Anna Lund, head of the port"."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from checks.extraction.context.names import ArticleNames, NameRun
from checks.lexicon import load_words
from checks.lexicon.word_classes import class_words
from checks.nlp.tree import NOUN, Sentence, Word

_LONGEST: Final = 14  # words
_LEAST: Final = 2  # words beside the noun: "Spurs, the club" tells nothing
_NOUNS: Final = ("NN", "NNS")
_LOOSE: Final = load_words("extraction", "beside_a_noun")
_OPEN: Final = ("PRP$", "WP$")  # "his brother" is told of somebody who is not named there
_PEOPLE: Final = class_words("people", "nouns")
_NAMED: Final = _PEOPLE | class_words("people", "bodies") | load_words("extraction", "named_bodies")
_MARKS: Final = " .,;:•([])–—-‘’“”\"'"


class Introductions:
    """By the names of one article, in their longest form, the phrases that introduce them."""

    def __init__(self, names: ArticleNames) -> None:
        self._names = names
        self._phrases: dict[str, str] = {}
        self._kinds: dict[str, set[str]] = {}
        self._things: dict[str, set[str]] = {}
        for run in names.runs:
            whole = names.whole(run.text)
            if (thing := _thing(run.sentence, run)) is not None:
                self._things.setdefault(thing.lower, set()).add(f"{run.text} {thing.text}")
            if whole in names.places:
                continue
            titles = {word.lower() for word in run.text.split()[:-1]} & _PEOPLE
            found = _introduction(run.sentence, run)
            if found is not None:
                self._phrases.setdefault(whole, found[0])
                titles |= {found[1]}
            for kind in titles:
                self._kinds.setdefault(kind, set()).add(whole)

    def introduced_in(self, text: str) -> Iterator[str]:
        """For each name in a text, in their order: its introduction, or its longest form where that is longer."""
        for name in self._names.written_in(text):
            whole = self._names.whole(name)
            phrase = self._phrases.get(whole, whole)
            if phrase not in text:
                yield phrase

    def of_kind(self, kinds: Sequence[str]) -> str | None:
        """The one of whom the article says that it is of a kind: "newspaper Kestrel Post" for "newspaper".

        `kinds` are the words of the kind; a body may have them in its name.
        """
        named = self._names.of_kind(kinds)
        found = {named} if named is not None else self._kinds.get(kinds[-1], set()) if len(kinds) == 1 else set()
        return next((self._phrases.get(name, name) for name in found), None) if len(found) == 1 else None

    def thing_of(self, noun: str) -> str | None:
        """The one thing of a noun that the article calls by a name: "Harrow plant" for "plant"."""
        found = self._things.get(noun, set())
        return next(iter(found)) if len(found) == 1 else None


def _thing(sentence: Sentence, run: NameRun) -> Word | None:
    """The noun right behind a name that says whose or where it is: "plant" of "the Harrow plant"."""
    behind = sentence.words[run.last + 1 : run.last + 2]
    name = sentence.words[run.last]
    named = (
        behind and behind[0].tag == "NN" and name.head == behind[0].i and name.dep in ("compound", "amod", "nmod")
    )
    return behind[0] if named and sentence.words[behind[0].head].tag not in NOUN else None


def _introduction(sentence: Sentence, run: NameRun) -> tuple[str, str] | None:
    """The phrase around a name that says who or what it is, and its noun; None where there is none, or it is long."""
    within = sentence.words[run.first : run.last + 1]
    head = next((w for w in within if not run.first <= w.head <= run.last or w.head == w.i), within[-1])
    first, last = run.first, run.last
    noun = sentence.words[head.head]
    behind = next((w for w in sentence.children(head, "appos") if w.i > run.last), None)
    if head.dep == "appos" and noun.tag in _NOUNS and noun.i < run.first and noun.lower in _NAMED:
        first = noun.left  # "the suspect, Mark Fenn"
    elif behind is not None and behind.tag in _NOUNS and behind.right - behind.left >= _LEAST:
        noun, last = behind, _end_of(sentence, behind)
    else:
        first = min(head.left, first)
        noun = head
        before = [w for w in sentence.words[first : run.first] if w.tag in _NOUNS]
        owned = any(w.tag == "POS" for w in sentence.words[first : run.first])  # "Norland’s Defence Ministry"
        if not before and not owned:
            return None
        noun = before[-1] if before else head
    outside = (*sentence.words[first : run.first], *sentence.words[run.last + 1 : last + 1])
    if last - first >= _LONGEST or not outside or any(w.tag in _OPEN for w in outside):
        return None
    return re.sub(r"\s+", " ", sentence.text_between(first, last)).strip(_MARKS), noun.lower


def _end_of(sentence: Sentence, noun: Word) -> int:
    """The last word of a noun phrase without the clauses and further phrases behind it."""
    last = noun.right
    for word in sentence.children(noun, *_LOOSE):
        if word.i > noun.i and word.left <= last:
            last = word.left - 1
    while sentence.words[last].dep in ("cc", "punct"):
        last -= 1
    return max(last, noun.i)
