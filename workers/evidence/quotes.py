"""Where a quote stands in a text, whatever was made of its spaces, quotation marks and dashes on the way."""

import re
from typing import Final

_ALIKE: Final = ("'’‘‚ʼ`´", '"“”„«»', "-‐‑‒–—−")


def find_quote(text: str, quote: str) -> tuple[int, int] | None:
    """The first place of a quote in a text, as offsets in characters, the end exclusive; None where it stands nowhere.

    Stretches of white space are alike, and so are quotation marks, apostrophes and dashes of every kind; case is not.
    """
    words = quote.split()
    if not words:
        return None
    found = re.search(r"\s+".join("".join(map(_pattern, word)) for word in words), text)
    return (found.start(), found.end()) if found else None


def _pattern(character: str) -> str:
    alike = next((each for each in _ALIKE if character in each), None)
    return f"[{re.escape(alike)}]" if alike else re.escape(character)
