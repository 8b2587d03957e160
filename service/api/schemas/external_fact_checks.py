"""What the API gives of external fact-checks: imports, skipped entries, fact-checks, rating mappings."""

from datetime import date
from typing import Annotated

from service.api.fields import OneOf
from service.api.schemas.base import Instant, ResponseModel
from store.external.imports import IMPORT_STAGES
from store.verdicts.ratings import SCALE


class Import(ResponseModel):
    """A file of external fact-checks and how far it is: how many were new, changed, the same as before, skipped."""

    id: int
    name: str
    stage: Annotated[str, OneOf(IMPORT_STAGES)]
    failure: str | None
    size: int
    bytes_read: int
    new: int
    changed: int
    same: int
    skipped: int
    sender: str | None
    started_at: Instant
    received_at: Instant | None
    finished_at: Instant | None


class SkippedEntry(ResponseModel):
    """An entry of a file that was not taken: its place in the file and the reason."""

    place: str
    reason: str


class ExternalFactCheck(ResponseModel):
    """A fact-check of another publisher.

    `rating` is in the publisher's words, `mapped_rating` on our scale (null: none of ours). `published` is the day
    of the fact-check, `claimed` that of the claim; `appearances` are addresses where the claim appeared.
    """

    id: int
    statement: str
    claimant: str | None
    rating: str
    mapped_rating: Annotated[str, OneOf(SCALE)] | None
    summary: str
    publisher: str
    url: str
    published: date | None
    claimed: date | None
    language: str | None
    appearances: list[str]


class RatingMapping(ResponseModel):
    """A rating of one publisher, how many external fact-checks have it, and what it is on our scale.

    `mapped_rating` is what was `decided`, else what the rules say `by_words`; null: not known, and then
    `with_numbers` of its `fact_checks` are rated by their numbers.
    """

    id: int
    publisher: str
    label: str
    fact_checks: int
    with_numbers: int
    by_words: str | None
    decided: str | None
    mapped_rating: str | None
