"""The unit behind a number: "km/h", "square metres", "Australian dollars", "percentage points", "-year-old"."""

from typing import Final

from checks.lexicon import load_words
from checks.nlp.inflection import plural, singular
from checks.quantities.numbers.numeral import Numeral
from checks.quantities.tokens import HYPHENS, Tokens
from checks.quantities.units import (
    CENTS,
    CODES_IN_LOWER_CASE,
    MONEY_AFTER,
    MONEY_BEFORE,
    MONEY_OF_COUNTRY,
    PER_TIME,
    SHARED_MONEY,
    SYMBOLS,
    TIME,
    UNITS,
    WORDS,
    Unit,
    compound,
    powered,
)

_POWERS: Final = {"square": 2, "sq": 2, "cubic": 3, "cu": 3}
_TWO_WORDS: Final = {
    ("per", "cent"): "percent", ("per", "cents"): "percent", ("percentage", "point"): "percentage point",
    ("percentage", "points"): "percentage point", ("basis", "point"): "basis point",
    ("basis", "points"): "basis point", ("nautical", "mile"): "nautical mile",
    ("nautical", "miles"): "nautical mile", ("light", "year"): "light year", ("light", "years"): "light year",
    ("metric", "ton"): "tonne", ("metric", "tons"): "tonne", ("metric", "tonnes"): "tonne",
    ("kilowatt", "hour"): "kilowatt hour", ("kilowatt", "hours"): "kilowatt hour",
    ("megawatt", "hours"): "megawatt hour", ("gigawatt", "hours"): "gigawatt hour",
    ("terawatt", "hours"): "terawatt hour", ("degrees", "celsius"): "degree Celsius",
    ("degrees", "centigrade"): "degree Celsius", ("degrees", "fahrenheit"): "degree Fahrenheit",
    ("degree", "celsius"): "degree Celsius", ("degree", "fahrenheit"): "degree Fahrenheit",
    ("degrees", "c"): "degree Celsius", ("degrees", "f"): "degree Fahrenheit", ("°", "c"): "degree Celsius",
    ("°", "f"): "degree Fahrenheit",
    ("º", "c"): "degree Celsius", ("º", "f"): "degree Fahrenheit",
}  # fmt: skip
# Short for a unit only right behind the digits: "5t", "3g"; with a space they are letters of something else.
_ATTACHED_ONLY: Final = frozenset({"t", "g", "W"})
_PICTURE_LINES: Final = frozenset({240.0, 360.0, 480.0, 720.0, 1080.0, 1440.0, 2160.0})  # "1080p" is no money
_SIZES: Final = frozenset("long high tall wide deep thick".split())
_WEIGHING: Final = load_words("quantities", "weighing")
_HOURS: Final = {"h": "hour", "hr": "hour", "s": "second", "sec": "second", "min": "minute", "d": "day"}


_FIRST_WORDS: Final[frozenset[str]] = frozenset().union(
    (first for first, _ in _TWO_WORDS), ("u", "pounds"), SHARED_MONEY, map(plural, SHARED_MONEY), _POWERS,
    WORDS, (symbol.lower() for symbol in SYMBOLS), MONEY_BEFORE, MONEY_AFTER, MONEY_OF_COUNTRY, CENTS,
)  # fmt: skip
_INCHES: Final = frozenset({'"', "”", "″"})


def unit_at(tokens: Tokens, i: int) -> Unit | None:
    """The unit whose word or symbol token `i` is; symbols count as they are written, "mps" and not "MPs".

    None where it is neither. Only the token itself is looked at: "square metres" and "per cent" are read by
    `unit_behind`.
    """
    return WORDS.get(tokens.words[i]) or SYMBOLS.get(tokens.written(i))


def unit_behind(tokens: Tokens, numeral: Numeral, at: int | None = None) -> tuple[int, Unit] | None:
    """The unit that begins at token `at`, by default right behind `numeral`, and the token after it.

    None where no unit stands there. Reads money by its word or code, powers ("square metres", "km²"), rates of time
    ("km/h", "miles an hour") and "-year-old".
    """
    end = numeral.end if at is None else at
    i = _past_hyphen(tokens, end)
    word = tokens.words[i]
    if word in _INCHES and tokens.words[end - 2] in ("'", "’", "′"):
        return end + 1, UNITS["foot"]
    if (word not in _FIRST_WORDS and tokens.words[i + 1] not in MONEY_OF_COUNTRY) or tokens.breaks(end - 1):
        return None
    two = _TWO_WORDS.get((word, tokens.words[i + 1]))
    if two is not None:
        return i + 2, UNITS[two]
    if word in _POWERS:
        return _power(tokens, i)
    return _money(tokens, numeral, i) or _measure(tokens, numeral, end, i)


def _past_hyphen(tokens: Tokens, end: int) -> int:
    """Past the hyphen of "20-minute"; also where it stands between spaces, before a unit of time."""
    if tokens.hyphen(end):
        return end + 1
    spaced = tokens.words[end] in HYPHENS and not tokens.joined(end - 1) and not tokens.joined(end)
    return end + 1 if spaced and tokens.words[end + 1] in TIME else end


