"""Days as forms give them."""

from datetime import date

from store.people import Refused


def day(text: str, field: str = "published") -> date | None:
    """The day that was typed, None where none was. Raises `Refused` naming the field."""
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        raise Refused(field, "the date must be like 2026-11-24") from None
