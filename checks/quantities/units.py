"""Units of measure and money: their names, how they are written, and their codes.

Read from `checks/lexicon/data/units.toml` (names and codes of UCUM) and `currencies.toml` (ISO 4217).
"""

from dataclasses import dataclass
from typing import Final

from checks.lexicon import load_table
from checks.nlp.inflection import plural


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit by its singular name, its code, and what it measures (`money` for a currency).

    `code` is UCUM's or ISO 4217's, None where they have none; `measures` names the dimension as `units.toml` does:
    length, mass, time, ratio …
    """

    name: str
    code: str | None
    measures: str


def _units() -> tuple[dict[str, Unit], dict[str, Unit], dict[str, Unit]]:
    """The units by name, by the words for them in lower case, and by their symbols as these stand.

    Symbols of time ("hrs", "min") are read in any case, as words are.
    """
    by_name: dict[str, Unit] = {}
    by_word: dict[str, Unit] = {}
    by_symbol: dict[str, Unit] = {}
    for row in load_table("units")["unit"]:
        by_name[row["name"]] = unit = Unit(row["name"], row.get("code"), row["measures"])
        by_word.update(dict.fromkeys(row.get("words", "").split(), unit))
        (by_word if unit.measures == "time" else by_symbol).update(
            dict.fromkeys(row.get("symbols", "").split(), unit)
        )
    return by_name, by_word, by_symbol


def _money() -> tuple[dict[str, Unit], dict[str, Unit], dict[str, Unit]]:
    """The currencies by what stands before a number, by the words behind it, and by the words for their countries."""
    before, after, by_country = {}, {}, {}
    for row in load_table("currencies")["currency"]:
        unit = Unit(row["code"], row["code"], "money")
        before.update(dict.fromkeys(row.get("signs", "").split(), unit))
        after.update({form: unit for noun in row.get("words", "").split() for form in (noun, plural(noun))})
        by_country.update(dict.fromkeys(row.get("countries", "").split(), unit))
    return before, after, by_country


SHARED_MONEY: Final = frozenset(load_table("currencies")["shared"].split())
CODES_IN_LOWER_CASE: Final = frozenset(load_table("currencies")["lower_case"].split())
CENTS: Final[dict[str, str]] = load_table("currencies")["cents"]
UNITS, WORDS, SYMBOLS = _units()
MONEY_BEFORE, MONEY_AFTER, MONEY_OF_COUNTRY = _money()
# The words for money that hundredths may follow: "7 dollars 25 cents".
MONEY_UNITS: Final = MONEY_AFTER.keys() | SHARED_MONEY | set(map(plural, SHARED_MONEY))
TIME: Final = frozenset(w for w, u in WORDS.items() if u.measures == "time")
# Kinds of measure that a time may divide into a speed or a flow.
PER_TIME: Final = frozenset({"length", "volume", "area", "data"})
# Kinds of measure that are of something, and that a price is asked for: "12 tonnes of rice", "$15 a tonne".
OF_STUFF: Final = frozenset({"length", "area", "volume", "mass", "power", "energy", "data"})


def compound(unit: Unit, per: Unit) -> Unit:
    """The one unit per the other: kilometre per hour, km/h.

    It measures speed for a length, else flow; its code is put together where both have one.
    """
    code = f"{unit.code}/{per.code}" if unit.code and per.code else None
    return Unit(f"{unit.name} per {per.name}", code, "speed" if unit.measures == "length" else "flow")


def powered(unit: Unit, power: int) -> Unit:
    """The square or the cube of a length.

    `power` is 2 or 3. A named unit is taken where there is one (square mile), else one is made with its UCUM code.
    """
    word = {2: "square", 3: "cubic"}[power]
    known = UNITS.get(f"{word} {unit.name}")
    return known or Unit(f"{word} {unit.name}", f"{unit.code}{power}", "area" if power == 2 else "volume")
