"""What all answers of the API are built from: models, read from rows of the store by the names of their fields."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, Union

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict
from sqlalchemy import RowMapping

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Model = TypeVar("Model", bound="ResponseModel")
Row = Union[RowMapping, Mapping[str, Any], "DataclassInstance"]
Instant = Annotated[datetime, AfterValidator(lambda moment: moment.astimezone(UTC))]
Share = Annotated[float, AfterValidator(lambda value: round(value, 3))]  # 0 to 1, without the noise of adding up
Hex = Annotated[str, BeforeValidator(lambda raw: bytes(raw).hex())]


class ResponseModel(BaseModel):
    """A thing as the API gives it; what a row holds beyond its fields stays inside."""

    model_config = ConfigDict(extra="ignore")


def from_row(model: type[Model], row: Row, **more: Any) -> Model:
    """A row, which is a dataclass or a mapping, as `model`, with `more` that the row does not hold."""
    held = row if isinstance(row, Mapping) else {field.name: getattr(row, field.name) for field in fields(row)}
    return model.model_validate({**held, **more})


def from_rows(model: type[Model], rows: Iterable[Row]) -> list[Model]:
    """Rows as a list of `model`."""
    return [from_row(model, row) for row in rows]
