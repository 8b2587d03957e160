"""What the API gives of backfills."""

from typing import Annotated

from service.api.fields import OneOf
from service.api.schemas.base import Instant, ResponseModel

STATES = ("running", "done", "stopped", "failed")


class Backfill(ResponseModel):
    """Sources asked again for all claims that wait: of `total` claims so many were `asked` for.

    `stopper` is who stopped it, `failure` why it was given up.
    """

    id: int
    sources: list[str]
    state: Annotated[str, OneOf(STATES)]
    starter: str
    started_at: Instant
    total: int
    asked: int
    ended_at: Instant | None
    stopper: str | None
    failure: str | None
