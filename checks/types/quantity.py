"""Quantities and dates as a text states them."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Comparator = Literal["=", ">", ">=", "<", "<=", "~", ".."]
Role = Literal["amount", "change", "additional"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount as the text states it.

    `low` and `high` hold the stated value: both for `=`, `~` and `..`; only `low` for `>` and `>=`, and for what is
    vague ("dozens of"); only `high` for `<` and `<=`. `unit` is `percent`, an ISO 4217 code or a singular unit name;
    `counted` is the singular head noun of what is counted. `role` tells a total ("7.5 %") from a change ("by 3
    points") and from what comes on top ("another 2,000"). `code` is the unit's UCUM or ISO 4217 code, where it has one.
    """

    start: int
    end: int
    text: str
    comparator: Comparator
    low: float | None
    high: float | None
    unit: str | None = None
    counted: str | None = None
    role: Role = "amount"
    code: str | None = None

    @property
    def stated(self) -> float | None:
        """The number that the text names: the lower one of a range, the bound of what is open."""
        return self.low if self.low is not None else self.high


@dataclass(frozen=True, slots=True)
class Date:
    """A stretch that names a time, with the interval that it means and the assumptions made."""

    start: int
    end: int
    text: str
    first: date | None
    last: date | None
    assumed: str | None = None
