"""Claims against annotated articles: found, of their own, good, overlap, statements, claimants, what is no claim.

The measures are those of `README.md` and score.py in the folder claims of the corpora, counted here as sums, so that
articles add up to genres and genres to all.
"""

import re
from collections import Counter, defaultdict
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from checks.types.claim import Claim

LEAST_SHARE: Final = 0.6  # of a key must lie in a claim
WHOLLY: Final = 0.95
COLUMNS: Final = ("found", "own", "good", "overlap", "alone", "added", "right", "claimant", "taken", "worth")
_PRONOUNS: Final = frozenset(
    "he she it they we i you this that these those his her its their our my there's such".split()
)
_STOP: Final = frozenset(
    "a an the of to in on at by for from with and or as is are was were be been being has have had that which who whom "
    "whose it its their his her he she they this these those will would not".split()
)
_WORD: Final = re.compile(r"[^\W_]+(?:[.,:][0-9]+)*(?:[’'][a-z]+)?%?")
_ALIKE: Final = 0.75  # F1 of content words from which two statements say the same


@dataclass
class ClaimScore:
    """Counts over articles; `ranks` holds for each found claim its worth and whether a newsroom would take it first."""

    gold: int = 0
    predicted: int = 0
    stated: int = 0
    marked: int = 0
    sums: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    ranks: list[tuple[float, bool]] = field(default_factory=list)

    def __iadd__(self, other: "ClaimScore") -> "ClaimScore":
        self.gold += other.gold
        self.predicted += other.predicted
        self.stated += other.stated
        self.marked += other.marked
        for name, count in other.sums.items():
            self.sums[name] += count
        self.ranks += other.ranks
        return self

    def shares(self) -> dict[str, float]:
        """The share or mean of each of `COLUMNS`; worth is an AUC."""
        of = {"found": self.gold, "own": self.gold, "good": self.predicted, "taken": self.marked}
        of |= dict.fromkeys(("alone", "added", "right"), self.stated)
        return {
            name: self._auc() if name == "worth" else self.sums[name] / max(1, of.get(name, self.sums["found"]))
            for name in COLUMNS
        }

    def _auc(self) -> float:
        first = [worth for worth, taken in self.ranks if taken]
        rest = [worth for worth, taken in self.ranks if not taken]
        won = sum((a > b) + 0.5 * (a == b) for a in first for b in rest)
        return won / max(1, len(first) * len(rest))


def score_claims(article: dict[str, Any], claims: Sequence[Claim]) -> ClaimScore:
    """The counts of one annotated article."""
    text, score = article["text"], ClaimScore(predicted=len(claims))
    gold = [_placed(text, each) for each in article["claims"]]
    for start, end, first, last, each in gold:
        score.gold += 1
        holding = [c for c in claims if _inside(first, last, c.start, c.end) >= LEAST_SHARE]
        if not holding:
            continue
        best = min(holding, key=lambda c: c.end - c.start)
        score.sums["found"] += 1
        others = [g for g in gold if (g[2], g[3]) != (first, last)]
        score.sums["own"] += not any(_inside(g[2], g[3], best.start, best.end) >= WHOLLY for g in others)
        common = max(0, min(end, best.end) - max(start, best.start))
        score.sums["overlap"] += common / (end - start + best.end - best.start - common)
        score.sums["claimant"] += _same_claimant(each.get("claimant"), best.claimant)
        score.ranks.append((best.worth, each.get("worth") == 2))
        if "statement" in each:
            score.stated += 1
            _count_statement(score.sums, each["statement"], text[start:end], best)
    score.sums["good"] += sum(
        any(_inside(g[2], g[3], c.start, c.end) >= LEAST_SHARE for g in gold) for c in claims
    )
    for other in article.get("not_claims", ()):
        start = _place(text, other["text"], other.get("at", 1))
        end = start + len(other["text"])
        score.marked += 1
        score.sums["taken"] += any(_inside(start, end, c.start, c.end) >= LEAST_SHARE for c in claims)
    return score


def _count_statement(sums: MutableMapping[str, float], wanted: str, stretch: str, claim: Claim) -> None:
    names, got = _marks(wanted), _marks(claim.statement)
    near = f"{claim.statement} {claim.context}"
    said = {_stem(w) for w in _WORD.findall(near)} | _marks(near)
    opening = (_WORD.findall(claim.statement) or [""])[0].lower()
    alone = names <= said and opening not in _PRONOUNS
    known = set(_words(wanted)) | {_stem(w) for w in _WORD.findall(stretch)} | names
    known |= {w.replace(",", "").rstrip("%").lower() for w in _WORD.findall(stretch)}
    added = not got <= known
    sums["alone"] += alone
    sums["added"] += added
    sums["right"] += alone and not added and _f1(_words(wanted), _words(claim.statement)) >= _ALIKE


def _placed(text: str, each: dict[str, Any]) -> tuple[int, int, int, int, dict[str, Any]]:
    if "start" in each:
        return each["start"], each["end"], each["key_start"], each["key_end"], each
    start = _place(text, each["text"], each.get("at", 1))
    key = start + each["text"].index(each["key"])
    return start, start + len(each["text"]), key, key + len(each["key"]), each


def _place(text: str, part: str, which: int) -> int:
    at = -1
    for _ in range(which):
        at = text.index(part, at + 1)
    return at


def _inside(a: int, b: int, start: int, end: int) -> float:
    return max(0, min(b, end) - max(a, start)) / max(1, b - a)


def _stem(word: str) -> str:
    word = word.lower().replace("’", "'").removesuffix("'s")
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _words(text: str) -> list[str]:
    return [_stem(w) for w in _WORD.findall(text) if w.lower() not in _STOP]


def _marks(text: str) -> set[str]:
    """The names and numbers of a statement: words with a capital behind the first, and whatever has a digit."""
    found = set()
    for n, word in enumerate(_WORD.findall(text)):
        if any(c.isdigit() for c in word):
            found.add(word.replace(",", "").rstrip("%").lower())
        elif word[0].isupper() and (n or (len(word) > 1 and word[1:].isupper())):
            found.add(_stem(word))
    return found


def _f1(a: Sequence[str], b: Sequence[str]) -> float:
    common = sum((Counter(a) & Counter(b)).values())
    return 2 * common / max(1, len(a) + len(b))


def _same_claimant(wanted: str | None, got: str | None) -> bool:
    if not wanted or not got:
        return not wanted and not got
    a, b = _words(wanted), _words(got)
    if not set(a) & set(b):
        return False
    return a[-1] in b or b[-1] in a or _f1(list(set(a)), list(set(b))) >= 0.5
