"""Statements made up for benches: as many as are wanted, of many matters, with near-duplicates and paraphrases.

Half are put together from actors, happenings, things, places, numbers and years; half are the claims and sentences of
the stance pairs in `tests/data` with other names, numbers and years. The same seed makes the same statements.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

_DATA = Path(__file__).parents[1] / "tests/data"
# {n} a number with what it counts, {p} a place, {y} a year, {a} who, {o} the thing. Two wordings of each.
_HAPPENINGS = (
    ("{a} spent {n} on {o} in {p} in {y}", "In {y}, {n} went to {o} in {p}, paid by {a}"),
    ("{a} promised {n} for {o} in {p} by {y}", "By {y}, {p} is to get {n} for {o}, {a} promised"),
    ("{n} were lost on {o} in {p} in {y}, according to {a}", "{a}: {o} in {p} lost {n} in {y}"),
    ("{a} closed {o} in {p} in {y} after {n} in losses", "After losses of {n}, {o} in {p} was closed by {a} in {y}"),
    ("Spending on {o} in {p} rose to {n} in {y}", "{p} increased its spending on {o} to {n} in {y}"),
    ("The cost of {o} in {p} fell to {n} in {y}", "In {p}, {o} cost only {n} in {y}, a fall"),
    (
        "{a} hid a report on {o} in {p} that cost {n} in {y}",
        "A {y} report on {o} in {p}, which cost {n}, was hidden by {a}",
    ),
    ("{a} sold {o} in {p} for {n} in {y}", "In {y} {o} in {p} was sold by {a} for {n}"),
    ("{o} in {p} received {n} from {a} in {y}", "{a} gave {n} to {o} in {p} in {y}"),
    ("{a} wants to cut {o} in {p} by {n} from {y}", "From {y}, {a} wants {n} less for {o} in {p}"),
    ("{a} built {o} in {p} with {n} of foreign money in {y}", "In {y}, {n} of foreign money built {o} in {p} for {a}"),
    ("{a} was fined {n} over {o} in {p} in {y}", "Over {o} in {p}, a fine of {n} was imposed on {a} in {y}"),
)  # fmt: skip
_ACTORS = (
    "the ministry;the mayor;the city council;a foreign investor;the opposition;the railway company;the central bank;"
    "the health insurer;the teachers' union;a pharmaceutical firm;the army;the energy regulator;the football club;"
    "the church;the refugee agency;the water company;the film fund;the prime minister;the police;a billionaire;"
    "the pension fund;the electoral commission;the state broadcaster;the farmers' league;the port authority"
).split(";")
_THINGS = (
    "public swimming pools;school meals;flood barriers;cancer screening;border fences;bicycle lanes;wind farms;"
    "voting machines;night trains;social housing;vaccine storage;street lighting;prison kitchens;wolf protection;"
    "nuclear waste transport;asylum centres;the opera house;broadband cables;snow ploughs;dental care;drone defence;"
    "coal mines;fishing quotas;speed cameras;heat pumps;kindergartens;ambulance services;language courses;"
    "rare earth mining;organic farms;the harbour bridge;tax software;military hospitals;beehives;electric ferries;"
    "museum thefts;lottery tickets;desalination plants;airport runways;forest fires;sewage works;satellite images;"
    "chess tournaments;gas storage;library books;taxi licences;marathon security;carnival parades;blood donations;"
    "tobacco advertising;postal votes;milk subsidies;ski lifts;truck tolls;insulin;air raid sirens;theatre tickets"
).split(";")
_SYLLABLES = (
    "al ber ost kar vel mir dan gro lin tes ruv hol nor sal ter win bra dor fen gal hes jor kel lom mar ned"
).split()
_ENDS = "burg ia ton ford stadt ova wick dale haven mouth field by heim mark ara esk ino un".split()
_UNITS = (
    "million euros",
    "million dollars",
    "million crowns",
    "thousand pounds",
    "percent of the budget",
    "million zlotys",
)
_NUMBER = re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?!\d)|(?<![\w.,-])\d+(?:\.\d+)?(?![\w%.,]*\d)")
_NAME = re.compile(r"(?<!^)(?<![.!?] )\b[A-Z][a-z]{3,}\b")
_YEARS = re.compile(r"\b(?:19|20)\d\d\b")
_SYNONYMS = {
    "photo": "picture", "shows": "depicts", "children": "kids", "people": "citizens", "banned": "prohibited",
    "killed": "left dead", "doctors": "physicians", "causes": "leads to", "government": "cabinet", "car": "vehicle",
    "cars": "vehicles", "rose": "climbed", "fell": "dropped", "million": "m", "percent": "%", "more than": "over",
    "about": "around", "soldiers": "troops", "students": "pupils", "workers": "employees", "company": "firm",
}  # fmt: skip
# What the other wording calls them.
_ALSO = {
    "the ministry": "the government department", "the mayor": "the head of the town", "the police": "officers",
    "the prime minister": "the head of government", "the teachers' union": "the union of teachers",
    "a pharmaceutical firm": "a drug company", "the health insurer": "the sickness fund", "a billionaire": "a rich man",
    "school meals": "lunches in schools", "wind farms": "wind turbines", "kindergartens": "nurseries",
    "prison kitchens": "kitchens of jails", "social housing": "council flats", "night trains": "sleeper trains",
    "ambulance services": "ambulances", "public swimming pools": "swimming baths", "dental care": "dentists",
    "bicycle lanes": "cycle paths", "sewage works": "waste water plants", "museum thefts": "thefts from museums",
    "forest fires": "wildfires", "language courses": "language lessons", "border fences": "fences at the border",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Made:
    """A statement, and the same claim in other words."""

    text: str
    other_words: str


def statements(count: int, seed: int = 1) -> Iterator[Made]:
    """`count` statements; some differ from others in their number, year or place only."""
    chance = Random(seed)
    places = _named(chance, 1500)
    real = _real()
    last: tuple[str, str, dict[str, str]] | None = None
    for n in range(count):
        if n % 2:
            yield _varied(chance, chance.choice(real), places)
            continue
        if last is not None and chance.random() < 0.3:  # the one before, in one thing another
            first, second, values = last
            values = {**values, **_some(chance, _values(chance, places))}
        else:
            first, second = chance.choice(_HAPPENINGS)
            values = _values(chance, places)
        last = first, second, values
        yield Made(_sentence(first.format(**values)), _sentence(second.format(**_also(values))))


def _values(chance: Random, places: list[str]) -> dict[str, str]:
    amount = round(10 ** chance.uniform(0.3, 3), chance.choice((0, 1)))
    return {
        "a": chance.choice(_ACTORS),
        "o": chance.choice(_THINGS),
        "p": chance.choice(places),
        "n": f"{amount:g} {chance.choice(_UNITS)}",
        "y": str(chance.randint(1990, 2026)),
    }


def _some(chance: Random, values: dict[str, str]) -> dict[str, str]:
    name = chance.choice(("n", "p", "y"))
    return {name: values[name]}


def _also(values: dict[str, str]) -> dict[str, str]:
    amount = values["n"].replace(" million", "m")
    return {
        **values,
        "n": amount,
        "a": _ALSO.get(values["a"], values["a"]),
        "o": _ALSO.get(values["o"], values["o"]),
    }


def _named(chance: Random, count: int) -> list[str]:
    return [
        "".join(chance.choice(_SYLLABLES) for _ in range(chance.randint(1, 2))).capitalize() + chance.choice(_ENDS)
        for _ in range(count)
    ]


def _real() -> list[str]:
    found: list[str] = []
    for name in ("stance_pairs.jsonl", "stance_pairs_held_out.jsonl"):
        for line in (_DATA / name).open(encoding="utf-8"):
            row = json.loads(line)
            found += [row["claim"], *(s for s in re.split(r"(?<=[.!?]) ", row["passage"]) if 40 < len(s) < 200)]
    return list(dict.fromkeys(found))


def _varied(chance: Random, text: str, places: list[str]) -> Made:
    """A real statement with other names, numbers and years, and a place; and that in other words."""
    names: dict[str, str] = {}
    text = _NAME.sub(lambda name: names.setdefault(name[0], chance.choice(places)), text)
    text = _YEARS.sub(lambda _: str(chance.randint(1990, 2026)), text)
    text = _NUMBER.sub(lambda number: _other(chance, number[0]), text)
    where = chance.choice(places)
    text = text.rstrip(".!? ")
    other = text
    for word, means in _SYNONYMS.items():
        other = re.sub(rf"\b{word}\b", means, other)
    return Made(
        f"{text} in {where}.", f"In {where}, {other[0].lower() if text[1:2].islower() else other[0]}{other[1:]}."
    )


def _other(chance: Random, number: str) -> str:
    if _YEARS.fullmatch(number):
        return number
    value = float(number.replace(",", "")) * chance.uniform(0.3, 3)
    return f"{value:.1f}" if "." in number else f"{max(2, round(value)):,}"


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
