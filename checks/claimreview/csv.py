"""CSV rows as ClaimReview, by a header that names the columns of docs/users/others.md."""

import csv
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

COLUMNS: Final = {
    "claim": ("claimReviewed",),
    "rating": ("reviewRating", "alternateName"),
    "url": ("url",),
    "claimant": ("itemReviewed", "author"),
    "publisher": ("author",),
    "published": ("datePublished",),
    "claimed": ("itemReviewed", "datePublished"),
    "summary": ("headline",),
    "language": ("inLanguage",),
    "rating_value": ("reviewRating", "ratingValue"),
    "worst_rating": ("reviewRating", "worstRating"),
    "best_rating": ("reviewRating", "bestRating"),
}
_NEEDED: Final = ("claim", "url")
_NO_UTF8: Final = re.compile("[\udc80-\udcff]")
_MARKS: Final = (",", ";", "\t")


def rows(lines: Iterable[bytes]) -> Iterator[tuple[int, Any, str]]:
    """(line, ClaimReview, what is wrong) for every row after the header, cells of an unknown column left out."""
    texts = (line.decode("utf-8", "surrogateescape") for line in lines)
    header = next(texts, "")
    if _NO_UTF8.search(header) or "\0" in header:
        yield 1, None, "the first line, which names the columns, is not UTF-8 text"
        return
    mark = max(_MARKS, key=header.count)
    names = [name.strip(' "').lower().replace(" ", "_") for name in header.strip().split(mark)]
    missing = [name for name in _NEEDED if name not in names]
    if missing or not {"rating", "rating_value"} & set(names):
        wanted = ", ".join(missing or ["rating"])
        yield 1, None, f"the first line must name the columns; it lacks {wanted}"
        return
    reader = csv.reader(texts, delimiter=mark, strict=True)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield reader.line_num + 1, None, f"it is not CSV: {error}"
            continue
        if cells:
            yield reader.line_num + 1, *_review(names, cells)


def _review(names: list[str], cells: list[str]) -> tuple[Any, str]:
    if len(cells) > len(names):
        return None, f"it has {len(cells)} cells, the header {len(names)}"
    review: dict[str, Any] = {"@type": "ClaimReview"}
    for name, cell in zip(names, cells, strict=False):
        if _NO_UTF8.search(cell):
            return None, f"“{name}” is not UTF-8 text"
        if name in COLUMNS and cell.strip():
            *outer, inner = COLUMNS[name]
            place = review
            for key in outer:
                place = place.setdefault(key, {})
            place[inner] = cell
    return review, ""
