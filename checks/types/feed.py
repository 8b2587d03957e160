"""Feeds: what one says, what is remembered of it, and what is to be done after a poll."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Final

FORMATS: Final = ("rss", "atom", "json", "sitemap")
LONGEST_ID: Final = 1_000  # characters of an entry's id that are kept


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry of a feed document.

    Attributes:
        id: as the feed gives it; None if it gives none.
        address: where its article stands, absolute; None if the entry has no link.
        title: plain text.
        content: HTML or plain text, as `is_html` says; "" where the entry has no text.
        is_content: whether `content` comes from an element that is meant for the whole text, not for a summary.
        published: when the article was published, with its zone.
        modified: when it was changed last.
    """

    id: str | None
    address: str | None
    title: str
    content: str = ""
    is_html: bool = False
    is_content: bool = False
    published: datetime | None = None
    modified: datetime | None = None


@dataclass(frozen=True, slots=True)
class FeedDocument:
    """A feed document as it was read.

    Attributes:
        format: one of `FORMATS`.
        home: the page that the feed belongs to.
        language: a language tag (BCP 47) as the feed gives it.
        ttl: how many seconds the feed asks not to be polled again.
        hub: the address of its WebSub hub, with `topic`, the address to subscribe to.
        entries: in the order of the document.
        faults: what was wrong with the document though it could be read, in words.
    """

    format: str
    title: str
    home: str | None
    language: str | None
    ttl: float | None
    hub: str | None
    topic: str | None
    entries: tuple[FeedEntry, ...]
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EntryKeys:
    """By what an entry is known again; each None if the entry has none.

    Attributes:
        id: its id, normalized.
        address: its address without what changes though the page is the same, such as the scheme and tracking
            parameters.
        place: its address without the host, for a site that moved.
        number: the article's number that stands in the address, with the host, for a headline that stands there too.
        body: a hash of its text, where that is long enough to tell entries apart.
        content: a hash of title and text; it changes when either does.
    """

    id: str | None
    address: str | None
    place: str | None
    number: str | None
    body: str | None
    content: str


@dataclass(frozen=True, slots=True)
class SeenEntry:
    """An entry that a feed had before.

    Attributes:
        entry_id: its number in the store.
        keys: as they were when it was read last.
        article_id: the article that it became; None if it became none, or has not yet.
        article_address: the address of that article, or the one that is asked for it.
    """

    entry_id: int
    keys: EntryKeys
    title: str
    published: datetime | None
    modified: datetime | None
    article_id: int | None
    article_address: str | None


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is remembered of a feed between two polls.

    Attributes:
        address: where the feed is asked for.
        discovered: whether `address` is known to be a feed; else a page may name the feed.
        etag: sent as If-None-Match, and `last_modified` as If-Modified-Since; None where not to be sent.
        header_etag: the ETag header of the last whole answer, whether it is trusted or not; so `header_last_modified`.
        conditional: whether conditional requests are to be made; not where a server said that nothing had changed
            though it had.
        body_hash: of the last whole answer.
        whole_at: when the feed was last answered whole, with 200.
        interval: seconds from one poll to the next.
        failures: how many polls in a row failed.
        priority: "low", "normal" or "high", by which the interval is bounded.
    """

    address: str
    discovered: bool = False
    etag: str | None = None
    last_modified: str | None = None
    header_etag: str | None = None
    header_last_modified: str | None = None
    conditional: bool = True
    body_hash: str | None = None
    whole_at: datetime | None = None
    interval: float = 1800.0
    failures: int = 0
    priority: str = "normal"


@dataclass(frozen=True, slots=True)
class FeedResponse:
    """A server's answer to a poll, or why there is none.

    Attributes:
        url: where it came from, after redirects.
        status: of HTTP; 0 if nothing was answered, with `failure` in words.
        headers: their names in lower case.
        moved_to: where permanent redirects alone led; None if there were none.
        conditional: whether the request had conditions.
        retry_after: seconds that whoever answered asks to wait.
    """

    url: str
    status: int
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    content: bytes = b""
    moved_to: str | None = None
    conditional: bool = False
    failure: str | None = None
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry that was not there before."""

    entry: FeedEntry
    keys: EntryKeys


@dataclass(frozen=True, slots=True)
class ChangedEntry:
    """An entry that was there before and has changed.

    Attributes:
        text_changed: whether title or text changed.
        dates_changed: whether its dates did. Where neither did, only what it is known by changed, such as its id.
    """

    entry: FeedEntry
    keys: EntryKeys
    seen: SeenEntry
    text_changed: bool
    dates_changed: bool


@dataclass(frozen=True, slots=True)
class PollPlan:
    """What is to be done after a poll.

    Attributes:
        state: the feed's next state.
        outcome: one of `OUTCOMES`.
        reason: of a failure, in words; None if all is well.
        after: seconds until the next poll.
        document: the feed as it was read; None if it was not.
        new: entries that were not there before, in the order of the document.
        changed: entries that were there and have changed.
        same: how many entries stand as they stood.
        gone: whether the feed is gone for good and not to be polled any more.
    """

    state: FeedState
    outcome: str
    after: float
    reason: str | None = None
    document: FeedDocument | None = None
    new: tuple[NewEntry, ...] = ()
    changed: tuple[ChangedEntry, ...] = ()
    same: int = 0
    gone: bool = False


OUTCOMES: Final = ("unchanged", "read", "failed")
