"""What follows from a poll: pure, from the remembered state of a feed and its server's answer to a plan.

First `read_response` says what the answer is. Where it is a whole feed, the caller looks up by the entries' keys
(`entry_keys`) which were there before, and `plan_poll` gives the plan.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from checks.feeds import schedule, validators
from checks.feeds.errors import NotAFeed
from checks.feeds.hub_links import header_links
from checks.feeds.matching import Matched, distinct_entries, match_entries
from checks.feeds.parser import read_feed
from checks.types.feed import (
    ChangedEntry,
    EntryKeys,
    FeedDocument,
    FeedEntry,
    FeedResponse,
    FeedState,
    NewEntry,
    PollPlan,
    SeenEntry,
)

_TOMORROW: Final = timedelta(days=1)
_MOST_SECONDS: Final = 30.0  # of a processor; 20 MB of whole texts, the most that is read, take about 3
_FEWEST: Final = 3  # entries whose dates must all have moved to be taken for made up
_STATUS: Final = {
    401: "it asks for a name and password (401)",
    403: "it refuses (403)",
    404: "there is nothing at this address (404)",
    410: "it is gone for good (410)",
    429: "it was asked too often (429)",
}


@dataclass(frozen=True, slots=True)
class ReadResponse:
    """What a server's answer is.

    Attributes:
        document: the feed; None if it is unchanged or failed.
        entries: of the document, exact copies once, with their keys.
        failure: why there is no feed, in words.
        unchanged: whether the feed is as it was.
        is_page: whether a web page was answered, which may name its feed.
        leads_to: addresses that the document names instead.
    """

    document: FeedDocument | None = None
    entries: tuple[tuple[FeedEntry, EntryKeys], ...] = ()
    failure: str | None = None
    unchanged: bool = False
    is_page: bool = False
    leads_to: tuple[str, ...] = ()


def is_unchanged(state: FeedState, response: FeedResponse) -> bool:
    """Whether an answer says that a feed has not changed, without reading it."""
    if response.status == 304:
        return response.conditional
    return (
        response.status == 200 and state.discovered and state.body_hash == validators.hash_body(response.content)
    )


def read_response(state: FeedState, response: FeedResponse, now: datetime) -> ReadResponse:
    """Read a server's answer; dates that lie ahead are left out of its entries.

    A document that takes more than `_MOST_SECONDS` of a processor counts as a failure, so that its feed is polled
    ever more seldom and does not hold a worker again and again.
    """
    if response.failure is not None:
        return ReadResponse(failure=response.failure)
    if is_unchanged(state, response):
        return ReadResponse(unchanged=True)
    if response.status != 200:
        broken = (
            f"its server is broken ({response.status})"
            if response.status >= 500
            else f"it answered {response.status}"
        )
        return ReadResponse(failure=_STATUS.get(response.status, broken))
    began = time.process_time()
    try:
        document = read_feed(response.content, response.url, response.headers.get("content-type", ""))
    except NotAFeed as error:
        return ReadResponse(failure=str(error), is_page=error.is_page, leads_to=error.leads_to)
    if time.process_time() - began > _MOST_SECONDS:
        return ReadResponse(failure="its document takes too long to read")
    hub, topic = header_links(response.headers, response.url)  # they count before the document's (WebSub, 4)
    entries = tuple(_without_future(entry, now) for entry in document.entries)
    document = replace(document, entries=entries, hub=hub or document.hub, topic=topic or document.topic)
    return ReadResponse(document, tuple(distinct_entries(document.entries)))


def plan_poll(
    state: FeedState,
    response: FeedResponse,
    read: ReadResponse,
    seen: Sequence[SeenEntry],
    now: datetime,
    jitter: float,
    *,
    pushed_until: datetime | None = None,
) -> PollPlan:
    """The plan after a poll.

    Args:
        state: what was remembered before it.
        response: what the server answered.
        read: the same, as `read_response` gives it.
        seen: at least all earlier entries of the feed that share a key with one of `read.entries`.
        now: the time of the answer.
        jitter: random, 0 to 1.
        pushed_until: until when a hub tells of changes, so that polling is but a check; None if none does.
    """
    if read.failure is not None:
        return _after_failure(state, response, read.failure, now, jitter)
    state = replace(state, discovered=True, failures=0, address=response.moved_to or state.address)
    if response.status == 304:
        state = validators.after_not_modified(state, response)
    else:
        state = validators.after_whole(state, response, read.document, now)
    found = match_entries(read.entries, seen)
    new = tuple(NewEntry(entry, keys) for entry, keys, before in found if before is None)
    changed = _changed(found)
    news = bool(new) or any(each.text_changed or each.dates_changed for each in changed)
    state = replace(state, interval=schedule.next_interval(state.interval, state.priority, news=news))
    asked = schedule.asked_interval(response.headers, read.document.ttl if read.document else None, now)
    asked = max(asked, response.retry_after or 0.0, schedule.retry_after(response.headers, now))
    pushed = (pushed_until - now).total_seconds() if pushed_until else 0.0
    interval = schedule.interval_beside_pushes(state.interval, state.priority, pushed)
    return PollPlan(
        state=state,
        outcome="unchanged" if read.unchanged else "read",
        after=schedule.pause_after_success(interval, asked, jitter),
        reason=None,
        document=read.document,
        new=new,
        changed=changed,
        same=len(found) - len(new) - len(changed),
    )


def _after_failure(
    state: FeedState, response: FeedResponse, reason: str, now: datetime, jitter: float
) -> PollPlan:
    """The old state with one more failure.

    Entries and validators are kept: they still belong to the last document that was read.
    """
    state = replace(state, failures=state.failures + 1)
    asked = max(response.retry_after or 0.0, schedule.retry_after(response.headers, now))
    after = schedule.pause_after_failure(state.failures, asked, jitter)
    return PollPlan(state, "failed", after, reason, gone=response.status == 410)


def _changed(found: Sequence[Matched]) -> tuple[ChangedEntry, ...]:
    """Entries that have changed, be it only in what they are known by.

    Where the dates of all entries moved at once and no text did, the feed makes its dates up again for each
    request; they are no change then.
    """
    pairs = [(entry, keys, before) for entry, keys, before in found if before is not None]
    moved = [
        entry for entry, keys, before in pairs if _dates(entry, before) and keys.content == before.keys.content
    ]
    made_up = len(moved) >= _FEWEST and len(moved) == len(pairs)
    changed = [
        ChangedEntry(
            entry=entry,
            keys=keys,
            seen=before,
            text_changed=keys.content != before.keys.content,
            dates_changed=not made_up and _dates(entry, before),
        )
        for entry, keys, before in pairs
        if keys != before.keys or (not made_up and _dates(entry, before))
    ]
    return tuple(changed)


def _dates(entry: FeedEntry, before: SeenEntry) -> bool:
    """Whether a date of an entry is another one than before; one that is missing now is no change."""
    return (entry.published is not None and entry.published != before.published) or (
        entry.modified is not None and entry.modified != before.modified
    )


def _without_future(entry: FeedEntry, now: datetime) -> FeedEntry:
    """An entry without dates that lie more than a day ahead: they are mistakes."""
    latest = now + _TOMORROW
    published, modified = (
        None if each is not None and each > latest else each for each in (entry.published, entry.modified)
    )
    return replace(entry, published=published, modified=modified)
