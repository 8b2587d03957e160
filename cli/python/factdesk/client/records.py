"""What the desk gives, as far as programs mostly need it; answers hold more, as `/api/v1/docs` of the desk lists."""

from typing import TypedDict


class Article(TypedDict, total=False):
    """An article and how far it has got: `stage` is received, split, looked up, ready or failed (then `failure`
    says why).
    """

    id: int
    title: str
    url: str | None
    published: str | None
    arrived_by: str
    arrived_at: str
    authors: list[str]
    site: str | None
    revision: int
    stage: str
    failure: str | None
    claims: int
    text: str | None
    language: str | None


class Claim(TypedDict, total=False):
    """A claim; `start` and `end` count code points of its article's text."""

    id: int
    article_id: int
    article: str
    start: int
    end: int
    text: str
    statement: str
    kind: str
    claimant: str | None
    worth: float
    state: str
    owner_id: int | None
    version: int
    suggestion: str | None
    suggestion_strength: float | None
    found_at: str
    changed_at: str
    actions: list[str]


class FactCheck(TypedDict, total=False):
    """A published verdict."""

    slug: str
    claim_id: int
    statement: str
    claimant: str | None
    rating: str
    summary: str
    published_at: str
    corrected_at: str | None
    withdrawn_at: str | None


class Feed(TypedDict, total=False):
    """A feed and how it does."""

    id: int
    url: str
    title: str
    section: str
    health: str
    reason: str | None
    paused: bool
    polled_at: str | None
    next_poll_at: str | None
    entries: int


class BatchResult(TypedDict):
    """What became of one article of a batch: `status` is accepted, known or refused; `problem` says why it was
    refused.
    """

    line: int
    status: str
    article_id: int | None
    location: str | None
    problem: dict[str, object] | None


class Event(TypedDict):
    """What a webhook tells; `data` depends on the type."""

    type: str
    timestamp: str
    data: dict[str, object]
