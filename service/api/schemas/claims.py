"""What the API gives of claims and their history."""

from datetime import date
from typing import Annotated

from pydantic import ConfigDict, Field

from service.api.fields import OneOf
from service.api.schemas.base import Instant, ResponseModel, Share
from service.api.schemas.evidence import Evidence, Lookup
from service.api.schemas.verdicts import PastVerdict, Verdict
from store.claims.revisions.wording_changes import KINDS as KINDS_OF_CHANGES
from store.claims.tables import KINDS, QUANTITY_ROLES, SPEECH_ACTS, SUGGESTIONS
from store.claims.workflow import STATES


class Quantity(ResponseModel):
    """A number in a claim: comparator, bounds (null: open), unit, what is counted, and its role.

    `code` is the unit's UCUM or ISO 4217 code; `words` is all of it as people write it.
    """

    start: int
    end: int
    text: str
    comparator: str
    low: float | None
    high: float | None
    unit: str | None
    counted: str | None
    role: Annotated[str, OneOf(QUANTITY_ROLES)]
    code: str | None
    words: str


class Time(ResponseModel):
    """A stretch of a claim that names a time, with the days it means and what was assumed."""

    start: int
    end: int
    text: str
    first: date | None
    last: date | None
    assumed: str | None = None


class ArticleChange(ResponseModel):
    """What the article says since a later revision in place of the claim's words (`kind` "gone": nothing).

    `before` and `now` are the words that differ, `sentence` says it for people. `is_pending`: the claim keeps its
    words, and may take the new ones over; `successor_id` is the claim that was made of them.
    """

    kind: Annotated[str, OneOf(KINDS_OF_CHANGES)]
    since: Instant
    before: str
    now: str | None
    text_before: str
    text_now: str | None
    is_pending: bool
    revision_before: int
    revision: int
    successor_id: int | None
    sentence: str


class Claim(ResponseModel):
    """A claim as lists show it; `notes` tell how the splitter read it, `context` gives the
    article's own words for what the statement leaves to its surroundings.

    `head_id` is the claim that stands for it, `article_count` how many articles a head stands for. `repeat_of` is a
    published claim that it says again, rated `past_rating` since `past_published_at`; `repeat_count` articles
    repeat it. `repeats_false`: that one is false, so this stands on top of triage.
    """

    id: int
    article_id: int
    article: str
    revision: int
    start: int
    end: int
    text: str
    statement: str
    kind: Annotated[str, OneOf(KINDS)]
    claimant: str | None
    speech_act: Annotated[str, OneOf(SPEECH_ACTS)]
    quoted: bool
    notes: list[str]
    context: str
    worth: Share
    reasons: list[str]
    quantities: list[Quantity]
    dates: list[Time]
    state: Annotated[str, OneOf(STATES)]
    owner_id: int | None
    owner: str | None
    version: int
    decline_reason: str | None
    duplicate_of: int | None
    head_id: int | None
    article_count: int
    repeat_of: int | None
    repeat_count: int
    repeats_false: bool
    past_rating: str | None
    past_published_at: Instant | None
    snoozed_until: Instant | None
    found_at: Instant
    changed_at: Instant
    article_change: ArticleChange | None
    suggestion: Annotated[str, OneOf(SUGGESTIONS)] | None
    suggestion_strength: Share | None


class WholeClaim(Claim):
    """A claim with everything; `actions` are those open to the asker now.

    `shared_with` is the claim of an article with the same text that holds its lookups. `to_rate`: its verdict is
    left out until the asker has rated it.
    """

    shared_with: int | None
    suggestion_reasons: list[str] | None
    evidence_ids: list[int] | None
    lookups: list[Lookup]
    evidence: list[Evidence]
    verdict: Verdict | None
    to_rate: bool
    past_verdicts: list[PastVerdict]
    actions: list[str]


class Entry(ResponseModel):
    """Who did what to a claim; no actor: the machine."""

    model_config = ConfigDict(populate_by_name=True)

    id: int
    at: Instant
    actor_id: int | None
    actor: str | None
    event: str
    before: str | None = Field(alias="from")
    after: str | None = Field(alias="to")
    reason: str | None
    version: int | None
    details: dict[str, object] | None
