"""Stored quantities in words, for pages and the API alike."""

from dataclasses import fields

from checks.quantities.wording import in_words
from checks.types.quantity import Quantity
from store.claims.claims import QuantityRecord

_NAMES = tuple(field.name for field in fields(Quantity))


def quantity_words(row: QuantityRecord) -> str:
    """What a stored quantity states, as people write it."""
    return in_words(Quantity(**{name: getattr(row, name) for name in _NAMES}))
