"""What all answers of the API are built from: models, read from rows of the store by the names of their fields."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Model = TypeVar("Model", bound="ResponseModel")
Instant = Annotated[datetime, AfterValidator(lambda moment: moment.astimezone(UTC))]
Share = Annotated[float, AfterValidator(lambda value: round(value, 3))]  # 0 to 1, without the noise of adding up
Hex = Annotated[str, BeforeValidator(lambda raw: bytes(raw).hex())]


class ResponseModel(BaseModel):
    """A thing as the API gives it; what a row holds beyond its fields stays inside."""

    model_config = ConfigDict(extra="ignore", from_attributes=True)


def from_row(model: type[Model], row: "DataclassInstance", **more: object) -> Model:
    """A row as `model`, with `more` that the row does not hold."""
    return model.model_validate({**{field.name: getattr(row, field.name) for field in fields(row)}, **more})


def from_rows(model: type[Model], rows: Iterable["DataclassInstance"]) -> list[Model]:
    """Rows as a list of `model`."""
    return [from_row(model, row) for row in rows]
