"""The words of a parsed sentence as plain values, so that every rule can be read and tested without a parser."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final, NamedTuple

from spacy.tokens import Span, Token

from checks.nlp.brackets import OPEN_ISLANDS, edges, with_islands

NOUN = ("NN", "NNS", "NNP", "NNPS")
FINITE = ("VBD", "VBZ", "VBP", "MD")
VERBAL = ("VB", "MD")  # the first two letters of the tags of verbs
SUBJECT = ("nsubj", "nsubjpass", "csubj", "csubjpass", "expl")
RELATIVE = ("WDT", "WP", "WRB", "WP$")
OPENERS = frozenset("\"“„«'‘`")
CLOSERS = frozenset("\"”»’'")
QUOTES = frozenset('"“”„«»')
# Endings that make nouns of verbs, adjectives and nouns (Quirk et al. 1985, I.32 to I.39), and that no name has.
_NOUN_ENDINGS: Final = ("ship", "ment", "ness", "tion", "sion")
_NEVER_SMALL: Final = ("DATE", "TIME")  # "March", "May"
# "No" before a figure is no denial: "the No 2 furnace".
_NUMBER = "no."


class Word(NamedTuple):
    """One word: Penn Treebank tag, ClearNLP dependency, OntoNotes entity; offsets count in the article's text.

    `i`, `head`, `left` and `right` are places in the sentence; the word's subtree stretches from `left` to `right`,
    both inclusive. A word whose head lies outside is a root.
    """

    i: int
    text: str
    lower: str
    start: int
    end: int
    tag: str
    dep: str
    head: int
    left: int
    right: int
    entity: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A parsed sentence: its words with the children of each. Names are those of spaCy's tokens.

    `child_places` holds, for each word, the places of those that it governs; `start` is where the first word begins in
    the article's text.
    """

    words: tuple[Word, ...]
    child_places: tuple[tuple[int, ...], ...]
    text: str
    start: int

    @property
    def end(self) -> int:
        """Where its last word ends in the article's text."""
        return self.words[-1].end

    @property
    def root(self) -> Word:
        """The word that nothing governs; the first one where a sentence has two."""
        return next((w for w in self.words if w.head == w.i), self.words[0])

    def children(self, word: Word, *deps: str) -> Iterator[Word]:
        """The words that `word` governs, in order; only those in one of the relations `deps`, if any are named.

        `deps` are ClearNLP labels: "nsubj", "dobj", "aux" … (https://github.com/clir/clearnlp-guidelines).
        """
        for i in self.child_places[word.i]:
            if not deps or self.words[i].dep in deps:
                yield self.words[i]

    def child(self, word: Word, *deps: str) -> Word | None:
        """The first word that `word` governs, in one of the relations `deps` if any are named; None without one."""
        return next(self.children(word, *deps), None)

    def ancestors(self, word: Word) -> Iterator[Word]:
        """The heads of `word`, from the nearest to the root; none for the root.

        Ends also where a parse of a piece of a sentence goes round in a circle.
        """
        seen = 0
        while word.head != word.i and seen <= len(self.words):
            word = self.words[word.head]
            seen += 1
            yield word

    def first_conjunct(self, word: Word, goes_on: Callable[[Word], bool] | None = None) -> Word:
        """The first of the words that `word` is coordinated with; `word` itself where it is no further one of a row.

        With `goes_on`, no further than the nearest word of which that does not hold.
        """
        row = chain([word], self.ancestors(word))
        ends = (w for w in row if w.dep != "conj" or w.head == w.i or not (goes_on is None or goes_on(w)))
        return next(ends, word)

    def subject(self, word: Word) -> Word | None:
        """The subject that stands with the verb `word` itself, or with its auxiliary; None without one.

        Relations in `SUBJECT`, "there" of "there were" among them. A subject that the verb shares with another one is
        not looked for here (`checks.extraction.clauses.subjects`).
        """
        found = self.child(word, *SUBJECT)
        nearer = [s for s in self.children(word, *SUBJECT) if s.i < word.i and self.previous(s.left) == ","]
        if nearer and found is not None and found.i < nearer[-1].i:
            found = nearer[-1]  # "in one county, Orrin in the north, 40 people were moved": Orrin was not
        if found is not None and found.i < word.i - 2 and self._is_apart(word):
            return None
        if found is None:
            found = next(
                (s for aux in self.children(word, "aux", "auxpass") if (s := self.child(aux, *SUBJECT))), None
            )
        return found

    def _is_apart(self, word: Word) -> bool:
        """Whether ", and" stands right before a verb: nothing before that is its own subject.

        "It drove out 1.1 million people, most of them women, and closed the road": the women did not.
        """
        before = self.words[word.i - 2 : word.i]
        return word.dep == "conj" and before[0].text == "," and before[1].dep == "cc"

    def previous(self, i: int) -> str:
        """The word left of place `i` in lower case; empty at the beginning."""
        return self.words[i - 1].lower if i else ""

    def text_between(self, first: int, last: int) -> str:
        """The text from word `first` to word `last`, both inclusive."""
        return self.text[self.words[first].start - self.start : self.words[last].end - self.start]


