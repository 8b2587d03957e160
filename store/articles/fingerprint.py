"""By what a text is known to be the same: its words, whatever their white space, quotation marks and case."""

import re
import unicodedata
from hashlib import sha256
from typing import Final

_NO_WORDS: Final = re.compile(r"[\W_]+")


def fingerprint(text: str) -> bytes:
    """A hash of the words of a text, 32 bytes.

    Two texts with one fingerprint differ in nothing but blanks, punctuation, case and Unicode's compatibility forms (NFKC,
    UAX #15). A text without a word is hashed as it is.
    """
    words = _NO_WORDS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()
    return sha256((words or text).encode("utf-8", "replace")).digest()
