"""By what a text is known to be the same: its words and signs, whatever their white space, quotation marks and case."""

import re
from hashlib import sha256
from typing import Final

from checks.documents.words import GRADE, SIGN, SIGN_BEFORE_FIGURE, with_plain_signs

# A word, in which points, commas and the like stay between two digits; signs as words by themselves.
_PARTS: Final = re.compile(rf"{GRADE}|[^\W_]+(?:(?<=\d)[.,:/-](?=\d)[^\W_]+)*|{SIGN_BEFORE_FIGURE}|{SIGN}")


def fingerprint(text: str) -> bytes:
    """A hash of the words and signs of a text, 32 bytes.

    Two texts with one fingerprint differ in nothing but blanks, punctuation, case and Unicode's compatibility
    forms (NFKC, UAX #15). What changes a figure is no punctuation: currency and per cent, plus and minus, grades
    as A+, and the points, commas and dashes between digits. A text without a word is hashed as it is.
    """
    plain = with_plain_signs(text).casefold()
    return sha256((" ".join(_PARTS.findall(plain)) or text).encode("utf-8", "replace")).digest()
