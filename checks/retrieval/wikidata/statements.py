"""Wikidata's statements: their shape, and which of a property's statements bear on a claim.

Built to Wikibase's JSON (doc.wikimedia.org/Wikibase, docs/topics/json): an amount is a signed decimal string, absent
bounds mean that nothing is known of them; a time is cut to its precision, its month and day may be 00.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import Field

from checks.retrieval.mediawiki import Map
from checks.retrieval.response_schemas import Shape, shaped

_Text = Annotated[str, Field(max_length=500)]
_Id = Annotated[str, Field(pattern=r"^[QPL]\d{1,12}$")]
_Decimal = Annotated[str, Field(pattern=r"^[+-]\d{1,30}(\.\d{1,30})?$")]
_TIME: Final = re.compile(r"([+-])0*(\d{1,12})-(\d\d)-(\d\d)T")
PERCENT: Final = "Q11229"
_JULIAN: Final = "Q1985786"
POINT_IN_TIME, START, END = "P585", "P580", "P582"
STATED_IN, REFERENCE_URL = "P248", "P854"
# Qualifiers by which a statement is of a part only: applies to part, criterion, of, sex or gender.
_OF_A_PART: Final = frozenset(("P518", "P1013", "P642", "P21"))
_YEAR_PRECISION, _DECADE_PRECISION = 9, 8
_LIKE_ITS_NEIGHBOURS: Final = 5.0  # further off, by this factor, a value of a series is a slip of a digit
_NEIGHBOURS: Final = 4


class Snak(Shape):
    """A property's value, or that it is unknown (`somevalue`) or none (`novalue`)."""

    snaktype: Literal["value", "somevalue", "novalue"]
    datavalue: object = None


class _DataValue(Shape):
    type: _Text
    value: object


class Amount(Shape):
    """A quantity; `unit` is the address of the unit's item, or "1"."""

    amount: _Decimal
    unit: _Text
    upperBound: _Decimal | None = None
    lowerBound: _Decimal | None = None

    @property
    def value(self) -> float:
        """The amount as a number."""
        return float(self.amount)

    @property
    def unit_id(self) -> str | None:
        """The unit's item; None if there is no unit."""
        found = re.search(r"/(Q\d{1,12})\Z", self.unit)
        return found[1] if found else None

    @property
    def bounds(self) -> tuple[float, float] | None:
        """Lowest and highest value, in this order whatever the answer's; None if they are unknown."""
        if self.lowerBound is None or self.upperBound is None:
            return None
        low, high = sorted((float(self.lowerBound), float(self.upperBound)))
        return low, high


class Time(Shape):
    """A point in time; `precision` is 11 for a day, 10 a month, 9 a year, 8 a decade, and so on down."""

    time: _Text
    precision: Annotated[int, Field(ge=0, le=14)]
    calendarmodel: _Text = ""

    @property
    def parts(self) -> tuple[int, int, int] | None:
        """Year, month, day, cut to the precision (0 if it has none); a year before Christ is negative."""
        match = _TIME.match(self.time)
        if match is None or self.precision < _DECADE_PRECISION:
            return None
        year = int(match[2]) * (-1 if match[1] == "-" else 1)
        month = int(match[3]) if self.precision > _YEAR_PRECISION else 0
        return year, month, int(match[4]) if self.precision > _YEAR_PRECISION + 1 else 0

    @property
    def year(self) -> int | None:
        """The year, where it is known to the year."""
        return self.parts[0] if self.parts and self.precision >= _YEAR_PRECISION else None

    @property
    def is_julian(self) -> bool:
        """Whether it is told in the Julian calendar."""
        return self.calendarmodel.endswith(f"/{_JULIAN}")


class Item(Shape):
    """Another entity; old answers give no `id` but a number."""

    id: _Id | None = None
    numeric: int | None = Field(None, alias="numeric-id", ge=1)

    @property
    def name(self) -> str:
        """Its id."""
        return self.id or f"Q{self.numeric}"


Value: TypeAlias = Amount | Time | Item
_SHAPES: Final[Mapping[str, type[Value]]] = {"quantity": Amount, "time": Time, "wikibase-entityid": Item}


class _Reference(Shape):
    snaks: Map[tuple[Snak, ...]] = Field(default_factory=dict)


class _Raw(Shape):
    mainsnak: Snak
    id: _Text = ""
    rank: Literal["preferred", "normal", "deprecated"] = "normal"
    qualifiers: Map[tuple[Snak, ...]] = Field(default_factory=dict)
    references: tuple[_Reference, ...] = ()


