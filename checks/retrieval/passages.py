"""From a captured text and a claim to the few passages that bear on it: one to three sentences, with exact offsets.

No language pipeline is run: sentences are cut by their punctuation, and words weigh the more the rarer they are in the
text (Spärck Jones 1972), so that the name of an article's subject, which occurs everywhere in it, says little about
where to look.

sentences → those that share words with the claim → up to three together → score → the best that do not overlap

The figures at the head of the module were set on the project's stance pairs; where one came from a count, the
count stands beside it. A passage bears on a claim by its words alone, or by one word, a number of the claim's
kind, and a meaning that is near (word vectors).
"""

import math
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Final

from checks.dates.claim_years import claim_years
from checks.dates.words import SHORT_MONTH
from checks.lexicon import alternatives
from checks.nlp.word_vectors import Vectors, vectors
from checks.retrieval.words import content
from checks.types.claim import Claim

_HEADING_MARK: Final = "=="
_LINE: Final = re.compile(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_ENDS: Final = re.compile(r"[.!?…][\"”’»)\]]{0,3}\s+(?=[\"“‘«(\[]{0,2}[A-Z0-9À-ÖØ-Þ])")
_GOES_ON: Final = re.compile(rf"(?:\b(?:{alternatives('retrieval', 'passages_goes_on')}|{SHORT_MONTH})|\b[A-Z])\Z")
_LEANS: Final = re.compile(rf"(?:{alternatives('retrieval', 'passages_leans')})\b")
_WORD: Final = re.compile(r"[^\W\d_][\w'’-]+")
_NUMBER: Final = re.compile(r"\d")
_MONEY: Final = re.compile(rf"[$€£¥]|\b(?:{alternatives('retrieval', 'passages_money')})\b", re.IGNORECASE)
_PERCENT: Final = re.compile(r"%|\bper ?cent\b", re.IGNORECASE)
_LONGEST_SENTENCE: Final = 1200  # what is longer is a table or a list without stops; it is cut
_LONGEST: Final = 1500
_MOST_SENTENCES: Final = 3
_LEAST: Final = 0.25  # of the weight of the claim's words
_LEAST_WORDS: Final = 2
_FURTHER: Final = 0.12  # what a further sentence must add to be taken in
# Of 1,663 stance pairs nine in ten are as like as this, and of as many claims and passages put together at random
# 7 in 1,000.
_ALIKE: Final = 0.55
_MOST_SCORED: Final = 40
_SAME_KIND, _SAME_YEAR, _SAME_NUMBER = 0.2, 0.25, 0.2
_SHORT: Final = 2_000  # characters of a text whose sentences are kept, for many claims find it on the shelf
_MOST_KEPT: Final = 4_096


@dataclass(frozen=True, slots=True)
class Snippet:
    """A stretch of the captured text; `heading` is the section that it stands in, `score` how much it bears.

    `sure`: by its words alone; otherwise by what they mean, beside one word of the claim and a number of its kind.
    """

    text: str
    start: int
    end: int
    heading: str = ""
    score: float = 0.0
    sure: bool = True


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence of the captured text: its offsets, the number of its paragraph, the heading above it, and its
    content words.
    """

    start: int
    end: int
    paragraph: int
    heading: str
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a claim's passages share with it: words with their weights, which sum to 1; years; numbers; their kind."""

    weights: dict[str, float]
    years: frozenset[str]
    numbers: frozenset[str]
    kind: "re.Pattern[str] | None"
    about: frozenset[str]


def relevant_snippets(captured: str, claim: Claim, *, title: str = "", most: int = 3) -> tuple[Snippet, ...]:
    """The passages of `captured` that bear on the claim, the likeliest first, none overlapping.

    Words of the `title` count as said all through the text. `captured[cut.start:cut.end] == cut.text`, always.

    `title` is that of the article or document. `most` is how many are given; they may be fewer, or none. A passage
    never crosses a paragraph, and is no longer than 1,500 characters.
    """
    sentences = _sentences_kept(captured) if len(captured) <= _SHORT else tuple(_sentences(captured))
    wanted = _wanted(claim, sentences, content(title))
    found = [cut for n in range(len(sentences)) if (cut := _from(n, sentences, captured, wanted)) is not None]
    ranked = sorted(found, key=lambda cut: (-cut.score, cut.start))
    sure = [cut for cut in ranked if cut.sure]
    chosen: list[Snippet] = []
    for cut in chain(sure, _alike([cut for cut in ranked if not cut.sure], claim)):
        if len(chosen) == most:
            break
        if all(cut.end <= other.start or cut.start >= other.end for other in chosen):
            chosen.append(cut)
    return tuple(chosen)


def may_bear(text: str, claim: Claim, shared: Collection[str]) -> bool:
    """Whether `relevant_snippets` could find anything in a text, by a look that takes a tenth of its time.

    `shared` are the claim's words that the text has or its title: two are needed, or one and a number of its kind.
    """
    return len(shared) >= min(_LEAST_WORDS, len(content(claim.statement))) or (
        bool(shared) and _has_number(text, _kind(claim))
    )


def whole_sentences(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch of `text` widened to the sentences that it stands in, so that no "not" is cut off.

    `start` and `end` count characters of `text`, `end` exclusive, and so does the result. A stretch that touches
    no sentence, such as one of blanks, is given back as it is.
    """
    sentences = (s for line in _LINE.finditer(text) for s in _stretches(line[0], line.start()))
    touched = [(first, last) for first, last in sentences if first < end and last > start]
    return (min(start, touched[0][0]), max(end, touched[-1][1])) if touched else (start, end)


def _alike(cuts: Sequence[Snippet], claim: Claim) -> Iterator[Snippet]:
    """Of passages with one word of the claim and a number of its kind, those that are like it in meaning.

    `cuts` are the likeliest first; no more than 40 of them are looked at, for each needs a vector. The order is kept.
    """
    if not (near := cuts[:_MOST_SCORED]):
        return
    meant = _vector(claim.statement)
    yield from (cut for cut in near if float(_vector(cut.text) @ meant) >= _ALIKE)


@lru_cache(_MOST_KEPT)
def _vector(text: str) -> Vectors:
    """The vector of a text, of length 1; kept, since claims and passages meet again and again."""
    made: Vectors = vectors([text])[0]
    return made


@lru_cache(_MOST_KEPT)
def _sentences_kept(text: str) -> tuple[_Sentence, ...]:
    """The sentences of a short text, kept."""
    return tuple(_sentences(text))


def _sentences(text: str) -> Iterator[_Sentence]:
    """The sentences of a text in order, by lines and their punctuation. A line such as "== History ==" is the heading
    of what follows, as Wikipedia's extracts write it, and no sentence.
    """
    heading = ""
    for paragraph, line in enumerate(_LINE.finditer(text)):
        if named := _heading(line[0].strip()):
            heading = named
            continue
        for start, end in _stretches(line[0], line.start()):
            yield _Sentence(
                start=start, end=end, paragraph=paragraph, heading=heading, words=_words(text[start:end])
            )


def _heading(line: str) -> str:
    """What a line such as "== History ==" names; empty for any other line."""
    marked = line.startswith(_HEADING_MARK) and line.endswith(_HEADING_MARK)
    return line.strip("=").strip() if marked else ""


def _stretches(line: str, offset: int) -> Iterator[tuple[int, int]]:
    """Where the sentences of a paragraph stand in the text, blanks around them left out.

    `offset` is where the line begins in the text. What runs on without a stop, such as a table, is cut into pieces
    of 1,200 characters.
    """
    begin = 0
    for stop in (*_stops(line), len(line)):
        for at in range(begin, stop, _LONGEST_SENTENCE):
            piece = line[at : min(stop, at + _LONGEST_SENTENCE)]
            if kept := piece.strip():
                start = offset + at + len(piece) - len(piece.lstrip())
                yield start, start + len(kept)
        begin = stop


def _stops(line: str) -> Iterator[int]:
    """Where sentences of a line end: after a full stop and its blanks, except after an abbreviation or initial."""
    for match in _ENDS.finditer(line):
        if match[0][0] != "." or not _GOES_ON.search(line[max(0, match.start() - 12) : match.start()]):
            yield match.end()


@lru_cache(65_536)
def _meaning(word: str) -> str:
    """A word as `content` normalizes it; empty for one that says nothing. Kept, since articles repeat their words."""
    return next(iter(content(word)), "")


def _words(text: str) -> frozenset[str]:
    """The content words of a sentence, normalized."""
    return frozenset(map(_meaning, _WORD.findall(text))) - {""}


def _wanted(claim: Claim, sentences: Sequence[_Sentence], about: frozenset[str]) -> _Wanted:
    """What is looked for in the sentences of a text for a claim.

    The weight of a word falls with the number of the text's sentences that hold it (inverse document frequency,
    Spärck Jones 1972). `about` are the words of the title.
    """
    words = content(claim.statement)
    often = Counter(word for sentence in sentences for word in sentence.words & words)
    rarity = {word: math.log(1 + (len(sentences) + 1) / (often[word] + 1)) for word in words}
    total = sum(rarity.values()) or 1.0
    numbers = {q.text for q in claim.quantities}
    return _Wanted(
        weights={word: weight / total for word, weight in rarity.items()},
        years=frozenset(map(str, claim_years(claim))),
        numbers=frozenset(number for text in numbers for number in re.findall(r"\d[\d.,]*\d|\d{2,}", text)),
        kind=_kind(claim), about=about & words,
    )  # fmt: skip


def _kind(claim: Claim) -> "re.Pattern[str] | None":
    """What a number of the claim's kind looks like; None if the claim has none.

    The first quantity of the claim decides: a percentage, money where its unit is a code of three capitals, else
    any number.
    """
    if not claim.quantities:
        return None
    unit = claim.quantities[0].unit or ""
    if unit == "percent":
        return _PERCENT
    return _MONEY if len(unit) == 3 and unit.isupper() else _NUMBER


def _from(n: int, sentences: Sequence[_Sentence], text: str, wanted: _Wanted) -> Snippet | None:
    """The best passage that begins with sentence `n`, if one bears on the claim.

    Grown sentence by sentence up to three, within its paragraph; each further sentence must be worth more than
    0.12, or the shorter passage stays.
    """
    first = sentences[n]
    if not first.words & wanted.weights.keys():
        return None
    start, best, shared = _begin(n, sentences, text), None, frozenset[str]()
    for further, sentence in enumerate(sentences[n : n + _MOST_SENTENCES]):
        if sentence.paragraph != first.paragraph or sentence.end - start > _LONGEST:
            break
        shared |= sentence.words & wanted.weights.keys()
        cut = _cut(text, start, sentence, shared, wanted, _FURTHER * further)
        if cut is not None and (best is None or (cut.sure, cut.score) > (best.sure, best.score)):
            best = cut
    return best


def _cut(
    text: str, start: int, last: _Sentence, shared: frozenset[str], wanted: _Wanted, less: float
) -> Snippet | None:
    """The passage to the end of its last sentence; None if it shares too little with the claim.

    `shared` are the claim's words in it, `less` what its length takes off the score. A passage that shares only
    words of the title with the claim needs a number of the claim's kind beside them.
    """
    passage = text[start : last.end]
    said, counts = shared | wanted.about, _counts(passage, wanted)
    telling = shared - wanted.about or wanted.weights.keys() <= wanted.about
    sure = bool(telling) and len(said) >= min(_LEAST_WORDS, len(wanted.weights))
    score = _score(passage, said, counts, wanted) - less
    if score < _LEAST or not (sure or counts):
        return None
    return Snippet(text=passage, start=start, end=last.end, heading=last.heading, score=score, sure=sure)


def _begin(n: int, sentences: Sequence[_Sentence], text: str) -> int:
    """Where a passage with sentence `n` begins: with the one before, if this one leans on it ("Its capital is …").

    Returns an offset in the text. A sentence that opens with a pronoun takes the one before along, if both stand
    in one paragraph.
    """
    sentence, before = sentences[n], sentences[max(0, n - 1)]
    leans = _LEANS.match(text, sentence.start) and before.paragraph == sentence.paragraph
    return before.start if leans and sentence.end - before.start <= _LONGEST else sentence.start


def _counts(text: str, wanted: _Wanted) -> bool:
    """Whether a passage has a number of the claim's kind."""
    return _has_number(text, wanted.kind)


def _has_number(text: str, kind: "re.Pattern[str] | None") -> bool:
    """Whether a text has a number of a kind (`_kind`)."""
    return kind is not None and bool(kind.search(text) and _NUMBER.search(text))


def _score(text: str, said: frozenset[str], counts: bool, wanted: _Wanted) -> float:
    """Which part of the claim's weight the words hold, and more for a number of its kind, its very year or number.

    Between 0 and 1 for the words, to which numbers add up to 0.65.
    """
    score = sum(wanted.weights[word] for word in said) + _SAME_KIND * counts
    score += _SAME_YEAR * any(year in text for year in wanted.years)
    return score + _SAME_NUMBER * any(number in text for number in wanted.numbers)
