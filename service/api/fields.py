"""What the fields of a request may hold, with messages that say what to write instead.

Checks are strict: `true` is no version and `"3"` no number, since a program that sends them has a mistake in it.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any

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

from service.request import inputs
from store import addresses
from store.columns import LARGEST_ID
from store.people import Refused


class OneOf:
    """One word out of a list that a room of the store keeps, named in the message and in the OpenAPI document."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = list(words)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.literal_schema(self._words)


def _moment(value: Any) -> datetime:
    try:
        return inputs.moment(value if isinstance(value, str) else "", "")
    except Refused as error:
        raise PydanticCustomError("moment", "{wrong}", {"wrong": str(error)}) from None


def _day(value: Any) -> date:
    try:
        return inputs.day(value if isinstance(value, str) else "", "")
    except Refused as error:
        raise PydanticCustomError("day", "{wrong}", {"wrong": str(error)}) from None


def _storable(value: str) -> str:
    if not inputs.storable(value):
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
