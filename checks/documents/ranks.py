"""Which place an entity has among its like: "the most populous country of the European Union", "Africa's largest
economy".

The members of continents and of the European Union, with the years from and to which they belong, are in
`country_groups.csv`; "the world" has all that are in a continent.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from checks.documents.figures import WORLD
from checks.documents.groups import GROUP, group_named
from checks.lexicon import load_list, load_rows
from checks.quantities.intervals import spoken
from checks.types.document import Figure

RANK: Final = "rank"
_PLACES: Final = load_list("documents", "rank_places")
_RANKED: Final = (
    rf"(?:(?P<place>{'|'.join(_PLACES)})[ -])?"
    r"(?P<which>most populous|least populous|(?:larg|bigg|small)est)(?: [a-z]+)??"
)
_OF_THEM: Final = r" (?:country|nation|state|member(?: state)?|economy|population)"
_MORE, _LESS = ("|".join(load_list("predicates", name)) for name in ("more", "less"))
_HAS_MORE: Final = (
    rf"ha[sd] (?:an? )?(?:{_MORE}|(?P<less>{_LESS})) (?:(?!rate|share|proportion)[a-z]+ ){{1,4}}than\b"
)
_FORMS: Final = (
    re.compile(
        rf"\b{_RANKED}{_OF_THEM}\b(?: by population| of (?:any|all){_OF_THEM}\w*)? (?:of|in|on) (?:the )?"
        rf"(?P<group>{GROUP})\b", re.IGNORECASE,
    ),
    re.compile(
        rf"\brank(?:ed|s)? (?P<place>first|{'|'.join(_PLACES)}) (?:of|in) (?:the )?(?P<group>{GROUP}) "
        r"(?:by|for) (?:population|gdp)\b(?P<which>)", re.IGNORECASE,
    ),
    re.compile(rf"\b(?P<group>{GROUP})(?:['’]s)? {_RANKED}{_OF_THEM}\b", re.IGNORECASE),
    re.compile(rf"\b{_RANKED} (?P<group>{GROUP}){_OF_THEM}\b", re.IGNORECASE),
)  # fmt: skip
# "No other European country had more inhabitants than …": it is the first of them.
_NONE_MORE: Final = (
    re.compile(rf"\bno (?:other )?(?P<group>{GROUP})(?:['’]s)?{_OF_THEM} {_HAS_MORE}", re.IGNORECASE),
    re.compile(
        rf"\bno(?: other)?{_OF_THEM}(?: (?:of|in|on) (?:the )?(?P<group>{GROUP}))? {_HAS_MORE}", re.IGNORECASE
    ),
)
_NOT_ONE: Final = re.compile(r"\b(?:not|never|one of|among)\b|n['’]t\b", re.IGNORECASE)
_BY_AREA: Final = re.compile(r" (?:by|in) (?:land |surface )?(?:area|mass|size)\b", re.IGNORECASE)
_ENOUGH: Final = 0.9  # of a group's members must have a figure


@dataclass(frozen=True, slots=True)
class RankStated:
    """A place that a claim gives, 1 for the first; counted from the largest, or from the smallest with `smallest`."""

    group: str
    place: int
    smallest: bool


def rank_stated(statement: str) -> RankStated | None:
    """The place among its like that a statement gives to somebody; None if it gives none, or denies it.

    "One of the largest" gives none, "no country of Europe has more people than" the first. The group is the name by
    which `country_groups.csv` or the world has its members.
    """
    if none_more := next((found for form in _NONE_MORE if (found := form.search(statement))), None):
        group = group_named(none_more["group"] or "") or WORLD
        return RankStated(group, 1, smallest=none_more["less"] is not None)
    match = next((found for form in _FORMS if (found := form.search(statement))), None)
    if match is None or _NOT_ONE.search(statement[: match.start()]) or _BY_AREA.match(statement, match.end()):
        return None
    place = 1 if (word := (match["place"] or "first").lower()) == "first" else _PLACES.index(word) + 2
    smallest = match["which"].lower() in ("smallest", "least populous")
    return RankStated(group_named(match["group"]) or WORLD, place, smallest)


def members(group: str, year: int) -> list[str]:
    """The entities that belong to a group in a year."""
    rows = load_rows("country_groups")
    inside = (row for row in rows if group in (row["group"], WORLD))
    found = (row for row in inside if int(row["first_year"] or year) <= year <= int(row["last_year"] or year))
    return list(dict.fromkeys(row["entity"] for row in found))


def rank(asked: RankStated, entity: str, year: int, tables: Mapping[str, Sequence[Figure]]) -> Figure | None:
    """The place that an entity's figure of a year has among those of its group; its `unit` is `RANK`.

    `tables` are the figures of the group's members. None if the entity is no member, or where too few have a figure.
    """
    of_year = {name: figure for name, table in tables.items() for figure in table if figure.year == year}
    if entity not in of_year or len(of_year) < _ENOUGH * len(tables):
        return None
    ordered = sorted(of_year.values(), key=lambda figure: figure.value, reverse=not asked.smallest)
    place = 1 + [figure.entity for figure in ordered].index(entity)
    others = [figure for figure in ordered[: asked.place + 1] if figure.entity != entity][:2]
    shown = ", ".join(f"{f.entity} {spoken(f.value, f.unit)}" for f in (of_year[entity], *others))
    mine = of_year[entity]
    return replace(mine, value=float(place), unit=RANK, source=f"{mine.source} ({shown})")