def _power(tokens: Tokens, i: int) -> tuple[int, Unit] | None:
    at = i + 2 if tokens.words[i + 1] in (".", "-") else i + 1
    length = unit_at(tokens, at)
    if length is None or length.measures != "length":
        return None
    return at + 1, powered(length, _POWERS[tokens.words[i]])


def _money(tokens: Tokens, numeral: Numeral, i: int) -> tuple[int, Unit] | None:
    at, country = _country(tokens, i)
    noun = tokens.words[at]
    one = singular(noun)
    if one == "pound" and country is None and _is_weight(tokens, numeral, at):
        return None
    if noun == "won" and country is None and numeral.value < 1000:
        return None
    if country is not None and one in SHARED_MONEY:
        return at + 1, country
    if country is None and (unit := MONEY_AFTER.get(noun)) is not None:
        return _sterling(tokens, at + 1), unit
    if noun in CENTS and (noun != "p" or _is_pence(tokens, numeral, at)):
        return at + 1, Unit(CENTS[noun], None, "money")
    return _code(tokens, i)


def _is_pence(tokens: Tokens, numeral: Numeral, at: int) -> bool:
    return tokens.joined(at - 1) and tokens.written(at) == "p" and numeral.value not in _PICTURE_LINES


def _code(tokens: Tokens, i: int) -> tuple[int, Unit] | None:
    """An ISO code behind the number: "500 EUR"."""
    written = tokens.written(i)
    code = written.isupper() or written in CODES_IN_LOWER_CASE
    if len(written) == 3 and code and (unit := MONEY_BEFORE.get(tokens.words[i])) is not None:
        return i + 1, unit
    return (i + 1, MONEY_BEFORE[written]) if written in ("€", "£", "₽", "₹", "¥") else None


def _country(tokens: Tokens, i: int) -> tuple[int, Unit | None]:
    """Past the country's name in "Hong Kong dollars", "U.S. dollars", with its currency."""
    if tokens.words[i : i + 4] == ["u", ".", "s", "."]:
        return i + 4, MONEY_OF_COUNTRY["us"]
    for at in (i, i + 1):
        unit = MONEY_OF_COUNTRY.get(tokens.words[at])
        if unit is not None and singular(tokens.words[at + 1]) in SHARED_MONEY | MONEY_AFTER.keys():
            return at + 1, unit
    return i, None


def _sterling(tokens: Tokens, i: int) -> int:
    return i + 1 if tokens.words[i] == "sterling" else i


def _is_weight(tokens: Tokens, numeral: Numeral, at: int) -> bool:
    near = set(tokens.words[max(0, numeral.first - 4) : numeral.first])
    return tokens.words[at + 1] in ("of", "heavier", "lighter") or bool(near & _WEIGHING) or tokens.hyphen(at - 1)


def _measure(tokens: Tokens, numeral: Numeral, end: int, i: int) -> tuple[int, Unit] | None:
    word = tokens.words[i]
    unit = UNITS["pound"] if word in ("pound", "pounds") else unit_at(tokens, i)
    if unit is None or (tokens.written(i) in _ATTACHED_ONLY and not _attached(tokens, numeral, end, i)):
        return None
    if word in ("second", "point") and i == end and numeral.value != 1:  # "two second places"
        return None
    i += 1
    if tokens.words[i] in ("²", "2") and tokens.joined(i - 1) and unit.measures == "length":
        return i + 1, powered(unit, 2)
    if tokens.words[i] in ("³", "3") and tokens.joined(i - 1) and unit.measures == "length":
        return i + 1, powered(unit, 3)
    return _per(tokens, i, unit) or _old(tokens, i, unit)


def _attached(tokens: Tokens, numeral: Numeral, end: int, i: int) -> bool:
    """Whether a symbol of one letter stands right behind its number, or behind a large one: "742 000 t"."""
    large = numeral.digits and numeral.value >= 1000 and tokens.words[i + 1] not in ("'", "’")
    return tokens.joined(end - 1) or (large and tokens.written(i) == "t")


def _per(tokens: Tokens, i: int, unit: Unit) -> tuple[int, Unit] | None:
    """The rest of "km/h", "miles per hour", "miles an hour", "barrels per day"."""
    if unit.measures not in PER_TIME or tokens.words[i] not in ("/", "per", "an", "a"):
        return None
    time = WORDS.get(_HOURS.get(tokens.words[i + 1], tokens.words[i + 1]))
    if (
        time is None
        or time.measures != "time"
        or tokens.words[i + 1].endswith("s") is not (tokens.words[i + 1] == "s")
    ):
        return None
    return i + 2, compound(unit, time)


def _old(tokens: Tokens, i: int, unit: Unit) -> tuple[int, Unit]:
    """Past the "old" of "12-year-old", "2000 year old", "10 years old", and the "high" of "15-metre-high"."""
    at = i + 1 if tokens.words[i] in HYPHENS else i
    if unit.measures == "time" and tokens.words[at] in ("old", "olds"):
        return at + 1, unit
    if tokens.hyphen(i) and tokens.words[at] in _SIZES:
        return at + 1, unit
    return i, unit