def to_sentence(span: Span, offset: int) -> Sentence:
    """A parsed sentence as plain values; `offset` is where its document begins in the article's text.

    A word whose head lies outside of the span becomes a root; no arc crosses brackets or a quotation with a clause.
    """
    first, size = span.start, len(span)
    heads = [token.head.i - first for token in span]
    inside = [0 <= head < size for head in heads]
    heads = [head if kept else i for i, (head, kept) in enumerate(zip(heads, inside, strict=True))]
    deps = [token.dep_ if kept else "ROOT" for token, kept in zip(span, inside, strict=True)]
    left = [max(token.left_edge.i - first, 0) for token in span]
    right = [min(token.right_edge.i - first, size - 1) for token in span]
    texts = [token.text for token in span]
    if not OPEN_ISLANDS.isdisjoint(texts) and with_islands(texts, [token.tag_ for token in span], deps, heads):
        left, right = edges(heads)
    lowers = _lowers(texts)
    deps = [
        "nmod" if lower == _NUMBER and dep in ("det", "neg") else dep
        for lower, dep in zip(lowers, deps, strict=True)
    ]
    words = tuple(
        Word(
            i=i,
            text=token.text,
            lower=lowers[i],
            start=token.idx + offset,
            end=token.idx + offset + len(token.text),
            tag="NNP" if _is_surname(token) else token.tag_,
            dep=deps[i],
            head=heads[i],
            left=left[i],
            right=right[i],
            entity=token.ent_type_,
        )
        for i, token in enumerate(span)
    )
    return Sentence(words, _children(heads), span.text, words[0].start)


def with_arcs(sentence: Sentence, arcs: Mapping[int, tuple[int, str]]) -> Sentence:
    """The sentence with some of its words hung elsewhere: from the place of each to that of its head and its relation.

    No word may come to hang on one below it.
    """
    heads = [arcs[w.i][0] if w.i in arcs else w.head for w in sentence.words]
    left, right = edges(heads)
    words = tuple(
        w._replace(head=heads[w.i], dep=arcs[w.i][1] if w.i in arcs else w.dep, left=left[w.i], right=right[w.i])
        for w in sentence.words
    )
    return replace(sentence, words=words, child_places=_children(heads))


def _children(heads: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """For each word the places of those that hang on it, in order; `heads` are the places of their heads."""
    children: list[list[int]] = [[] for _ in heads]
    for i, head in enumerate(heads):
        if head != i:
            children[head].append(i)
    return tuple(map(tuple, children))


def with_small_opening(sentence: Sentence, text: str) -> Sentence:
    """The sentence with a common noun at its head read as one, where it was taken for a name for its capital.

    "Ridership rose": a word alone that the article, `text`, has in small letters too, or that an ending makes a noun;
    and that has no capital within a sentence of it.
    """
    word = sentence.words[0]
    behind = sentence.words[1:2]
    alone = not behind or (behind[0].tag[:3] != "NNP" and (not word.entity or behind[0].entity != word.entity))
    if (
        not alone
        or not (word.entity or word.tag[:3] == "NNP")
        or not (word.text.istitle() and word.text.isalpha())
    ):
        return sentence
    if word.tag not in NOUN or word.entity in _NEVER_SMALL:
        return sentence
    small = word.lower.endswith(_NOUN_ENDINGS) or re.search(rf"\b{word.lower}\b", text) is not None
    if not small or re.search(rf"[\w,;’'] {word.text}\b", text):
        return sentence
    common = word._replace(tag="NNS" if word.tag in ("NNS", "NNPS") else "NN", entity="")
    return replace(sentence, words=(common, *sentence.words[1:]))


def _is_surname(token: Token) -> bool:
    """Whether a word was read as a common noun, such as several, that is somebody's name: "Marchbanks, a Democrat"."""
    return token.ent_type_ == "PERSON" and token.tag_ in ("NN", "NNS") and token.text[0].isupper()


def _lowers(texts: list[str]) -> list[str]:
    """Words in lower case; "No" before a figure as the abbreviation that it is."""
    lowers = [text.lower() for text in texts]
    for i, text in enumerate(texts[:-1]):
        if text == "No" and texts[i + 1][0].isdigit():
            lowers[i] = _NUMBER
    return lowers
