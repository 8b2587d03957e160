"""Plain signs that a sentence or claim is worth checking, or is not: each a few words, and what to call it.

A sign is there (1.0) or not (0.0); only "names" and "length" have values between. Their weights are fitted in
`training/worth.py`; the word lists are ours, from what newsrooms say they check first: numbers, accusations,
records, official acts with consequences (Hassan, Li and Tremayne, 2015, "Detecting check-worthy factual claims
in presidential debates", name numbers and past tense as the strongest signs in debates).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from checks.lexicon import load_table, load_words
from checks.lexicon.word_classes import word_set
from checks.nlp.inflection import regular_forms
from checks.types.claim import Kind, SpeechAct
from checks.types.quantity import Quantity


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign: its name, what is said where it speaks for checking, and where it speaks against.

    `bases` are words that it stands for with their regular inflections, `forms` words that count only as they
    stand; both are separated by blanks.
    """

    name: str
    speaks_for: str
    speaks_against: str
    bases: str = ""
    forms: str = ""


def _signs(kind: str) -> tuple[Sign, ...]:
    """The signs of one kind of the lexicon's table, in its order, which the fitted weights follow."""
    return tuple(Sign(**row) for row in load_table("worthiness")[kind])


# `bases` are taken with their regular inflections, `forms` only as they stand.
SIGNS = _signs("sign")
NAMES = tuple(sign.name for sign in SIGNS)
_AT = {name: i for i, name in enumerate(NAMES)}

# What extraction knows of a claim beside its words.
NEWS = _signs("news_sign")

_WORD = re.compile(r"[A-Za-z#][A-Za-z0-9]*(?:['’-][A-Za-z]+)*|\d[\d,.]*|[$£€%]")
_NUMBER_WORDS = load_words("extraction", "number_words")
_LARGE = load_words("extraction", "large")
_I = load_words("extraction", "i")
_SPANS = word_set("year month week day hour minute second")


def _lexicon() -> dict[str, tuple[int, ...]]:
    """Every listed form to the places of the signs it stands for."""
    found: dict[str, set[int]] = {}
    for place, sign in enumerate(SIGNS):
        forms = {form for base in sign.bases.split() for form in regular_forms(base)} | set(sign.forms.split())
        for form in forms:
            found.setdefault(form, set()).add(place)
    return {form: tuple(sorted(places)) for form, places in found.items()}


_LEXICON = _lexicon()
_FIGURE, _BIG, _YEAR, _SHARE = _AT["figure"], _AT["large"], _AT["year"], _AT["percent"]
_ASKED, _NAMED, _SHORT, _LONG = _AT["question"], _AT["names"], _AT["short"], _AT["length"]


@lru_cache(maxsize=50_000)
def _of_token(token: str) -> tuple[int, ...]:
    """The places of the signs that one word, number or mark stands for."""
    if token[0].isdigit():
        return _of_number(token.rstrip(".,"))
    word = token.lower().replace("’", "'")
    found = _LEXICON.get(word, ())
    if word in _NUMBER_WORDS:
        found += (_FIGURE, _BIG) if word in _LARGE else (_FIGURE,)
    return (*found, _SHARE) if word == "%" else found


def _of_number(digits: str) -> tuple[int, ...]:
    """The places of the signs of a number as it is written: a year from 1700 to 2099, a figure, a large figure."""
    if len(digits) == 4 and digits[:2] in ("17", "18", "19", "20") and digits.isdigit():
        return (_YEAR,)
    return (_FIGURE, _BIG) if "," in digits or len(digits.split(".")[0]) > 3 else (_FIGURE,)


def sign_values(text: str) -> list[float]:
    """The signs of one sentence or claim, in the order of `SIGNS`.

    One value a sign: 1.0 where it is there, else 0.0; "names" and "length" lie between.
    """
    found = [0.0] * len(SIGNS)
    tokens = _WORD.findall(text)
    for token in tokens:
        for sign in _of_token(token):
            found[sign] = 1.0
    found[_ASKED] = float(text.rstrip("”\"' ").endswith("?"))
    found[_NAMED] = min(sum(token[0].isupper() and token not in _I for token in tokens[1:]), 4) / 4
    found[_SHORT] = float(len(tokens) < 6)
    found[_LONG] = min(max(len(tokens) - 12, 0), 30) / 30
    return found


def news_sign_values(
    text: str, kind: Kind, quantities: Sequence[Quantity], claimant: str | None, speech_act: SpeechAct
) -> list[float]:
    """The signs of a claim, then what extraction knows of it, in the order of `SIGNS` and `NEWS`.

    Arguments are those of a claim. The row is as long as both tables of signs together.
    """
    sums = [q for q in quantities if q.unit == "percent" or (q.unit and len(q.unit) == 3 and q.unit.isupper())]
    spans = [q for q in quantities if q.unit in _SPANS]
    most = max((q.low or q.high or 0.0 for q in quantities if q not in spans), default=0.0)
    known = (
        kind == "quantity", kind == "comparison", kind == "cause", kind == "statement", kind == "state",
        bool(claimant), speech_act in ("accuses", "denies"), speech_act in ("announces", "demands"),
        bool(sums), most >= 1000, bool(quantities) and len(spans) == len(quantities),
    )  # fmt: skip
    return [*sign_values(text), *map(float, known)]
