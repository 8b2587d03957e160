"""What the API gives of the reference sources."""

from typing import Annotated

from service.api.fields import OneOf
from service.api.schemas.base import Instant, ResponseModel
from store.lookups.source_tests import OUTCOMES


class Source(ResponseModel):
    """A reference source and how it does.

    `missing` says what keeps it off; `failures` counts those in a row, `reason` is the last one's. While it is paused
    it is not asked. `waiting` are lookups still to be asked, counted up to 1,000; without limits it asks nobody
    outside.
    """

    name: str
    title: str
    switched_on: bool
    missing: str | None
    per_minute: int | None
    at_once: int | None
    waiting: int
    failures: int
    reason: str | None
    failed_at: Instant | None
    answered_at: Instant | None
    paused: bool
    paused_until: Instant | None


class TrackRecord(ResponseModel):
    """How a source has done: of its `lookups` so many `found` something, so many `could_not_ask`; `sided` of those that
    found something brought a passage that supports or refutes.

    On `judged` claims it supported or refuted what has a verdict by now; on `agreed` of them the verdict says so too.
    """

    source: str
    lookups: int
    found: int
    could_not_ask: int
    sided: int
    judged: int
    agreed: int


class SourceTest(ResponseModel):
    """What came of asking a source about one plain claim, in `words`; `outcome` is null while it is still to be
    asked.
    """

    source: str
    requested_at: Instant
    finished_at: Instant | None
    outcome: Annotated[str, OneOf(OUTCOMES)] | None
    words: str
