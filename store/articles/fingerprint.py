"""By what a text is known to be the same: its words and signs, whatever their white space, quotation marks and case."""

import re
import unicodedata
from hashlib import sha256
from typing import Final

_DASHES: Final = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-")
)  # a minus is written as any of them
_CURRENCY: Final = (
    "$\xa2-\xa5\u058f\u060b\u09f3\u0e3f\u17db\u20a0-\u20cf\ufdfc"  # Unicode's category Sc, but for rare scripts
)
# A word, in which points, commas and the like stay between two digits; a sign before a figure; a sign that is a
# word by itself.
_PARTS: Final = re.compile(
    r"[^\W_]+(?:(?<=\d)[.,:/\u2044-](?=\d)[^\W_]+)*"
    rf"|(?<!\w)[-+<>](?=[{_CURRENCY}]?\d)"
    rf"|[{_CURRENCY}%\u2030\xb0\xb1\u2264\u2265\u2248]"
)


def fingerprint(text: str) -> bytes:
    """A hash of the words and signs of a text, 32 bytes.

    Two texts with one fingerprint differ in nothing but blanks, punctuation, case and Unicode's compatibility
    forms (NFKC, UAX #15). What changes a figure is no punctuation: currency and per cent, plus and minus, and the
    points, commas and dashes between digits. A text without a word is hashed as it is.
    """
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES).casefold()
    return sha256((" ".join(_PARTS.findall(plain)) or text).encode("utf-8", "replace")).digest()
