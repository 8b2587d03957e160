"""A text cut into words, numbers and signs, to be read to the left and to the right of a number."""

import re
from itertools import accumulate

_THIN = "\u00a0\u2009\u202f\u2007’"
# Letters of the Latin, Greek, Cyrillic, Arabic and Indian scripts and of East Asia, in lower case, spelled out because
# that is read twice as fast as "any letter".
_LETTER = "a-zªµ\u00df-\u00f6\u00f8-\u1fff\u2c00-\u2dff\u3040-\ud7ff\uf900-\ufdff"
# Each repetition is bounded or has one way to match, so the time grows linearly with the text.
_TOKEN = re.compile(
    rf"(?:[{_LETTER}]+(?:['’][{_LETTER}]+)?"
    r"|[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?"  # 1,234,567.8
    r"|[0-9]{1,2}(?:,[0-9]{2}){1,4},[0-9]{3}(?![0-9])"  # 12,34,567 as in South Asia
    rf"|[0-9]{{1,3}}(?:[{_THIN}][0-9]{{3}}){{1,4}}(?![0-9])"  # 100 000 with a thin or no-break space
    r"|[0-9]{1,3}(?: [0-9]{3}){0,3} 000(?![0-9])"  # 100 000 with a plain space
    r"|[0-9]+(?:[.,][0-9]+)+"  # 3.5, 192.168.0.1; 3,5 and 1.234,56, which may be a number or a list
    r"|[0-9]+"
    r"|(?<![\w.])\.[0-9]+"  # .5
    r"|\S)\s*"
)
_DIGIT = re.compile("[0-9]")
HYPHENS = frozenset("-‐‑–—−")
# Empty tokens before the first and behind the last, so that a look to the left or right needs no bounds.
_AROUND = 12


class Tokens:
    """The tokens of a text in lower case, with the place of each.

    `words[i]` is a token in lower case; before the first and behind the last stand empty ones. The first is
    `words[tokens.first]`, the last `words[tokens.last - 1]`.
    """

    __slots__ = ("_starts", "_with_space", "first", "last", "text", "words")

    def __init__(self, text: str, lower: str, pieces: list[str], words: list[str]) -> None:
        around = [""] * _AROUND
        self.text, self.first, self.last = text, _AROUND, _AROUND + len(words)
        self.words, self._with_space = around + words + around, around + pieces + around
        self._starts = list(accumulate(map(len, pieces), initial=len(lower) - len(lower.lstrip())))

    def start(self, i: int) -> int:
        """Where token `i` begins in the text, in code points."""
        return self._starts[i - _AROUND]

    def end(self, i: int) -> int:
        """Where token `i` ends in the text."""
        return self._starts[i - _AROUND] + len(self.words[i])

    def joined(self, i: int) -> bool:
        """Whether nothing stands between token `i` and the next one."""
        word = self.words[i]
        return bool(word and self.words[i + 1]) and len(self._with_space[i]) == len(word)

    def breaks(self, i: int) -> bool:
        """Whether a line ends between token `i` and the next one."""
        return "\n" in self._with_space[i]

    def capital(self, i: int) -> bool:
        """Whether token `i` is written with a capital."""
        return self.first <= i < self.last and self.text[self._starts[i - _AROUND]].isupper()

    def initial(self, i: int) -> bool:
        """Whether token `i` is one capital with a full stop right behind it, as in "U.S."."""
        return len(self.words[i]) == 1 and self.words[i + 1] == "." and self.joined(i) and self.capital(i)

    def proper(self, i: int) -> bool:
        """Whether any letter of token `i` is a capital: "Windows", "iPhone"."""
        return not self.written(i).islower()

    def written(self, i: int) -> str:
        """Token `i` as the text has it."""
        start = self._starts[i - _AROUND] if self.first <= i < self.last else 0
        return self.text[start : start + len(self.words[i])]

    def hyphen(self, i: int) -> bool:
        """Whether token `i` is a hyphen with no space on either side."""
        return self.words[i] in HYPHENS and self.joined(i - 1) and self.joined(i)


def pieces_of(text: str) -> tuple[str, list[str]]:
    """The text in lower case, of the same length, and its tokens, each with the space behind it.

    A character whose small letter has another length (İ) is left as it is, so that offsets hold.
    """
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return lower, _TOKEN.findall(lower)


def has_digit(text: str) -> bool:
    """Whether any digit from 0 to 9 stands in `text`."""
    return _DIGIT.search(text) is not None
