"""What the API answers to each line of a batch of articles."""

from typing import Annotated, Final

from service.api.fields import OneOf
from service.api.schemas.base import ResponseModel

STATUSES: Final = ("accepted", "known", "refused")


class FieldError(ResponseModel):
    """A field that is wrong."""

    field: str
    message: str


class LineProblem(ResponseModel):
    """Why a line was refused: the `status`, `detail` and `errors` that the article sent alone would have got."""

    status: int
    detail: str
    errors: list[FieldError]


class BatchResult(ResponseModel):
    """What became of a line, counted from 1.

    `accepted`: the article is new, or has a new revision, and is on disk; `known`: it was there already;
    `refused`: nothing of this line was stored, and `problem` says why.
    """

    line: int
    status: Annotated[str, OneOf(STATUSES)]
    article_id: int | None = None
    location: str | None = None
    problem: LineProblem | None = None
