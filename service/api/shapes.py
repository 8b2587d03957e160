"""What the API gives: one model a thing, read from rows of the store by the names of its fields."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, Union

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from sqlalchemy import RowMapping

from service.api.fields import OneOf
from store import articles
from store.claims import claims
from store.claims.workflow import STATES
from store.lookups import evidence, lookups
from store.tokens import SCOPES
from store.verdicts.ratings import SCALE

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Shape = TypeVar("Shape", bound="Shown")
Row = Union[RowMapping, Mapping[str, Any], "DataclassInstance"]
Instant = Annotated[datetime, AfterValidator(lambda moment: moment.astimezone(UTC))]
Share = Annotated[float, AfterValidator(lambda value: round(value, 3))]  # 0 to 1, without the noise of adding up
Hex = Annotated[str, BeforeValidator(lambda raw: bytes(raw).hex())]


class Shown(BaseModel):
    """A thing as the API gives it; what a row holds beyond its fields stays inside."""

    model_config = ConfigDict(extra="ignore")


def of(shape: type[Shape], row: Row, **more: Any) -> Shape:
    """A row, which is a dataclass or a mapping, as `shape`, with `more` that the row does not hold."""
    held = row if isinstance(row, Mapping) else {field.name: getattr(row, field.name) for field in fields(row)}
    return shape.model_validate({**held, **more})


def each(shape: type[Shape], rows: Iterable[Row]) -> list[Shape]:
    """Rows as a list of `shape`."""
    return [of(shape, row) for row in rows]


class Article(Shown):
    """An article and how far it has got."""

    id: int
    title: str
    url: str | None
    published: Instant | None
    arrived_by: Annotated[str, OneOf(articles.WAYS)]
    arrived_at: Instant
    sample: bool
    revision: int
    stage: Annotated[str, OneOf(articles.STAGES)]
    failure: str | None
    claims: int


class RetriedArticle(Article):
    """An article with how much of its work is tried again."""

    tried_again: int


class RemovedPart(Shown):
    """A stretch of the text that was left out, with the reason."""

    start: int
    end: int
    reason: str


class SkippedPart(Shown):
    """A sentence, or a part of one, that states no claim, with the reason."""

    start: int
    end: int
    reason: str


class Revision(Shown):
    """One version of an article's text."""

    number: int
    format: Annotated[str, OneOf(articles.FORMATS)]
    sha256: Hex
    language: str | None
    received_at: Instant
    split_at: Instant | None


class Counts(Shown):
    """How many claims of the newest revision have their suggestion, and how many stand in each state."""

    looked_up: int
    by_state: dict[str, int]
    by_suggestion: dict[str, int]


class WholeArticle(Article):
    """An article with its text; `text` is null until HTML has been read."""

    text: str | None
    language: str | None
    removed: list[RemovedPart]
    skipped: list[SkippedPart]
    notes: list[str]
    counts: Counts
    revisions: list[Revision]


class Quantity(Shown):
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
    role: Annotated[str, OneOf(claims.ROLES)]
    code: str | None
    words: str


class Time(Shown):
    """A stretch of a claim that names a time, with the days it means and what was assumed."""

    start: int
    end: int
    text: str
    first: date | None
    last: date | None
    assumed: str | None = None


class Claim(Shown):
    """A claim as lists show it; `notes` tell how the splitter read it.

    `head_id` is the claim that stands for it, `seen_in` how many articles a head stands for. `repeats` is a published
    claim that it says again, rated `past_rating` since `past_since`; in so many articles it was `repeated`. `returned`:
    that one is false, so this stands on top of triage.
    """

    id: int
    article_id: int
    article: str
    revision: int
    start: int
    end: int
    text: str
    statement: str
    kind: Annotated[str, OneOf(claims.KINDS)]
    claimant: str | None
    manner: Annotated[str, OneOf(claims.MANNERS)]
    direct: bool
    notes: list[str]
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
    seen_in: int
    repeats: int | None
    repeated: int
    returned: bool
    past_rating: str | None
    past_since: Instant | None
    snoozed_until: Instant | None
    found_at: Instant
    changed_at: Instant
    suggestion: Annotated[str, OneOf(claims.SUGGESTIONS)] | None
    suggestion_strength: Share | None


