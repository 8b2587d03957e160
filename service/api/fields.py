"""What the fields of a request may hold, with messages that say what to write instead.

Checks are strict: `true` is no version and `"3"` no number, since a program that sends them has a mistake in it.
"""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Annotated, Any, Final

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    PlainValidator,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from store import addresses

LARGEST_ID: Final = 2**63 - 1
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")


class OneOf:
    """One word out of a list that a room of the store keeps, named in the message and in the OpenAPI document."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = list(words)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.literal_schema(self._words)


def _moment(value: Any) -> datetime:
    if not isinstance(value, str) or not _DAY.match(value):
        raise PydanticCustomError("moment", "write a time as RFC 3339 has it: 2026-02-01T09:30:00Z")
    try:
        found = datetime.fromisoformat(value)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        raise PydanticCustomError("moment", "there is no such time; write it as 2026-02-01T09:30:00Z") from None


def _day(value: Any) -> date:
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise PydanticCustomError("day", "there is no such day") from None
    raise PydanticCustomError("day", "write a day as 2026-02-01")


def _storable(value: str) -> str:
    if "\x00" in value:
        raise PydanticCustomError("storable", "it holds the character U+0000, which cannot be stored")
    return value


def _address(value: str) -> str:
    if value and (wrong := addresses.fault(value)):
        raise PydanticCustomError("address", "{wrong}", {"wrong": wrong})
    return value


# A time without a zone is taken as UTC, a day alone as its first moment.
Moment = Annotated[datetime, PlainValidator(_moment), WithJsonSchema({"type": "string", "format": "date-time"})]
Day = Annotated[date, PlainValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Words = Annotated[str, AfterValidator(_storable)]
Address = Annotated[Words, AfterValidator(_address)]
Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]


class Body(BaseModel):
    """What a request may hold; a field that is not known is refused, so that a typing mistake is noticed."""

    model_config = ConfigDict(extra="forbid", strict=True, str_strip_whitespace=True)
