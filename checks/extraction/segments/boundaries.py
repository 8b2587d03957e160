"""What speaks for and against a claim beginning at a word: features of every gap between two words.

The tree's arcs that cross the gap tell most: what hangs on the left from the right, as what, and how much of it.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from checks.extraction.segments.analysis import SentenceAnalysis
from checks.lexicon import load_list, load_table, load_words
from checks.nlp.tree import FINITE, SUBJECT, Word

Floats = NDArray[np.float32]
DEPS: Final = load_list("segments", "dependencies")
TAGS: Final = load_list("segments", "tags")
WORDS: Final = load_list("segments", "words")
_TAG_OF: Final[dict[str, str]] = load_table("segments")["tag_of"]
NAMES: Final = (
    *load_list("segments", "gap_numbers"), *load_list("segments", "gap_flags"),
    *(f"right hangs on as {d}" for d in DEPS), *(f"left hangs on as {d}" for d in DEPS),
    *(f"next is {t}" for t in TAGS), *(f"last is {t}" for t in TAGS), *(f"right headed by {t}" for t in TAGS),
    *(f"next “{w}”" for w in WORDS), *(f"last “{w}”" for w in WORDS),
)  # fmt: skip
_AT: Final = {name: i for i, name in enumerate(NAMES)}
_PAUSES: Final = load_words("segments", "pauses")


def tag_of(word: Word) -> str:
    """The tag of a word in the coarser set `TAGS`; its own where the lexicon maps it to no other.

    Number and degree are left out: "NNS" counts as "NN", "JJR" as "JJ".
    """
    return _TAG_OF.get(word.tag, word.tag)


def gap_features(analysis: SentenceAnalysis) -> Floats:
    """A row for each gap before word 1, 2 …: (words - 1, `NAMES`), 32-bit floats; (0, `NAMES`) for a single word.

    Lengths and distances are cut off at a bound, so that a sentence of hundreds of words gives no values that the
    trees never saw.
    """
    words = analysis.sentence.words
    n = len(words)
    rows = np.zeros((max(n - 1, 0), len(NAMES)), dtype=np.float32)
    if n < 2:
        return rows
    counts = _Counts(analysis)
    for i in range(1, n):
        _fill(rows[i - 1], analysis, counts, i)
    return rows


class _Counts:
    """Sums over the words before each place, so that a stretch is counted in constant time.

    `verbs` and `figures` have one value more than the sentence has words: `sums[b] - sums[a]` counts words a to b
    - 1. `begins` and `ends` are the first and last words of what the rules propose; `depth` is how many words are
    above each.
    """

    def __init__(self, analysis: SentenceAnalysis) -> None:
        words = analysis.sentence.words
        self.verbs = _sums([w.tag in FINITE or w.tag == "VBN" or w.tag == "VBG" for w in words])
        self.figures = _sums([f and not (i and analysis.figures[i - 1]) for i, f in enumerate(analysis.figures)])
        self.begins = {p.first for p in analysis.parts}
        self.ends = {p.last for p in analysis.parts}
        self.cues = {s.cue.i for s in analysis.said}
        self.depth = [sum(1 for _ in analysis.sentence.ancestors(w)) for w in words]


def _sums(flags: Sequence[bool]) -> list[int]:
    """How many of the flags before each place are set: one value more than there are flags, the first is 0."""
    total = [0]
    for flag in flags:
        total.append(total[-1] + flag)
    return total


def _fill(row: Floats, analysis: SentenceAnalysis, counts: _Counts, i: int) -> None:
    """Write the features of the gap before word `i` into its row, which holds zeros."""
    words = analysis.sentence.words
    first = i
    while first + 1 < len(words) and (words[first].lower in _PAUSES or words[first].dep == "cc"):
        first += 1  # what is decided at a comma is what stands behind it
    _fill_arcs(row, analysis, counts, i, first)
    _fill_counts(row, analysis, counts, i)
    _fill_flags(row, analysis, counts, i, first)
    _one(row, f"next is {tag_of(words[first])}")
    _one(row, f"last is {tag_of(words[i - 1])}")
    _one(row, f"next “{words[first].lower}”")
    _one(row, f"last “{words[i - 1].lower}”")


def _fill_arcs(row: Floats, analysis: SentenceAnalysis, counts: _Counts, i: int, first: int) -> None:
    """Write what hangs over the gap: words on one side whose head is on the other.

    Of several the one with the most words below it is described. `first` is the first word behind pauses.
    """
    words = analysis.sentence.words
    right = [w for w in words[i:] if w.head < i and w.dep != "punct" and w.left <= first]
    left = [w for w in words[:i] if w.head >= i and w.dep != "punct"]
    row[_AT["crossing"]] = len(right) + len(left)
    main = max(right, key=lambda w: (w.left >= i and w.dep != "cc", w.right - w.left), default=None)
    if main is not None:
        _fill_right(row, analysis, counts, i, main)
    hanging = max(left, key=lambda w: w.right - w.left, default=None)
    if hanging is not None:
        row[_AT["size left"]] = hanging.right - hanging.left + 1
        _one(row, f"left hangs on as {hanging.dep}")


def _fill_right(row: Floats, analysis: SentenceAnalysis, counts: _Counts, i: int, main: Word) -> None:
    """Write what is known of the word `main` behind the gap, which hangs on one before it."""
    words = analysis.sentence.words
    head = words[main.head]
    values = {
        "size right": main.right - max(main.left, i) + 1,
        "depth of head": counts.depth[head.i],
        "head is verb": head.tag[:2] in ("VB", "MD"),
        "head finite": head.tag in FINITE,
        "head has figure": counts.figures[i] > counts.figures[head.left],
        "right has subject": any(words[c].dep in SUBJECT for c in analysis.sentence.child_places[main.i]),
        "right is finite": main.tag in FINITE,
        "right has figure": counts.figures[main.right + 1] > counts.figures[i],
        "right has verb": counts.verbs[main.right + 1] > counts.verbs[i],
        "right covers rest": main.right >= len(words) - 2,
        "right coordinated noun": main.dep == "conj" and main.tag[:2] == "NN",
    }
    for name, value in values.items():
        row[_AT[name]] = value
    _one(row, f"right hangs on as {main.dep}")
    _one(row, f"right headed by {tag_of(main)}")


def _fill_counts(row: Floats, analysis: SentenceAnalysis, counts: _Counts, i: int) -> None:
    """Write how much stands on either side of the gap, and how far it is to the next figures and pauses."""
    words, n = analysis.sentence.words, len(analysis.sentence.words)
    values = {
        "words left": min(i, 30),
        "words right": min(n - i, 30),
        "sentence": min(n, 60),
        "verbs left": counts.verbs[i],
        "verbs right": counts.verbs[n] - counts.verbs[i],
        "figures left": counts.figures[i],
        "figures right": counts.figures[n] - counts.figures[i],
        "figure gap left": next((k for k in range(1, min(i, 12) + 1) if analysis.figures[i - k]), 13),
        "figure gap right": next((k for k in range(min(n - i, 12)) if analysis.figures[i + k]), 13),
        "since pause": next((k for k in range(min(i, 12)) if words[i - 1 - k].lower in _PAUSES), 13),
        "until pause": next((k for k in range(min(n - i, 12)) if words[i + k].lower in _PAUSES), 13),
    }
    for name, value in values.items():
        row[_AT[name]] = value


def _fill_flags(row: Floats, analysis: SentenceAnalysis, counts: _Counts, i: int, first: int) -> None:
    """Write what is so or not at the gap; `first` is the first word behind pauses."""
    before, after = analysis.sentence.words[i - 1], analysis.sentence.words[i]
    values = {
        "pause before": before.lower in _PAUSES,
        "linked before": before.dep == "cc" or after.dep == "cc",
        "rule begins": i in counts.begins or first in counts.begins,
        "rule ended": i - 1 in counts.ends or i - 2 in counts.ends,
        "rule inside": any(p.first < i <= p.last for p in analysis.parts),
        "quoted left": analysis.quoted[i - 1],
        "quoted right": analysis.quoted[first],
        "cue left": any(c < i for c in counts.cues),
        "cue right": any(c >= i for c in counts.cues),
        "entity across": bool(before.entity) and before.entity == after.entity,
        "day left": any(analysis.days[:i]),
        "day right": analysis.days[first],
    }
    for name, value in values.items():
        row[_AT[name]] = value


def _one(row: Floats, name: str) -> None:
    """Set the feature of that name; a label, tag or word that has no feature is passed over."""
    place = _AT.get(name)
    if place is not None:
        row[place] = 1
