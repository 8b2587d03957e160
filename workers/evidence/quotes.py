"""Where a quote stands in a text, whatever was made of its spaces, quotation marks and dashes on the way."""

import re
from typing import Final

_NO_WORD_BEFORE: Final = r"(?<!\w)(?<!\d[.,])"
_NO_WORD_BEHIND: Final = r"(?!\w)(?![.,]\d)"
_ALIKE: Final = ("'’‘‚ʼ`´", '"“”„«»', "-‐‑‒–—−")


def find_quote(text: str, quote: str) -> tuple[int, int] | None:
    """The first place of a quote in a text, as offsets in characters, the end exclusive; None if the text does not
    contain it.

    Stretches of white space are alike, and so are quotation marks, apostrophes and dashes of every kind; case is not.
    A quote begins and ends with whole words and numbers: "12 people" does not stand in "112 people", nor "5" in "1.5".
    """
    words = quote.split()
    if not words:
        return None
    before = _NO_WORD_BEFORE if words[0][0].isalnum() else ""
    behind = _NO_WORD_BEHIND if words[-1][-1].isalnum() else ""
    said = r"\s+".join("".join(map(_pattern, word)) for word in words)
    found = re.search(f"{before}{said}{behind}", text)
    return (found.start(), found.end()) if found else None


def _pattern(character: str) -> str:
    alike = next((each for each in _ALIKE if character in each), None)
    return f"[{re.escape(alike)}]" if alike else re.escape(character)
