"""Amounts and differences in words, as the checks write them ("37 % less than 2.4 million euros"), in another language.

A phrase is translated whole or not at all: each part of it has to be an amount itself, so that no other words are taken
for one.
"""

import re
from functools import cache
from typing import Final, NamedTuple

from babel.numbers import get_decimal_symbol, get_group_symbol

from service.language.catalogues import BUILT, locale, translations

# What the checks put together, the longer ones first; each place holds an amount.
FORMS: Final = (
    "%(amount)s more than %(stated)s",
    "%(amount)s less than %(stated)s",
    "%(times)s times as much as %(stated)s",
    "less than a hundredth of %(stated)s",
    "%(times)s times as much",
    "%(amount)s more",
    "%(amount)s less",
    "more than %(amount)s",
    "less than %(amount)s",
    "fewer than %(amount)s",
    "at least %(amount)s",
    "at most %(amount)s",
    "about %(amount)s",
    "nearly %(amount)s",
    "another %(amount)s",
    "within ±%(amount)s",
    "%(low)s to %(high)s",
    "no number of %(things)s",
    "no amount in %(currency)s",
)
WORDS: Final = (
    "less than a hundredth", "about as much", "the same", "no such number", "million", "billion", "trillion",
    "one million", "one billion", "one trillion", "percentage point", "percentage points",
)  # fmt: skip
RATE: Final = "per 100,000"
_PLACE: Final = re.compile(r"%\((\w+)\)s")
_AMOUNT: Final = re.compile(
    r"(?P<sign>[±−-]?)(?P<number>\d[\d,]*(?:\.\d+)?)(?: (?P<size>million|billion|trillion))?"
    r"(?P<percent> %)?(?: (?P<what>[^\d“”;:]+))?(?P<rate> per 100,000)?"
)
_ONE: Final = ("1", "1.0")
_NAMED: Final = ("things", "currency")  # places that hold no amount
_LONGEST: Final = 120  # characters
_DEEPEST: Final = 3


class _Form(NamedTuple):
    pattern: re.Pattern[str]
    message: str


def translate_amount(text: str, language: str, depth: int = 0) -> str | None:
    """An amount, or a difference of two, in a language; None if the text is none.

    Args:
        text: in English, as `checks.quantities.wording` and `checks.stance.reasons` write it.
        language: a code of `catalogues.languages()`.
    """
    if len(text) > _LONGEST or depth > _DEEPEST:
        return None
    if text in WORDS:
        return _word(text, language)
    for form in _forms():
        if found := form.pattern.fullmatch(text):
            values = {
                name: _word(value, language) if name in _NAMED else translate_amount(value, language, depth + 1)
                for name, value in found.groupdict().items()
            }
            if None not in values.values():
                return str(_word(form.message, language) % values)
    return _plain(text, language)


def _plain(text: str, language: str) -> str | None:
    """A number with its size and what it counts: "2.4 million euros"."""
    found = _AMOUNT.fullmatch(text)
    if found is None:
        return None
    size, what = found["size"], found["what"]
    parts = [found["sign"] + translate_number(found["number"], language) + (found["percent"] or "")]
    if size:
        parts.append(_word(f"one {size}" if found["number"] in _ONE else size, language))
    if what:
        parts.append(_word(what, language))
    if found["rate"]:
        parts.append(_word(RATE, language))
    return " ".join(parts)


def translate_number(digits: str, language: str) -> str:
    """A number that is written in English, such as "12,345.6", as a language writes it."""
    group, point = get_group_symbol(locale(language)), get_decimal_symbol(locale(language))
    return digits.translate({ord(","): group, ord("."): point})


@cache
def _forms() -> tuple[_Form, ...]:
    return tuple(
        _Form(re.compile(_PLACE.sub(r"(?P<\1>.+?)", re.sub(r"([±])", r"\\\1", form))), form) for form in FORMS
    )


def _word(text: str, language: str) -> str:
    return str(translations(language).pgettext(BUILT, text))
