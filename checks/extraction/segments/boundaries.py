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
    """Write the features of the gap before word `i` into its row, which holds zeros.

    The tree's arcs over the gap are those of words on one side whose head is on the other; of several the one with
    the most words below it is described.
    """
    words, n = analysis.sentence.words, len(analysis.sentence.words)
    before, after = words[i - 1], words[i]
    first = i
    while first + 1 < n and (words[first].lower in _PAUSES or words[first].dep == "cc"):
        first += 1  # what is decided at a comma is what stands behind it
    right = [w for w in words[i:] if w.head < i and w.dep != "punct" and w.left <= first]
    left = [w for w in words[:i] if w.head >= i and w.dep != "punct"]
    put = row.__setitem__
    main = max(right, key=lambda w: (w.left >= i and w.dep != "cc", w.right - w.left), default=None)
    put(_AT["words left"], min(i, 30))
    put(_AT["words right"], min(n - i, 30))
    put(_AT["sentence"], min(n, 60))
    put(_AT["crossing"], len(right) + len(left))
    if main is not None:
        head = words[main.head]
        put(_AT["size right"], main.right - max(main.left, i) + 1)
        put(_AT["depth of head"], counts.depth[head.i])
        put(_AT["head is verb"], head.tag[:2] in ("VB", "MD"))
        put(_AT["head finite"], head.tag in FINITE)
        put(_AT["head has figure"], counts.figures[i] > counts.figures[head.left])
        put(_AT["right has subject"], any(words[c].dep in SUBJECT for c in analysis.sentence.child_places[main.i]))
        put(_AT["right is finite"], main.tag in FINITE)
        put(_AT["right has figure"], counts.figures[main.right + 1] > counts.figures[i])
        put(_AT["right has verb"], counts.verbs[main.right + 1] > counts.verbs[i])
        put(_AT["right covers rest"], main.right >= n - 2)
        put(_AT["right coordinated noun"], main.dep == "conj" and main.tag[:2] == "NN")
        _one(row, f"right hangs on as {main.dep}")
        _one(row, f"right headed by {tag_of(main)}")
    hanging = max(left, key=lambda w: w.right - w.left, default=None)
    if hanging is not None:
        put(_AT["size left"], hanging.right - hanging.left + 1)
        _one(row, f"left hangs on as {hanging.dep}")
    put(_AT["verbs left"], counts.verbs[i])
    put(_AT["verbs right"], counts.verbs[n] - counts.verbs[i])
    put(_AT["figures left"], counts.figures[i])
    put(_AT["figures right"], counts.figures[n] - counts.figures[i])
    put(_AT["figure gap left"], next((k for k in range(1, min(i, 12) + 1) if analysis.figures[i - k]), 13))
    put(_AT["figure gap right"], next((k for k in range(min(n - i, 12)) if analysis.figures[i + k]), 13))
    put(_AT["since pause"], next((k for k in range(min(i, 12)) if words[i - 1 - k].lower in _PAUSES), 13))
    put(_AT["until pause"], next((k for k in range(min(n - i, 12)) if words[i + k].lower in _PAUSES), 13))
    put(_AT["pause before"], before.lower in _PAUSES)
    put(_AT["linked before"], before.dep == "cc" or after.dep == "cc")
    put(_AT["rule begins"], i in counts.begins or first in counts.begins)
    put(_AT["rule ended"], i - 1 in counts.ends or i - 2 in counts.ends)
    put(_AT["rule inside"], any(p.first < i <= p.last for p in analysis.parts))
    put(_AT["quoted left"], analysis.quoted[i - 1])
    put(_AT["quoted right"], analysis.quoted[first])
    put(_AT["cue left"], any(c < i for c in counts.cues))
    put(_AT["cue right"], any(c >= i for c in counts.cues))
    put(_AT["entity across"], bool(before.entity) and before.entity == after.entity)
    put(_AT["day left"], any(analysis.days[:i]))
    put(_AT["day right"], analysis.days[first])
    _one(row, f"next is {tag_of(words[first])}")
    _one(row, f"last is {tag_of(before)}")
    _one(row, f"next “{words[first].lower}”")
    _one(row, f"last “{before.lower}”")


def _one(row: Floats, name: str) -> None:
    """Set the feature of that name; a label, tag or word that has no feature is passed over."""
    place = _AT.get(name)
    if place is not None:
        row[place] = 1
