"""How well copies of articles are told from other stories: `./run bench near_duplicates`.

Copies are invented from the articles of tests/data, the sample and `bench/same_events.jsonl`: cut, with another
headline, with paragraphs put in, edited, and several of that together. The others are all pairs of different
articles, and two stories of each event in `bench/same_events.jsonl`, written for this bench: the same figures and
one quotation, in other words.
"""

import json
import random
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from checks.documents.near_duplicates import LEAST_SHARED, bands, shared_part, shingles

_TOP = Path(__file__).parent.parent
_OWN = (
    "Reporting by our correspondent. The photograph shows the place two days ago. Readers can write to us about this "
    "story at any time, and we will answer the most interesting letters in the weekend edition, as we have done for "
    "thirty years."
)


def articles() -> dict[str, str]:
    """The articles, by a name."""
    lines = (_TOP / "tests/data/annotated_articles.jsonl").read_text(encoding="utf-8").splitlines()
    found = {str(row["id"]): row["text"] for row in map(json.loads, lines)}
    found |= {
        path.stem: path.read_text(encoding="utf-8")
        for path in sorted((_TOP / "store/sample/articles").glob("*.txt"))
    }
    return found | {row["event"]: row["one"] for row in _events()}


def same_events() -> list[tuple[str, str]]:
    """Two stories of one event each, which are no copies of one another."""
    return [(row["one"], row["other"]) for row in _events()]


def copies(text: str, seed: int) -> Iterator[tuple[str, str]]:
    """What is done to a text, and the copy."""
    sentences, chance = text.replace("\n\n", "\n\n¶").split(". "), random.Random(seed)
    third = max(1, len(sentences) // 3)
    edited = [
        word if chance.random() > 0.03 else chance.choice(("reportedly", "also", "now"))
        for word in text.split(" ")
    ]
    made = {
        "another headline": f"Exclusive: what you must know today\n\nBy Jane Roe, Gazette\n\n{text}",
        "lead cut": ". ".join(sentences[max(1, len(sentences) // 8) :]),
        "last third cut": ". ".join(sentences[:-third]),
        "half cut": ". ".join(sentences[: -(len(sentences) // 2)]),
        "paragraph put in": f"{text}\n\n{_OWN}",
        "3 % of words edited": " ".join(edited),
        "lead cut, headline, paragraph": "Our headline\n\n" + ". ".join(sentences[1:]) + f"\n\n{_OWN}",
    }
    yield from ((kind, copy.replace("¶", "")) for kind, copy in made.items())


def measure() -> dict[str, tuple[int, int, int]]:
    """By what was done: pairs, how many share a band and are looked at, and how many of them are taken for copies."""
    found: dict[str, list[tuple[bool, bool]]] = {}
    for seed, text in enumerate(articles().values()):
        for kind, copy in copies(text, seed):
            found.setdefault(kind, []).append(_compared(text, copy))
    found["two stories of one event"] = [_compared(one, other) for one, other in same_events()]
    found["different articles"] = [_compared(one, other) for one, other in combinations(articles().values(), 2)]
    return {
        kind: (len(pairs), sum(seen for seen, _ in pairs), sum(seen and same for seen, same in pairs))
        for kind, pairs in found.items()
    }


def _compared(one: str, other: str) -> tuple[bool, bool]:
    these, others = shingles(one), shingles(other)
    return bool(set(bands(these)) & set(bands(others))), shared_part(these, others) >= LEAST_SHARED


def _events() -> list[dict[str, str]]:
    return [
        json.loads(line) for line in (Path(__file__).parent / "same_events.jsonl").read_text("utf-8").splitlines()
    ]


def main() -> None:
    """Print the table."""
    rows = measure()
    print(f"{'what':34}{'pairs':>7}{'looked at':>11}{'copies':>8}")
    for kind, (pairs, seen, same) in rows.items():
        print(f"{kind:34}{pairs:7}{seen:11}{same:8}")
    apart = ("two stories of one event", "different articles")
    of_copies = [row for kind, row in rows.items() if kind not in apart]
    right, wrong = sum(row[2] for row in of_copies), sum(rows[kind][2] for kind in apart)
    print(f"recall {right / sum(row[0] for row in of_copies):.3f}, precision {right / (right + wrong):.3f}")


if __name__ == "__main__":
    main()
