"""What the API gives of articles."""

from typing import Annotated, Literal

from service.api.fields import OneOf
from service.api.schemas.base import Hex, Instant, ResponseModel, Share
from store import articles
from store.articles import refetching


class Article(ResponseModel):
    """An article and how far it has got; `revision` is 0 until the page at its address was read."""

    id: int
    title: str
    url: str | None
    published: Instant | None
    arrived_by: Annotated[str, OneOf(articles.WAYS)]
    arrived_at: Instant
    sample: bool
    authors: list[str]
    site: str | None
    modified: Instant | None
    revision: int
    stage: Annotated[str, OneOf(articles.STAGES)]
    failure: str | None
    claims: int


class RetriedArticle(Article):
    """An article with how much of its work is tried again."""

    tried_again: int


class RemovedPart(ResponseModel):
    """A stretch of the text that was left out, with the reason."""

    start: int
    end: int
    reason: str


class SkippedPart(ResponseModel):
    """A sentence, or a part of one, that states no claim, with the reason."""

    start: int
    end: int
    reason: str


class Revision(ResponseModel):
    """One version of an article's text."""

    number: int
    format: Annotated[str, OneOf(articles.FORMATS)]
    sha256: Hex
    language: str | None
    received_at: Instant
    split_at: Instant | None


class Counts(ResponseModel):
    """How many claims of the newest revision have their suggestion, and how many stand in each state."""

    looked_up: int
    by_state: dict[str, int]
    by_suggestion: dict[str, int]


class PageFetch(ResponseModel):
    """When the page of an article was fetched last, what came of it and why, and when it is fetched next (null:
    never).
    """

    fetched_at: Instant
    outcome: Annotated[str, OneOf(refetching.OUTCOMES)]
    reason: str | None
    next_fetch_at: Instant | None


class SameText(ResponseModel):
    """An article that has the same text in large part; `shared` of the shorter one's words are in both."""

    id: int
    title: str
    url: str | None
    site: str | None
    arrived_at: Instant
    shared: Share | None


class WholeArticle(Article):
    """An article with its text; `text` is null until HTML has been read, `page_fetch` unless it was read at its
    address.
    """

    text: str | None
    language: str | None
    removed: list[RemovedPart]
    skipped: list[SkippedPart]
    notes: list[str]
    counts: Counts
    revisions: list[Revision]
    page_fetch: PageFetch | None
    copy_of: SameText | None
    copies: list[SameText]


class RevisionText(Revision):
    """One version with its text; null until HTML has been read."""

    text: str | None


class DiffPiece(ResponseModel):
    """A stretch that is in both texts, was left out ("del") or put in ("ins")."""

    kind: Literal["same", "del", "ins"]
    text: str


class Comparison(ResponseModel):
    """Two versions of a text, word by word; `whole` where parts were too long for that, and are given whole."""

    before: int
    after: int
    whole: bool
    pieces: list[DiffPiece]


class PublishedOfArticle(ResponseModel):
    """A fact-check that was published of a claim of an article."""

    claim_id: int
    slug: str
    statement: str
    rating: str
    withdrawn: bool


class Removal(ResponseModel):
    """What would go with an article: claims by state, passages, versions of verdicts; `released` claims of others
    go on alone.

    With `published` fact-checks it is not deleted.
    """

    id: int
    title: str
    revisions: int
    claims: dict[str, int]
    evidence: int
    verdicts: int
    released: int
    published: list[PublishedOfArticle]
