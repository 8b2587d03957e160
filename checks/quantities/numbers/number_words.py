"""Words for numbers, as data. Values of the vague ones ("dozens") are the least that the word can mean."""

from typing import Final

from checks.lexicon import load_table, load_words

_TABLE: Final[dict[str, dict[str, float]]] = load_table("numbers")


def _values(name: str) -> dict[str, float]:
    """The words of one table of the lexicon's numbers with their values."""
    return {word: float(value) for word, value in _TABLE[name].items()}


ONES: Final = _values("ones")
TENS: Final = _values("tens")
SCALES: Final = _values("scales") | _values("other_scales")
# Only where they stand right behind the digits: "1.5m", "5k"; "b" and "t" only with money.
SUFFIXES: Final = _values("suffixes")
MONEY_SUFFIXES: Final = SUFFIXES | _values("money_suffixes")
VAGUE: Final = _values("vague") | _values("vague_scales")
SEVERAL: Final = _values("several")
FOLDS: Final = _values("folds")
PARTS: Final = {word: int(below) for word, below in _TABLE["parts"].items()}
SIGNS: Final = _values("signs")
NUMBER_WORDS: Final = ONES.keys() | TENS.keys()
STARTS: Final = (
    NUMBER_WORDS | SCALES.keys() | VAGUE.keys() | SEVERAL.keys() | FOLDS.keys() | PARTS.keys() | {"couple"}
)
MONTH_NAMES: Final = load_words("calendar", "months") | load_words("calendar", "short_months")
# Nouns whose number says which one, not how many, whatever stands behind it: "category 4 hurricanes".
NUMBERED: Final = load_words("quantities", "numbered")
ORDINALS: Final = load_words("quantities", "ordinals")
