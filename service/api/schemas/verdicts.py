"""What the API gives of verdicts and published fact-checks."""

from datetime import date
from typing import Annotated

from service.api.fields import OneOf
from service.api.schemas.base import Instant, ResponseModel
from store.lookups import evidence
from store.verdicts.media_reviews import CATEGORIES, MEDIA_TYPES
from store.verdicts.ratings import SCALE


class Media(ResponseModel):
    """What is said of the image, video or recording that a claim is of, in schema.org's categories."""

    media_type: Annotated[str, OneOf(MEDIA_TYPES)]
    categories: list[Annotated[str, OneOf(tuple(CATEGORIES))]]
    media_url: str | None
    original_url: str | None
    original_context: str


class Verdict(ResponseModel):
    """One version of a verdict, with the evidence ids that it cites.

    `earlier_wording` is what the claim said when it was written, where it says something else now.
    """

    id: int
    claim_id: int
    number: int
    rating: Annotated[str, OneOf(SCALE)]
    summary: str
    explanation: str
    cites: list[int]
    author_id: int
    author: str
    written_at: Instant
    reviewer_id: int | None
    reviewer: str | None
    reviewed_at: Instant | None
    decision: str | None
    review_reason: str | None
    dropped_at: Instant | None
    earlier_wording: str | None = None
    media: Media | None = None


class PastVerdict(ResponseModel):
    """A verdict on the same claim or a related one; `differs`: on the same claim, and not rated as the verdict now."""

    rating: str
    summary: str
    publisher: str
    published: date | None
    url: str
    ours: bool
    match_kind: Annotated[str, OneOf(evidence.MATCH_KINDS)]
    reason: str
    differs: bool


class FactCheck(ResponseModel):
    """A published verdict."""

    slug: str
    claim_id: int
    statement: str
    claimant: str | None
    rating: Annotated[str, OneOf(SCALE)]
    summary: str
    publisher: str
    published_at: Instant
    corrected_at: Instant | None
    withdrawn_at: Instant | None
    withdrawal_reason: str | None


class Correction(ResponseModel):
    """What was put right, and when."""

    at: Instant
    note: str


class WholeFactCheck(FactCheck):
    """A published verdict with its corrections."""

    corrections: list[Correction]
