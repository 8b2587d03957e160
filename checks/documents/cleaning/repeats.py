"""Paragraphs that say again, word for word, what stands elsewhere in the article."""

import re

_NO_LETTER = re.compile(r"[\W_]+")
# "Yes." may well be said twice.
_FEWEST_WORDS = 4


def repeated(texts: list[str]) -> set[int]:
    """The indexes of those paragraphs in `texts` that repeat an earlier one, apart from case and punctuation.

    A pull quote, whose sentences stand in a longer paragraph too, is no repetition of that: readers see it, and what
    it claims it claims once more.
    """
    seen: set[str] = set()
    again = set()
    for index, text in enumerate(texts):
        key = _NO_LETTER.sub(" ", text).strip().lower()
        if key.count(" ") + 1 < _FEWEST_WORDS:
            continue
        if key in seen:
            again.add(index)
        seen.add(key)
    return again
