"""What the fields of a request may hold, with messages that say what to write instead.

Checks are strict: `true` is no version and `"3"` no number, since a program that sends them has a mistake in it.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Final, TypedDict

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainValidator,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from checks.types.passage import LONGEST_URL
from service.request import inputs
from store import addresses
from store.columns import LARGEST_ID
from store.people import Refused


class JsonSchema(TypedDict, total=False):
    """What the OpenAPI document says of a value, as far as it is said here (JSON Schema)."""

    type: str
    format: str
    description: str
    default: str | int
    enum: list[str]
    items: "JsonSchema"
    anyOf: list["JsonSchema"]
    pattern: str
    minLength: int
    maxLength: int
    minimum: int
    maximum: int


# What the OpenAPI document says of texts and times, the same for fields of bodies and for parameters.
STORABLE: Final[JsonSchema] = {"pattern": r"^[^\x00]*$"}
FILLED: Final[JsonSchema] = {"minLength": 1, "pattern": r"^[^\x00]*[^\x00\s][^\x00]*$"}
ADDRESS: Final[JsonSchema] = {
    "type": "string",
    "format": "uri-reference",
    "pattern": r"^([hH][tT][tT][pP][sS]?://[^\s\x00]+)?$",
    "maxLength": LONGEST_URL,
}
MOMENT: Final[JsonSchema] = {
    "type": "string",
    "anyOf": [{"format": "date-time"}, {"format": "date"}],
    "pattern": "^[1-9]",
}
DAY: Final[JsonSchema] = {"type": "string", "format": "date"}


class SchemaKeywords:
    """What the OpenAPI document says of a field beside what its type says; not checked."""

    def __init__(self, **keywords: object) -> None:
        self._keywords = keywords

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, object]:
        return {**handler(schema), **self._keywords}


class OneOf:
    """One word out of a list that a room of the store keeps, named in the message and in the OpenAPI document."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = list(words)

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.literal_schema(self._words)


def _moment(value: object) -> datetime:
    try:
        return inputs.moment(value if isinstance(value, str) else "", "")
    except Refused as error:
        raise PydanticCustomError("moment", "{wrong}", {"wrong": str(error)}) from None


def _day(value: object) -> date:
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
Moment = Annotated[datetime, PlainValidator(_moment), WithJsonSchema({**MOMENT})]
Day = Annotated[date, PlainValidator(_day), WithJsonSchema({**DAY})]
Words = Annotated[str, AfterValidator(_storable), SchemaKeywords(**STORABLE)]
Filled = Annotated[Words, Field(min_length=1), SchemaKeywords(**FILLED)]
Address = Annotated[str, AfterValidator(_storable), AfterValidator(_address), SchemaKeywords(**ADDRESS)]
Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]


class Body(BaseModel):
    """What a request may hold; a field that is not known is refused, so that a typing mistake is noticed."""

    model_config = ConfigDict(extra="forbid", strict=True, str_strip_whitespace=True)
