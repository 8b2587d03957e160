"""Text, headline and day of real news pages, beside trafilatura alone in the same run.

    python -m bench.pages [FOLDER]

FOLDER holds `truth.jsonl` (id, url, text) and a page ID.html.gz each; without it `FACTDESK_CORPORA`/pages, else
../shared/corpora/pages beside the repository. The pages are their publishers' and not part of the project. Of
their headlines and days the truth is in `bench/data/pages.jsonl`, drafted from what the reader gave and corrected
by the titles and stamps of the pages themselves, so that it flatters the reader: the headline as it is shown, and
the day of the page's own stamp, in the zone that the stamp is given in (7ab16ade, 8634d121 and ecb46e3e stamp in
UTC an evening that they show as the day before).

The measure of the text is that of scrapinghub/article-extraction-benchmark: true positives, false positives and
false negatives of shingles of four words, each page with the same weight.
"""

import gzip
import json
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any, Final

from trafilatura import bare_extraction

from checks.documents.metadata import moments
from checks.documents.pages import read_page

_WORD: Final = re.compile(r"\w+")
_TRUTH: Final = Path(__file__).with_name("data") / "pages.jsonl"
Reading = tuple[str, str | None, str | None]  # text, title, day
Read = Callable[[bytes, str], Reading]


def main() -> None:
    """Print F1, precision and recall of the text, and how many headlines and days are right, of each reader."""
    folder = _folder()
    pages = [json.loads(line) for line in (folder / "truth.jsonl").open(encoding="utf-8")]
    known = {row["id"]: row for row in map(json.loads, _TRUTH.open(encoding="utf-8"))}
    print(f"{len(pages)} pages            F1      P      R   headline    day   seconds")
    for name, read in (("factdesk", _ours), ("trafilatura", _theirs), ("trafilatura precise", _precise)):
        _measure(name, read, folder, pages, known)


def _folder() -> Path:
    corpora = os.environ.get("FACTDESK_CORPORA")
    beside = Path(corpora) / "pages" if corpora else Path(__file__).parents[2] / "shared/corpora/pages"
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else beside
    if not (folder / "truth.jsonl").exists():
        print(f"skipped: no pages in {folder}; name their folder, or set FACTDESK_CORPORA")
        sys.exit(0)
    return folder


def _measure(name: str, read: Read, folder: Path, pages: list[dict[str, Any]], known: dict[str, Any]) -> None:
    began, counts, headlines, days, dated = time.perf_counter(), [], 0, 0, 0
    for page in pages:
        text, title, day = read(gzip.decompress((folder / f"{page['id']}.html.gz").read_bytes()), page["url"])
        counts.append(_shares(page["text"], text))
        truth = known.get(page["id"], {"title": None, "published": None})
        headlines += _bare(title) == _bare(truth["title"])
        dated += truth["published"] is not None
        days += truth["published"] is not None and day == truth["published"]
    f1, precision, recall = _f1(counts)
    took = time.perf_counter() - began
    right = headlines / len(pages), days / (dated or 1)
    print(f"{name:<20} {f1:.4f} {precision:.4f} {recall:.4f}   {right[0]:8.3f} {right[1]:6.3f}   {took:.1f}")


def _ours(body: bytes, url: str) -> Reading:
    page = read_page(body, None, url)
    day: date | None = moments.as_day(page.published)
    return page.text, page.title, day.isoformat() if day else None


def _theirs(body: bytes, url: str, **options: bool) -> Reading:
    chosen: dict[str, Any] = {"include_comments": False, "with_metadata": True, **options}
    found: Any = bare_extraction(body, url=url, **chosen)
    return (found.text or "", found.title, found.date) if found is not None else ("", None, None)


def _precise(body: bytes, url: str) -> Reading:
    return _theirs(body, url, favor_precision=True)


def _shares(true: str, found: str) -> tuple[float, float, float]:
    """True positives, false positives and false negatives of a page, which add up to 1."""
    a, b = _shingles(true), _shingles(found)
    hits, extra, missed = (sum(each.values()) for each in (a & b, b - a, a - b))
    whole = (hits + extra + missed) or 1
    return hits / whole, extra / whole, missed / whole


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    return Counter(tuple(words[n : n + 4]) for n in range(max(1, len(words) - 3))) if words else Counter()


def _f1(counts: Iterable[tuple[float, float, float]]) -> tuple[float, float, float]:
    hits, extra, missed = (sum(column) for column in zip(*counts, strict=True))
    precision, recall = hits / ((hits + extra) or 1), hits / ((hits + missed) or 1)
    return 2 * precision * recall / ((precision + recall) or 1), precision, recall


def _bare(title: str | None) -> str:
    return "".join(letter for letter in (title or "").casefold() if letter.isalnum())


if __name__ == "__main__":
    main()
