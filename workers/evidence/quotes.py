"""Where a quote stands in a text, whatever was made of its spaces, quotation marks and dashes on the way."""

import re
from typing import Final

from checks.documents.words import spaced_places

_WITHIN_A_WORD: Final = re.compile(r"(?:(?<=\w)|(?<=\d[.,]))(?=[^\W_])")  # where no quote begins
_BEFORE_MORE: Final = re.compile(r"(?<=[^\W_])(?=\w|[.,]\d)")  # where none ends
_ALIKE: Final = str.maketrans({each: alike[0] for alike in ("'’‘‚ʼ`´", '"“”„«»', "-‐‑‒–—−") for each in alike})


def find_quote(text: str, quote: str) -> tuple[int, int] | None:
    """The first place of a quote in a text, as offsets in characters, the end exclusive; None if the text does not
    contain it.

    Stretches of white space are alike, and so are quotation marks, apostrophes and dashes of every kind; case is not.
    A quote begins and ends with whole words and numbers: "12 people" does not stand in "112 people", nor "5" in "1.5".
    """
    places = spaced_places(text.translate(_ALIKE), quote.translate(_ALIKE))
    return next((place for place in places if _is_whole(text, *place)), None)


def _is_whole(text: str, start: int, end: int) -> bool:
    return not (_WITHIN_A_WORD.match(text, start) or _BEFORE_MORE.match(text, end))
