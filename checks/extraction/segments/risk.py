"""How likely a stretch, told as a claim, is wrong or broken, by its cut and by its wording.

Not whether it is a claim, and not how well it is cut beside an annotator's: whether "the council sets $5.7 million |
as the sum to be raised" says what the article says. The weights come from strict ratings of the claims of the invented
articles (`training/data/rated.jsonl`). docs/models/claims.md says how well they do on texts that nobody had seen.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from checks.extraction.clauses import FactClause
from checks.extraction.segments.analysis import SentenceAnalysis
from checks.extraction.segments.boundaries import Floats
from checks.extraction.segments.features import NUMBERS, Stretch
from checks.lexicon import load_list, load_table, load_words
from checks.nlp.tree import FINITE, Sentence, Word

_ROLE: Final[dict[str, str]] = load_table("segments")["role_of"]
_ROLES: Final = tuple(dict.fromkeys(_ROLE.values()))
_LAST: Final = load_list("segments", "last_tags")
NAMES: Final = (
    *NUMBERS, *load_list("segments", "risk_signs"), *(f"cut off: {role}" for role in _ROLES),
    *(f"last is {tag}" for tag in _LAST),
)  # fmt: skip
_RULES: Final = load_list("segments", "wording_rules")
WORDING_NAMES: Final = (
    *NAMES, *load_list("segments", "wording_signs"), *(f"found as: {rule}" for rule in _RULES),
)  # fmt: skip
CUT, WORDING = "cut", "wording"
_PAUSES: Final = load_words("segments", "pauses")
_PARTING: Final = frozenset("– — - : ; (".split())
_MOST: Final = 4.0  # standard deviations; what lies further out is no more of a sign
_LONGEST: Final = 50  # words; longer ones are alike
_TOKEN: Final = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Risk:
    """A logistic regression over signs: each less its `mean`, by its `scale`, times its weight.

    All arrays have one value for each of `NAMES`, or of `WORDING_NAMES`.
    """

    mean: Floats
    scale: Floats
    weights: Floats
    base: float

    def chances(self, rows: Floats) -> Floats:
        """How likely each of some stretches is wrong, 0 to 1: (stretches, signs) to (stretches,)."""
        scores = standard(rows, self.mean, self.scale) @ self.weights + self.base
        chances: Floats = (1 / (1 + np.exp(-np.clip(scores, -30, 30)))).astype(np.float32)
        return chances

    def arrays(self, name: str) -> dict[str, NDArray[np.generic]]:
        """The weights under which `risk_from` finds them in a file; `name` is CUT or WORDING."""
        arrays = {"mean": self.mean, "scale": self.scale, "weights": self.weights, "base": np.array([self.base])}
        return {f"risk.{name}.{part}": each.astype(np.float32) for part, each in arrays.items()}


def risk_from(arrays: Mapping[str, NDArray[np.generic]], name: str) -> Risk | None:
    """The weights `name`, CUT or WORDING, in a file of weights; None where it has none."""
    if f"risk.{name}.base" not in arrays:
        return None
    parts = [arrays[f"risk.{name}.{part}"].astype(np.float32) for part in ("mean", "scale", "weights", "base")]
    return Risk(parts[0], parts[1], parts[2], float(parts[3][0]))


def standard(rows: Floats, mean: Floats, scale: Floats) -> Floats:
    """Rows of signs less their means and by their scales, cut off at four on either side; of the same shape."""
    standardized: Floats = np.clip((rows - mean) / scale, -_MOST, _MOST).astype(np.float32)
    return standardized


def risk_rows(analysis: SentenceAnalysis, stretches: Sequence[Stretch], rows: Floats) -> Floats:
    """The signs of some stretches of a sentence: (stretches, `NAMES`), 32-bit floats.

    `stretches` are places of first and last words, `rows` their features, of which the numbers are taken.
    """
    proposed = {(part.first, part.last) for part in analysis.parts}
    around = _whole(analysis.sentence.words)
    signs = [_signs(analysis, stretch, stretch in proposed, around) for stretch in stretches]
    if not signs:
        return np.zeros((0, len(NAMES)), dtype=np.float32)
    return np.column_stack([rows[:, : len(NUMBERS)], np.array(signs, dtype=np.float32)])


def _whole(words: Sequence[Word]) -> tuple[float, ...]:
    """What is counted in a whole sentence: commas, other marks that part, "and"s and finite verbs.

    The more of them there are, the more ways the parser has to go wrong.
    """
    return (
        sum(w.text == "," for w in words),
        sum(w.text in _PARTING for w in words),
        sum(w.dep == "cc" for w in words),
        sum(w.tag in FINITE for w in words),
    )


def _signs(analysis: SentenceAnalysis, stretch: Stretch, proposed: bool, around: tuple[float, ...]) -> list[float]:
    """The signs of one stretch behind its numbers, in the order of `NAMES`; `around` are those of its sentence.

    `proposed` tells that the rules of language propose it. A stretch that ends where neither a mark nor an "and" stands
    is open; what hangs on one of its words from outside is cut off, by what it is to that word.
    """
    words, (first, last) = analysis.sentence.words, stretch
    paused = last + 1 == len(words) or words[last + 1].text in _PAUSES
    open_end = not paused and words[last + 1].dep != "cc"
    behind_pause = first > 0 and words[first - 1].text in _PAUSES
    open_head = first > 0 and not behind_pause and words[first - 1].dep != "cc"
    within = words[first : last + 1]
    cut_off = [w for w in words if first <= w.head <= last and not first <= w.i <= last and w.dep != "punct"]
    bare = sum(w.left > last and _follows_at_once(words, w) for w in cut_off)
    roles = [_ROLE.get(w.dep, "") for w in cut_off]
    return [
        proposed, proposed and paused, proposed and not first, proposed and open_end,
        behind_pause, open_head, open_end,
        len(cut_off), sum(w.i > last for w in cut_off), sum(w.i < first for w in cut_off), bare,
        *around, sum(w.text == "," for w in within), sum(w.text in _PARTING for w in within),
        sum(w.dep == "cc" for w in within), not any(w.tag in FINITE for w in within),
        1 - len(within) / len(words), min(len(words), _LONGEST), min(len(within), _LONGEST),
        *(roles.count(role) for role in _ROLES), *(words[last].tag == tag for tag in _LAST),
    ]  # fmt: skip


def _follows_at_once(words: Sequence[Word], word: Word) -> bool:
    """Whether what a word heads stands behind no mark and no "and": in "sets a sum | as the limit" the "as" does."""
    before = words[word.left - 1]
    return before.text not in _PAUSES and before.dep != "cc"


def wording_signs(sentence: Sentence, clause: FactClause, statement: str, wider: bool) -> list[float]:
    """The signs of a wording behind those of its stretch, in the order of `WORDING_NAMES`.

    `wider` tells that the clause was told with what stands around it. A gap lies where two words follow one another
    that do not in the sentence; what is filled in is a word that the sentence does not have.
    """
    words = sentence.words
    places = _places(sentence, statement)
    words_of_it = [i for i in places if i is not None and words[i].dep != "punct"]
    kept = set(words_of_it)
    left_out = [w for w in words if w.i not in kept and w.dep != "punct"]
    cut_off = [w for w in left_out if w.head in kept and w.head != w.i]
    bare = [w for w in cut_off if w.left > w.head and w.dep != "cc" and _follows_at_once(words, w)]
    gaps = sum(
        second < first or any(words[i].dep != "punct" for i in range(first + 1, second))
        for first, second in pairwise(words_of_it)
    )
    return [
        wider, gaps, places.count(None), len(cut_off), len(bare),
        sum(words[i].head not in kept for i in kept if words[i].head != i),
        len(left_out) / len(words), min(len(words_of_it), _LONGEST),
        max((sum(1 for _ in sentence.ancestors(words[i])) for i in kept), default=0), clause.top is not None,
        *(clause.rule.startswith(rule) for rule in _RULES),
    ]  # fmt: skip


def _places(sentence: Sentence, statement: str) -> list[int | None]:
    """For each word and mark of a statement its place in the sentence, in their order; None for what is filled in.

    Each is looked for behind the one before it, and only then from the beginning, as words come twice.
    """
    words, text = sentence.words, statement.lower()
    found: list[int | None] = []
    at = i = 0
    while (token := _TOKEN.search(text, i)) is not None:
        i = token.start()
        place = next((k for k in (*range(at, len(words)), *range(at)) if _stands(text, i, words[k].lower)), None)
        found.append(place)
        i = token.end() if place is None else i + len(words[place].text)
        at = at if place is None else place + 1
    return found


def _stands(text: str, i: int, word: str) -> bool:
    """Whether a word stands at a place of a text in lower case, and is not the beginning of a longer one."""
    return text.startswith(word, i) and not (
        word[-1].isalnum() and text[i + len(word) : i + len(word) + 1].isalnum()
    )
