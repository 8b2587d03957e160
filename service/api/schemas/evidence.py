"""What the API gives of lookups and evidence."""

from datetime import date
from typing import Annotated

from service.api.fields import OneOf
from service.api.schemas.base import Hex, Instant, ResponseModel, Share
from store.lookups import evidence, lookups


class Query(ResponseModel):
    """What a source was asked, and how many hits it gave."""

    text: str
    hits: int


class SetAside(ResponseModel):
    """A hit that did not become evidence, and why; `count` is above 1 where many like it are told of in one."""

    text: str
    where: str
    reason: str
    url: str | None
    count: int


class Lookup(ResponseModel):
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


class Figure(ResponseModel):
    """One cell of a figure table: the `value` of a `measure` of an `entity` in a `year`, and the data set it
    stands in.
    """

    entity: str
    measure: str
    year: int
    value: float
    unit: str | None
    source: str
    dataset: str | None
    edition: str | None
    url: str | None


class ModelStance(ResponseModel):
    """What a language model takes a passage to say of the claim, with the words of both that decide, as they stand
    there. It is the model's word: it counts for no stance, suggestion or origin.
    """

    stance: Annotated[str, OneOf(evidence.STANCES)]
    claim_quote: str
    passage_quote: str
    model: str


class Evidence(ResponseModel):
    """A passage as it was captured, and how it stands to the claim.

    `text` stands at `start` to `end` of what was captured, of which `sha256` is the hash; `version` is the source's
    own stamp of it. `copy_of` is the evidence whose origin it shares. `match_kind` says of a past fact-check whether it
    examined the same claim or a related one; the reason says what differs. `earlier_wording` is what the claim
    said when it was looked for, where it says something else now.
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
    figure: Figure | None
    rating: str | None
    match_kind: Annotated[str, OneOf(evidence.MATCH_KINDS)] | None
    sha256: Hex
    start: int
    end: int
    captured_at: Instant
    copy_of: int | None
    stance: Annotated[str, OneOf(evidence.STANCES)]
    reason: str
    confidence: Share
    model_stance: ModelStance | None
    added_by: int | None
    earlier_wording: str | None = None


class Capture(ResponseModel):
    """The whole text that a passage was cut from, the passage at `start` to `end`; `sha256` is of it in UTF-8."""

    evidence_id: int
    sha256: Hex
    text: str
    start: int
    end: int
    first_captured_at: Instant
