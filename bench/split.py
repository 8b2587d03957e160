"""Words a second of the splitter, as a ratio to the language pipeline alone on the same texts.

./run bench split
"""

import time

from checks.language import parsed, pipeline
from checks.split import split_many
from store.samples import arrivals

_ROUNDS = 40


def main() -> None:
    """Print both rates and their ratio; the sample's articles, best of three."""
    texts = [arrival.text for arrival in arrivals()] * _ROUNDS
    words = sum(len(text.split()) for text in texts)
    pipeline()
    alone = min(
        _seconds(lambda: list(parsed(p for t in texts for p in t.split("\n\n") if p.strip()))) for _ in range(3)
    )
    whole = min(_seconds(lambda: list(split_many((t, None) for t in texts))) for _ in range(3))
    print(f"{words:,} words: pipeline alone {words / alone:,.0f} words/s, splitter {words / whole:,.0f} words/s")
    print(f"the splitter takes {whole / alone:.2f} times as long as the pipeline alone")


def _seconds(work: object) -> float:
    began = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
