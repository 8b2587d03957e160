"""Conditional requests (RFC 9110, 13): which validators are sent, and when a server's "not modified" is believed.

Some servers date a feed in the year 2041 or 1980 for ever, and then answer 304 to every request. So a feed is
fetched whole once a day, and whenever its two validators disagree; a server that was found wrong is not asked
conditionally any more.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from hashlib import blake2b
from typing import Final

from checks.types.feed import FeedDocument, FeedResponse, FeedState

WHOLE_AFTER: Final = timedelta(hours=24)
_AHEAD: Final = timedelta(hours=1)  # that a server's clock may be fast
_BEHIND: Final = timedelta(hours=1)  # that a feed's date may lie before that of its newest entry
_EARLIEST_YEAR: Final = 1995  # before it nothing was published on the web
_LONGEST: Final = 500  # characters of a header that is kept


def conditional_headers(state: FeedState, now: datetime) -> dict[str, str]:
    """The headers of the next request; none if the feed is to be fetched whole.

    RFC 9110, 13.1: If-None-Match and If-Modified-Since, as far as the feed's validators are known and believed.
    """
    if not state.conditional or state.whole_at is None or now - state.whole_at >= WHOLE_AFTER:
        return {}
    headers = {"If-None-Match": state.etag, "If-Modified-Since": state.last_modified}
    return {name: value for name, value in headers.items() if value}


def after_not_modified(state: FeedState, response: FeedResponse) -> FeedState:
    """The state after a 304; where its validators are others than those that were sent, the next fetch is whole."""
    etag, modified = response.headers.get("etag"), response.headers.get("last-modified")
    agree = (etag in (None, state.header_etag) or _weak(etag) == _weak(state.header_etag)) and modified in (
        None,
        state.header_last_modified,
    )
    return state if agree else replace(state, whole_at=None)


def after_whole(
    state: FeedState, response: FeedResponse, document: FeedDocument | None, now: datetime
) -> FeedState:
    """The state after a whole answer: its validators as far as they can be believed.

    Args:
        document: the feed as it was read; None if it is the very same as before.
    """
    etag = response.headers.get("etag", "")[:_LONGEST] or None
    modified = response.headers.get("last-modified", "")[:_LONGEST] or None
    digest = hash_body(response.content)
    changed = state.body_hash is not None and digest != state.body_hash
    stayed = modified is not None and modified == state.header_last_modified
    if stayed and changed:
        trusted = None  # the feed changed and its date did not
    elif stayed and document is None:
        trusted = state.last_modified
    else:
        trusted = modified if _plausible_date(modified, document, now) else None
    wrong_etag = changed and etag is not None and etag == state.header_etag
    return replace(
        state,
        etag=None if wrong_etag else etag,
        last_modified=trusted,
        header_etag=etag,
        header_last_modified=modified,
        conditional=not wrong_etag and (state.conditional or etag != state.header_etag),
        body_hash=digest,
        whole_at=now,
    )


def hash_body(content: bytes) -> str:
    """A hash of an answer's bytes."""
    return blake2b(content, digest_size=16).hexdigest()


def _plausible_date(said: str | None, document: FeedDocument | None, now: datetime) -> bool:
    """Whether a date of change can be believed: not ahead, not before the web, not before the newest entry."""
    try:
        found = parsedate_to_datetime(said or "")
    except (TypeError, ValueError, OverflowError):
        return False
    if found.tzinfo is None or found.year < _EARLIEST_YEAR or found > now + _AHEAD:
        return False
    dates = [each for entry in (document.entries if document else ()) for each in (entry.published, entry.modified)
             if each is not None and each <= now]  # fmt: skip
    return not dates or found >= max(dates) - _BEHIND


def _weak(etag: str | None) -> str | None:
    """An ETag as weak comparison sees it (RFC 9110, 8.8.3.2); gateways add their own suffix to packed answers."""
    return etag.removeprefix("W/").strip('"').removesuffix("-gzip").removesuffix("--gzip") if etag else None
