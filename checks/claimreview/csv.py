"""CSV rows as ClaimReview objects; the header names the columns, which docs/users/external-fact-checks.md lists."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

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


def read_csv_reviews(lines: Iterable[bytes]) -> Iterator[tuple[int, dict[str, object] | None, str]]:
    """The rows after the header as ClaimReview objects; columns with an unknown name are left out.

    Args:
        lines: the lines of the file as UTF-8, header first. Cells are separated by comma, semicolon or tab,
            whichever the header has most of, and quoted as RFC 4180 has it.

    Returns:
        For each row the number of its last line, the object, and what is wrong with it: either the object is None
        or the text is empty.
    """
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


def _review(names: list[str], cells: list[str]) -> tuple[dict[str, object] | None, str]:
    """A row as a ClaimReview object, or None with what is wrong."""
    if len(cells) > len(names):
        return None, f"it has {len(cells)} cells, the header {len(names)}"
    review: dict[str, object] = {"@type": "ClaimReview"}
    for name, cell in zip(names, cells, strict=False):
        if _NO_UTF8.search(cell):
            return None, f"“{name}” is not UTF-8 text"
        if name in COLUMNS and cell.strip():
            *outer, inner = COLUMNS[name]
            _object_at(review, outer)[inner] = cell
    return review, ""


def _object_at(outermost: dict[str, object], keys: Sequence[str]) -> dict[str, object]:
    """The object that is reached by `keys`, one within the other; those that are missing are made."""
    found = outermost
    for key in keys:
        inner = found.setdefault(key, {})
        if not isinstance(inner, dict):
            raise TypeError(f"“{key}” is a value and an object in `COLUMNS`")
        found = inner
    return found
