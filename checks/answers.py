"""What a service outside answered, held to a shape: from here on it is trusted to be of that shape, and no more."""

from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from checks.types import SearchFailed

Shaped = TypeVar("Shaped", bound="Shape")


class Shape(BaseModel):
    """The part of an answer that is read; members that nobody asked for are passed over, numbers are finite."""

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


def shaped(shape: type[Shaped], answer: Any) -> Shaped:
    """`answer` as `shape`; raises `SearchFailed` that names the place, by its path in the answer, and what is wrong."""
    try:
        return shape.model_validate(answer)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        place = ".".join(str(part)[:60] for part in first["loc"][:8])
        where = f" at {place}" if place else ""
        raise SearchFailed(f"its answer has another shape than expected{where}: {first['msg'][:200]}") from None