class _Raws(Shape):
    statements: tuple[_Raw, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """One value of a property with its times, and what it is taken from: items and addresses."""

    id: str
    value: Value
    preferred: bool
    point: Time | None
    start: Time | None
    end: Time | None
    of_a_part: bool
    stated_in: tuple[str, ...]
    addresses: tuple[str, ...]

    @property
    def span(self) -> tuple[float, float]:
        """The first and last year in which it holds; unbounded where it does not say.

        Years as numbers, both inclusive. A point in time is a span of one year; without any qualifier it holds
        always.
        """
        if self.point is not None and self.point.year is not None:
            return self.point.year, self.point.year
        first = self.start.year if self.start else None
        last = self.end.year if self.end else None
        return -float("inf") if first is None else first, float("inf") if last is None else last

    @property
    def unit(self) -> str | None:
        """The unit of its amount; None if it has none."""
        return self.value.unit_id if isinstance(self.value, Amount) else None

    @property
    def items(self) -> tuple[str, ...]:
        """The items whose names are needed to tell it: its value or unit, and what it is stated in."""
        value = self.value.name if isinstance(self.value, Item) else self.unit
        return (*((value,) if value else ()), *self.stated_in)

    @property
    def dated(self) -> float:
        """The last year that it names, to put the newest first; what has not ended is newer than what has."""
        if self.point is not None and self.point.year is not None:
            return self.point.year
        return self.span[1] if self.end else self.span[0]


def statements(given: object) -> list[Statement]:
    """The statements of one property that have a value and are not deprecated; raises `SearchFailed` if misshapen."""
    raws = shaped(_Raws, {"statements": given}).statements
    live = [raw for raw in raws if raw.rank != "deprecated"]
    return [_statement(raw, value) for raw in live if (value := _value(raw.mainsnak)) is not None]


def _statement(raw: _Raw, value: Value) -> Statement:
    """A statement with its times, out of the first qualifier of each kind, and all its references."""
    point, start, end = (_time(raw.qualifiers.get(name, ())) for name in (POINT_IN_TIME, START, END))
    references = [reference.snaks for reference in raw.references]
    return Statement(
        id=raw.id,
        value=value,
        preferred=raw.rank == "preferred",
        point=point,
        start=start,
        end=end,
        of_a_part=bool(_OF_A_PART & raw.qualifiers.keys()),
        stated_in=tuple(
            v.name for snaks in references for s in snaks.get(STATED_IN, ()) if isinstance(v := _value(s), Item)
        ),
        addresses=tuple(
            address for snaks in references for s in snaks.get(REFERENCE_URL, ()) if (address := _address(s))
        ),
    )


def _value(snak: Snak) -> Value | None:
    """What a snak holds; None for an unknown value, for none, and for types that no claim is compared with, such as
    coordinates.
    """
    if snak.snaktype != "value":
        return None
    data = shaped(_DataValue, snak.datavalue)
    shape = _SHAPES.get(data.type)
    if shape is None:
        return None
    value = shaped(shape, data.value)
    return None if isinstance(value, Item) and not (value.id or value.numeric) else value


def _time(snaks: Iterable[Snak]) -> Time | None:
    """The first point in time among the snaks of a qualifier; None without one."""
    found = (_value(snak) for snak in snaks)
    return next((value for value in found if isinstance(value, Time)), None)


def _address(snak: Snak) -> str:
    """An address that is a reference; nothing but http and https."""
    value = snak.datavalue.get("value") if isinstance(snak.datavalue, dict) else None
    return value[:300] if isinstance(value, str) and value.startswith(("http://", "https://")) else ""


def chosen(found: Sequence[Statement], years: Sequence[int], most: int) -> list[Statement]:
    """Those that bear on a claim of these years: first what holds then, then the preferred, then the newest.

    Without years, what has ended is left out where something has not. Amounts of a part, and those that are a slip of a
    digit beside their neighbours in time, are left out.

    `found` are those of one property, `years` the claim's, `most` how many are given where they are no amounts. Of
    amounts there is one for each year, else the newest.
    """
    kept = [s for s in found if not s.of_a_part and _is_like_its_neighbours(s, found)]
    if years:
        then = [s for s in kept if any(s.span[0] <= year <= s.span[1] for year in years)]
        kept = then or kept
    else:
        kept = [s for s in kept if s.end is None] or kept
    ranked = sorted(kept, key=lambda s: (s.preferred, s.dated), reverse=True)
    single = ranked and isinstance(ranked[0].value, Amount)
    return ranked[: max(1, len(years)) if single else most]


def _is_like_its_neighbours(statement: Statement, series: Sequence[Statement]) -> bool:
    """Whether an amount is of the size of those of the years beside it; shares and rates may jump.

    Held against the median of the four nearest in time: a value five times as large or small is most often a slip
    of a digit in a single edit. Fewer than two neighbours show nothing.
    """
    value = statement.value
    if not isinstance(value, Amount) or value.unit_id == PERCENT or statement.point is None:
        return True
    others = [
        (abs(s.dated - statement.dated), s.value.value)
        for s in series
        if s is not statement and s.point and isinstance(s.value, Amount) and s.value.unit == value.unit
    ]
    near = [other for _, other in sorted(others)[:_NEIGHBOURS]]
    if len(near) < 2 or min(*near, value.value) <= 0:
        return True
    return 1 / _LIKE_ITS_NEIGHBOURS <= value.value / median(near) <= _LIKE_ITS_NEIGHBOURS
