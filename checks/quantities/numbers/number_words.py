"""Words for numbers, as data. Values of the vague ones ("dozens") are the least that the word can mean."""

from calendar import month_abbr, month_name
from typing import Final

from checks.lexicon import load_words

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
ONES: Final = {w: float(n) for n, w in enumerate((_ONES + " seventeen eighteen nineteen").split())}
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
TENS: Final = {w: 10.0 * n for n, w in enumerate(_TENS.split(), start=2)}
SCALES: Final = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "quadrillion": 1e15,
    "crore": 1e7, "crores": 1e7, "lakh": 1e5, "lakhs": 1e5, "dozen": 12.0,
    "mn": 1e6, "mln": 1e6, "bn": 1e9, "tn": 1e12, "trn": 1e12,
}  # fmt: skip
# Only where they stand right behind the digits: "1.5m", "5k"; "b" and "t" only with money.
SUFFIXES: Final = {"m": 1e6, "mn": 1e6, "k": 1e3, "bn": 1e9, "tn": 1e12, "cr": 1e7, "mln": 1e6}
MONEY_SUFFIXES: Final = SUFFIXES | {"b": 1e9, "t": 1e12, "mm": 1e6}
VAGUE: Final = {
    "dozens": 24.0, "scores": 40.0, "tens": 20.0, "hundreds": 200.0, "thousands": 2000.0, "millions": 2e6,
    "billions": 2e9, "trillions": 2e12,
}  # fmt: skip
# "several hundred" is at least three of them, "a few hundred" and "a couple of hundred" two.
SEVERAL: Final = {"several": 3.0, "few": 2.0}
FOLDS: Final = {
    "twofold": 2.0, "threefold": 3.0, "fourfold": 4.0, "fivefold": 5.0, "sixfold": 6.0, "sevenfold": 7.0,
    "eightfold": 8.0, "ninefold": 9.0, "tenfold": 10.0, "twentyfold": 20.0, "hundredfold": 100.0,
    "thousandfold": 1000.0, "twice": 2.0, "thrice": 3.0,
}  # fmt: skip
PARTS: Final = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4, "fourths": 4,
    "fifth": 5, "fifths": 5, "sixth": 6, "sixths": 6, "seventh": 7, "sevenths": 7, "eighth": 8, "eighths": 8,
    "ninth": 9, "ninths": 9, "tenth": 10, "tenths": 10, "twentieth": 20, "hundredth": 100, "thousandth": 1000,
}  # fmt: skip
SIGNS: Final = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
NUMBER_WORDS: Final = ONES.keys() | TENS.keys()
STARTS: Final = (
    NUMBER_WORDS | SCALES.keys() | VAGUE.keys() | SEVERAL.keys() | FOLDS.keys() | PARTS.keys() | {"couple"}
)
MONTH_NAMES: Final = frozenset(m.lower() for m in [*month_name, *month_abbr, "sept"] if m)
# Nouns whose number says which one, not how many, whatever stands behind it: "category 4 hurricanes".
NUMBERED: Final = load_words("quantities", "numbered")
ORDINALS: Final = load_words("quantities", "ordinals")
