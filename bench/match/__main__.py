"""Past fact-checks found for the texts in which their claims come again, beside plain BM25 and the encoder alone.

    python -m bench.match [FOLDER]
    python -m bench.match.passages    passages of the shelf alone

The pairs are those of `tests/data`: invented checks, about half of them near misses of the others, and texts that
each have one right answer. They are searched alone, and, where the corpora are (FOLDER holds them), among 22,500
sentences of debates besides. MAP@5 is the mean over the texts of 1 / rank of the right answer, 0 below the fifth.
The near misses share many words with the texts on purpose, so that these figures compare ways of matching and say
nothing of real collections.
"""

import csv
import gzip
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from bench.gold import place
from bench.match import passages, store
from bench.match.pairs import asked, known
from checks.matching.matcher import Matcher, PastCheck

_DEBATES = "checkworthy/CT24_checkworthy_english_train.tsv.gz"
Ranked = Callable[[str], Sequence[Any]]


def by_words(matcher: Matcher) -> Ranked:
    """The reference: the five best by BM25 over claim and title."""
    return lambda text: [matcher.checks[i].id for i in np.argsort(-matcher.by_words(text), kind="stable")[:5]]


def by_meaning(matcher: Matcher) -> Ranked:
    """The sentence encoder alone: the five with the highest cosines of claim and title."""
    return lambda text: [
        matcher.checks[i].id for i in np.argsort(-matcher.by_meaning(text).sum(axis=0), kind="stable")[:5]
    ]


def by_match(matcher: Matcher) -> Ranked:
    """The five best of `Matcher.best`."""
    return lambda text: [found.past.id for found in matcher.best(text, 5)]


def mean_precision(ranked: Ranked, queries: Sequence[tuple[str, str]]) -> float:
    """MAP@5, with one right answer a query."""
    places = [[*ranked(text)] for text, _ in queries]
    return sum(
        1 / (1 + row.index(right)) for row, (_, right) in zip(places, queries, strict=True) if right in row
    ) / max(1, len(queries))


def main() -> None:
    """Print the tables, of quality first, then of speed in the store, then of passages of the shelf."""
    _quality()
    store.main()
    passages.main()


def _quality() -> None:
    checks, queries = known(), asked()
    _table(f"{len(checks)} checks", checks, queries)
    debates = place() / _DEBATES
    if not debates.exists():
        print(f"no debates at {debates}: not searched among them")
        return
    with gzip.open(debates, "rt", encoding="utf-8", newline="") as file:
        others = [
            PastCheck(n, row[1])
            for n, row in enumerate(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
            if len(row) > 1
        ]
    _table(f"{len(checks) + len(others):,} checks, debates among them", [*checks, *others], queries)


def _table(title: str, checks: Sequence[PastCheck], queries: Sequence[tuple[str, str]]) -> None:
    start = time.process_time()
    matcher = Matcher(checks)
    matcher.by_meaning("a first text")
    made = time.process_time() - start
    print(f"\n{title}; {len(checks) / made:.0f} checks a second and core\n{'':<28}{'MAP@5':>8}{'ms a text':>12}")
    ways = {"BM25 on claim and title": by_words, "encoder alone": by_meaning, "match": by_match}
    for name, way in ways.items():
        ranked, start = way(matcher), time.process_time()
        value = mean_precision(ranked, queries)
        took = (time.process_time() - start) / len(queries) * 1000
        print(f"{name:<28}{value:>8.3f}{took:>12.1f}", flush=True)


if __name__ == "__main__":
    main()
