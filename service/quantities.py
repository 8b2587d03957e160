"""Stored quantities in words, for pages and the API alike."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from sqlalchemy import RowMapping

from checks.quantities.wording import in_words
from checks.types.quantity import Quantity

_NAMES = tuple(field.name for field in fields(Quantity))


def words(row: RowMapping | Mapping[str, Any]) -> str:
    """What a stored quantity states, as people write it."""
    return in_words(Quantity(**{name: row[name] for name in _NAMES}))
