"""What the API gives of the reference sources and the shelf."""

from datetime import date
from typing import Annotated

from service.api.fields import OneOf
from service.api.shapes import Hex, Instant, Shown
from store.shelf import documents


class Source(Shown):
    """A reference source and how it does.

    `missing` says what keeps it off; `failures` counts those in a row, `reason` is the last one's. While it is paused
    it is not asked. `waiting` are lookups still to be asked, counted up to 1,000; without limits it asks nobody outside.
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


class TrackRecord(Shown):
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


class Document(Shown):
    """Something on the shelf and how far it is read; `holds` counts its passages, or its figures.

    `errors` are the first hundred places of a refused table that are wrong. A data set that came with the desk has a key,
    `built_in`, with its `edition`, its `licence` and where it was `obtained`.
    """

    id: int
    kind: Annotated[str, OneOf(documents.KINDS)]
    title: str
    author: str | None
    publisher: str
    url: str | None
    published: date | None
    name: str | None
    size: int | None
    sha256: Hex | None
    state: Annotated[str, OneOf(documents.STATES)]
    failure: str | None
    errors: list[str]
    pages: int | None
    pages_read: int | None
    holds: int
    without_value: int
    added_by: int | None
    added_at: Instant
    read_at: Instant | None
    sample: bool
    built_in: str | None
    edition: str | None
    licence: str | None
    obtained: str | None
