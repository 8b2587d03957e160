"""The words of a text, without case, Unicode's compatibility forms and punctuation; and where words stand in one.

What changes a figure is no punctuation: currency and per cent, plus and minus, "more than", and the points, commas
and strokes between digits.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import Final

CURRENCY: Final = (  # Unicode's category Sc, but for rare scripts; for a class of `re`
    "$\xa2-\xa5\u058f\u060b\u09f2\u09f3\u0e3f\u17db\u20a0-\u20cf\ufdfc"
)
SIGN_BEFORE_FIGURE: Final = rf"(?<!\w)[-+<>~](?=[{CURRENCY}]?\d)"
GRADE: Final = r"(?<![^\W_])[^\W\d_]{1,3}[-+]+(?!\w)"  # A+, BBB-
SIGN: Final = rf"(?<=\d)\+|[{CURRENCY}%\u2030\u2031\xb0\xb1\xd7\xf7=\u2032\u2033\u2248\u2260\u2264\u2265]"
_DASHES: Final = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-"))  # a minus is any of them
# A number with its sign is one word, so that 1.5 is not 15 and -5 not 5; what is measured in stands beside it.
WORD: Final = re.compile(rf"{SIGN_BEFORE_FIGURE}|{GRADE}|\d(?:[\d.,:/]*\d)?|[^\W\d_]+(?:'[^\W\d_]+)*|{SIGN}")


def with_plain_signs(text: str) -> str:
    """A text in Unicode's compatibility forms (NFKC, UAX #15), with one sign for all dashes but the longest, one for
    apostrophes and one for strokes of fractions.
    """
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES)
    return plain.replace("’", "'").replace("\u2044", "/")


def plain_words(text: str) -> tuple[str, ...]:
    """The words of a text in their order (NFKC, UAX #15; casefolded)."""
    return tuple(WORD.findall(with_plain_signs(text).casefold()))


def spaced_places(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Where words stand in a text, white space of any kind between them; also places that overlap, in their order.

    Takes time that grows with the length of both alone. A pattern would try each place of "a a a …" to its end.

    Yields:
        Offsets of the first character and behind the last one.
    """
    wanted, parts = " ".join(words.split()), text.split()
    plain = " ".join(parts)
    if not wanted or wanted not in plain:
        return
    begun = [found.start() for found in re.finditer(r"\S+", text)]
    plainly = list(accumulate((len(part) + 1 for part in parts[:-1]), initial=0))
    for place in _occurrences(plain, wanted):
        first, last = (bisect_right(plainly, at) - 1 for at in (place, place + len(wanted) - 1))
        yield begun[first] + place - plainly[first], begun[last] + place + len(wanted) - plainly[last]


def _occurrences(text: str, wanted: str) -> Iterator[int]:
    """The offsets at which a text stands in another (Knuth, Morris and Pratt 1977, "Fast pattern matching in strings").

    `wanted` is not empty.
    """
    borders, size = [0], 0  # of each beginning of `wanted`: how much of its end begins `wanted` too
    for character in wanted[1:]:
        while size and character != wanted[size]:
            size = borders[size - 1]
        size += character == wanted[size]
        borders.append(size)
    size = 0
    for place, character in enumerate(text, start=1):
        while size and (size == len(wanted) or character != wanted[size]):
            size = borders[size - 1]
        size += character == wanted[size]
        if size == len(wanted):
            yield place - size