class Query(Shown):
    """What a source was asked, and how many hits it gave."""

    text: str
    hits: int


class SetAside(Shown):
    """A hit that did not become evidence, and why; `count` is above 1 where many like it are told of in one."""

    text: str
    where: str
    reason: str
    url: str | None
    count: int


class Lookup(Shown):
    """One claim asked of one source; `nothing`, `set aside` and `could not ask` are different outcomes.

    `found` counts the hits of all queries, each once; `set_aside_count` those that did not become evidence, of which
    `set_aside` lists the first 50; `evidence_count` the passages that the source brought. Null: not counted.
    """

    id: int
    source: str
    state: Annotated[str, OneOf(("queued", "running", "done", "failed"))]
    outcome: Annotated[str, OneOf(lookups.OUTCOMES)] | None
    reason: str | None
    failure: str | None
    queries: list[Query]
    found: int | None
    set_aside_count: int | None
    evidence_count: int | None
    set_aside: list[SetAside]
    attempts: int | None
    due_at: Instant | None
    paused_until: Instant | None
    queued_at: Instant
    started_at: Instant | None
    finished_at: Instant | None


class Evidence(Shown):
    """A passage as it was captured, and how it stands to the claim.

    `text` stands at `start` to `end` of what was captured, of which `sha256` is the hash; `version` is the source's
    own stamp of it. `copy_of` is the evidence whose origin it shares. `kin` says of a past fact-check whether it
    examined the same claim or a related one; the reason says what differs.
    """

    id: int
    claim_id: int
    lookup_id: int | None
    text: str
    locator: str
    publisher: str
    url: str | None
    author: str | None
    published: date | None
    version: str | None
    origin: str | None
    figure: dict[str, Any] | None
    rating: str | None
    kin: Annotated[str, OneOf(evidence.KINS)] | None
    sha256: Hex
    start: int
    end: int
    captured_at: Instant
    copy_of: int | None
    stance: Annotated[str, OneOf(evidence.STANCES)]
    reason: str
    confidence: Share
    added_by: int | None


class Capture(Shown):
    """The whole text that a passage was cut from, the passage at `start` to `end`; `sha256` is of it in UTF-8."""

    evidence_id: int
    sha256: Hex
    text: str
    start: int
    end: int
    first_captured_at: Instant


class Verdict(Shown):
    """One version of a verdict, with the evidence ids that it cites."""

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


class PastVerdict(Shown):
    """A verdict on the same claim or a related one; `differs`: on the same claim, and not rated as the verdict now."""

    rating: str
    summary: str
    publisher: str
    published: date | None
    url: str
    ours: bool
    kin: Annotated[str, OneOf(evidence.KINS)]
    reason: str
    differs: bool


class WholeClaim(Claim):
    """A claim with everything; `actions` are those open to the asker now."""

    suggestion_reasons: list[str] | None
    rests_on: list[int] | None
    lookups: list[Lookup]
    evidence: list[Evidence]
    verdict: Verdict | None
    past_verdicts: list[PastVerdict]
    actions: list[str]


class Entry(Shown):
    """Who did what to a claim; no actor: the machine."""

    id: int
    at: Instant
    actor_id: int | None
    actor: str | None
    event: str
    before: str | None = Field(alias="from")
    after: str | None = Field(alias="to")
    reason: str | None
    version: int | None
    details: dict[str, Any] | None


class FactCheck(Shown):
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


class Correction(Shown):
    """What was put right, and when."""

    at: Instant
    note: str


class WholeFactCheck(FactCheck):
    """A published verdict with its corrections."""

    corrections: list[Correction]


class Token(Shown):
    """A token without its secret."""

    id: int
    name: str
    scopes: list[Annotated[str, OneOf(SCOPES)]]
    created_at: Instant
    expires_at: Instant | None
    revoked_at: Instant | None
    last_used_at: Instant | None


class MadeToken(Token):
    """A new token with its secret, which is shown this once."""

    secret: str
