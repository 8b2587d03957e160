"""Quantities as read against the annotated articles, beside quantulum3 in the same run.

    python -m bench.quantities [FOLDER]

Per article and over all: how many are annotated and read; exact span (precision, recall, F1); then of those found by
overlap the share with comparator and value right, with the value alone, and with the unit. quantulum3 (without its
classifier) reads no comparators, so its value alone is the fair column. Both read sentence by sentence; the time is
processor time, the best of rounds in which they take turns.
"""

import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from bench.gold import Gold, articles, folder
from checks.quantities import quantities
from checks.quantities.units import MONEY_AFTER, SYMBOLS, UNITS, WORDS

_ROUNDS = 5
_HEAD = f"{'':<14} gold read     P     R    F1  comparator+value  value  unit"


@dataclass(frozen=True, slots=True)
class Read:
    """One quantity as a reader gives it."""

    start: int
    end: int
    comparator: str
    low: float | None
    high: float | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class Counts:
    """What was right: exact spans, then among those found by overlap."""

    gold: int = 0
    read: int = 0
    exact: int = 0
    met: int = 0
    right: int = 0
    value: int = 0
    unit: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(**{f: getattr(self, f) + getattr(other, f) for f in self.__slots__})

    def row(self, name: str) -> str:
        """One line of the table."""
        precision, recall = self.exact / max(1, self.read), self.exact / max(1, self.gold)
        f1, met = 2 * self.exact / max(1, self.gold + self.read), max(1, self.met)
        return (f"{name:<14} {self.gold:>4} {self.read:>4} {precision:>5.3f} {recall:>5.3f} {f1:>5.3f}"
                f"  {self.right / met:>16.3f} {self.value / met:>6.3f} {self.unit / met:>5.3f}")  # fmt: skip


Reader = Callable[[str], Iterable[Read]]


def main() -> None:
    """Print the table of either reader, and their times per sentence."""
    golds = list(articles(folder() / "claims/dev.jsonl"))
    for title, reader in (("factdesk", ours), ("quantulum3", theirs)):
        print(f"\n{title}\n{_HEAD}")
        counts = [_counts(gold, reader) for gold in golds]
        for gold, each in zip(golds, counts, strict=True):
            print(each.row(gold.id))
        print(sum(counts, Counts()).row("all"))
    sentences = [gold.text[a:b] for gold in golds for a, b in gold.sentences]
    fast, slow = _microseconds((quantities, _reference()), sentences)
    print(f"\n{len(sentences)} sentences: factdesk {fast:,.0f} µs a sentence, quantulum3 {slow:,.0f} µs")
    print(f"factdesk is {slow / fast:,.0f} times as fast")


def ours(text: str) -> Iterator[Read]:
    """The quantities that Factdesk reads."""
    for q in quantities(text):
        yield Read(start=q.start, end=q.end, comparator=q.comparator, low=q.low, high=q.high, unit=q.unit)


def theirs(text: str) -> Iterator[Read]:
    """The quantities that quantulum3 reads, its units under our names."""
    for q in _reference()(text):
        start, end = q.span
        yield Read(start=start, end=end, comparator="=", low=q.value, high=q.value, unit=_unit(q.unit.name))


@cache
def _reference() -> Callable[[str], list[Any]]:
    """quantulum3's reader; it warns of its missing classifier, which is not wanted here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from quantulum3 import parser
    parse: Callable[[str], list[Any]] = parser.parse
    return parse


def _unit(name: str) -> str | None:
    if name == "percentage":
        return "percent"
    unit = WORDS.get(name) or SYMBOLS.get(name) or MONEY_AFTER.get(name.split()[-1])
    unit = unit or UNITS.get(name.replace("meter", "metre"))
    return unit.name if unit else None


def _counts(gold: Gold, reader: Reader) -> Counts:
    read = [Read(start=q.start + a, end=q.end + a, comparator=q.comparator, low=q.low, high=q.high, unit=q.unit)
            for a, b in gold.sentences for q in reader(gold.text[a:b])]  # fmt: skip
    spans = {(q.start, q.end) for q in read}
    total = Counts(len(gold.quantities), len(read), sum((g["start"], g["end"]) in spans for g in gold.quantities))
    for wanted in gold.quantities:
        met = max(read, key=lambda q: _overlap(q, wanted), default=None)
        if met is not None and _overlap(met, wanted) > 0:
            total += _judged(met, wanted)
    return total


def _overlap(read: Read, wanted: dict[str, Any]) -> int:
    return int(min(read.end, wanted["end"]) - max(read.start, wanted["start"]))


def _judged(read: Read, wanted: dict[str, Any]) -> Counts:
    values = (read.low, read.high) == (wanted["low"], wanted["high"])
    stated = {v for v in (wanted["low"], wanted["high"]) if v is not None}
    return Counts(
        met=1,
        right=values and read.comparator == wanted["comparator"],
        value=values or bool(stated & {read.low, read.high}),
        unit=read.unit == wanted["unit"],
    )


def _microseconds(readers: tuple[Callable[[str], object], ...], sentences: list[str]) -> list[float]:
    """Processor time a sentence: the best of rounds in which the readers take turns."""
    rounds = [[_seconds(read, sentences) for read in readers] for _ in range(_ROUNDS)]
    return [min(times) / len(sentences) * 1e6 for times in zip(*rounds, strict=True)]


def _seconds(read: Callable[[str], object], sentences: list[str]) -> float:
    began = time.process_time()
    for sentence in sentences:
        read(sentence)
    return time.process_time() - began


if __name__ == "__main__":
    main()
