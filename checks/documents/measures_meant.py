"""Which measure a claim is about by its meaning, if no word of it names one.

A claim without its amounts, countries and years is compared with example phrases of each measure, and of none
(`measure_phrases.toml` of the lexicon), by the vectors of the sentence encoder.
"""

import re
from collections.abc import Collection, Iterable
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from checks.lexicon import alternatives, load_table
from checks.lexicon.country_names import country_rows, entity_of_people
from checks.nlp.encoder import encoder
from checks.quantities.conversion import dimension
from checks.types.claim import Claim
from checks.types.quantity import Quantity

_OTHERS: Final = "others"
# Chosen with the words of measures left out, alike in each of three sets of statements: of 155 that name a measure 142
# are taken for it and none for another; of those that name none two are taken for inhabitants, and count others.
_LEAST: Final = 0.65  # cosine, the mean of the nearest phrases of a measure; of all else the nearest one counts
_AHEAD: Final = 0.02  # of all else
_NEAREST: Final = 2
_COUNTRY: Final = "the country"
_YEAR: Final = r"(?:19|20)\d\d\b"
_THAN_IN: Final = re.compile(rf"\bthan in {_YEAR}")
_IN_YEARS: Final = re.compile(
    rf",?\s*\b(?:(?:{alternatives('documents', 'before_years')})\s+)*{_YEAR}", re.IGNORECASE
)
_NUMBERS: Final = load_table("numbers")
_NUMBER_WORDS: Final = "|".join(
    word for name in ("ones", "tens", "scales", "other_scales", "parts") for word in _NUMBERS[name]
)
_UP_TO_NUMBER: Final = re.compile(
    rf".*(?:\d\S*|\b(?:{_NUMBER_WORDS})\b)(?:\s?(?:%|per ?cent\b))?", re.IGNORECASE | re.DOTALL
)
_MANY: Final = {"percent": "so many percent", "times": "so many times"}


def measure_meant(claim: Claim, among: Collection[str]) -> str | None:
    """The one of the measures that a claim means; None where none is near, or nearer than all else, and of no country.

    `among` are the names of measures that the claim's amounts may be of.
    """
    text = without_figures(claim)
    if _COUNTRY not in text.lower():
        return None
    (vector,) = encoder().sentences([text])
    near = {
        name: _nearness(vectors @ vector, 1 if name == _OTHERS else _NEAREST)
        for name, vectors in _phrases().items()
        if name in {*among, _OTHERS}
    }
    name = max(near, key=near.__getitem__)
    ahead = near[name] - max((value for other, value in near.items() if other != name), default=0.0)
    return name if name != _OTHERS and near[name] >= _LEAST and ahead >= _AHEAD else None


def without_figures(claim: Claim) -> str:
    """A claim with "so many", "so many percent" or "so many dollars" for its amounts, "the country" for each, no years.

    "Peru counted 33 million souls in 2020" is "The country counted so many souls".
    """
    text = claim.statement
    for quantity in claim.quantities:
        text = text.replace(quantity.text, _amount(quantity), 1)
    text = _names().sub(_nameless, text)
    text = _IN_YEARS.sub("", _THAN_IN.sub("than before", text))
    text = " ".join(text.split())
    return text[:1].upper() + text[1:]


def _nameless(name: "re.Match[str]") -> str:
    """What stands for the name of a country, of what is of it, or of its people."""
    if name["people"]:
        return f"people of {_COUNTRY}"
    return f"{_COUNTRY}'s" if name["of_it"] else _COUNTRY


def _amount(quantity: Quantity) -> str:
    """What stands for an amount: its unit, and what it counts as the claim has it."""
    of = dimension(quantity)
    many = "so many dollars" if re.fullmatch("[A-Z]{3}", of) else _MANY.get(of, "so many")
    return many + _UP_TO_NUMBER.sub("", quantity.text) if quantity.counted else many


def _nearness(cosines: npt.NDArray[np.float32], nearest: int) -> float:
    """The mean of the highest cosines with phrases."""
    return float(np.sort(cosines)[-nearest:].mean())


@cache
def _phrases() -> dict[str, npt.NDArray[np.float32]]:
    """The vectors of the example phrases of each measure, made once a process (a second)."""
    return {name: encoder().sentences(phrases) for name, phrases in load_table("measure_phrases").items()}


@cache
def _names() -> "re.Pattern[str]":
    """What matches a country or, as the group `of_it`, what is of it; the longest name first."""
    rows = country_rows()
    names, of_it = ("|".join(map(re.escape, _longest_first(rows, field))) for field in ("names", "of_it"))
    peoples = "|".join(map(re.escape, entity_of_people()))
    return re.compile(rf"\b(?:[Tt]he )?(?:{names}|(?P<people>{peoples})|(?P<of_it>{of_it}))\b")


def _longest_first(rows: Iterable[dict[str, str]], field: str) -> list[str]:
    """The words of one field of all rows."""
    return sorted({word for row in rows for word in row[field].split("|") if word}, key=len, reverse=True)
