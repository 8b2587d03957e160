"""When a feed is polled next: by what it brings, by what its server asks, and by how often it failed."""

import re
from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Final

SHORTEST_INTERVAL: Final = 300.0  # seconds
# Of a feed of each priority: the interval of a busy one, and of a quiet one.
BOUNDS: Final = {
    "low": (1800.0, 24 * 3600.0),
    "normal": (SHORTEST_INTERVAL, 6 * 3600.0),
    "high": (SHORTEST_INTERVAL, 3600.0),
}
LONGEST_REQUEST: Final = 24 * 3600.0  # that a server's wish is followed for; some say a year by mistake
LONGEST_BACKOFF: Final = 24 * 3600.0
_BUSIER, _QUIETER = 0.5, 1.25
_MAX_AGE: Final = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,12})", re.IGNORECASE)
_SECONDS: Final = re.compile(r"\d{1,12}")


def next_interval(interval: float, priority: str, *, news: bool) -> float:
    """The interval after a poll: half as long if something came, a quarter longer if nothing did.

    In seconds, within the bounds of the feed's `priority`.
    """
    shortest, longest = BOUNDS[priority]
    return min(max(interval * (_BUSIER if news else _QUIETER), shortest), longest)


def interval_beside_pushes(interval: float, priority: str, pushed: float) -> float:
    """The interval of a feed whose hub tells of changes for another `pushed` seconds: that of a quiet feed of its
    priority.

    Never longer than the pushes last, and never shorter than `interval`; all in seconds.
    """
    return max(interval, min(BOUNDS[priority][1], pushed))


def pause_after_success(interval: float, asked: float, jitter: float) -> float:
    """Seconds until the next poll.

    Args:
        interval: by what the feed brings.
        asked: the least that its server asks for.
        jitter: random, 0 to 1; feeds that were added together spread over a tenth of the interval either way. What was
            asked for is never cut short.
    """
    return max(interval * (0.9 + 0.2 * jitter), min(asked, LONGEST_REQUEST) * (1 + 0.05 * jitter))


def pause_after_failure(failures: int, asked: float, jitter: float) -> float:
    """Seconds until the next try after so many failures in a row, doubled each time, random in its upper half.

    Args:
        failures: 1 or more.
        asked: by `Retry-After`; 0 for nothing.
        jitter: random, 0 to 1.
    """
    longest = min(SHORTEST_INTERVAL * 2.0 ** min(failures - 1, 20), LONGEST_BACKOFF)
    return max(longest * (0.5 + 0.5 * jitter), min(asked, LONGEST_REQUEST) * (1 + 0.05 * jitter))


def asked_interval(headers: Mapping[str, str], ttl: float | None, now: datetime) -> float:
    """How long a server asks not to be polled again: by `ttl`, Cache-Control, or Expires, in seconds.

    RFC 9111: max-age counts before Expires, less the age that a cache on the way gives; no-cache and no-store ask
    for nothing.

    Args:
        headers: of the answer, names in lower case.
        ttl: of the feed, in seconds.
        now: for an answer without a date of its own.
    """
    return min(max(ttl or 0.0, _freshness(headers, now)), LONGEST_REQUEST)


def _freshness(headers: Mapping[str, str], now: datetime) -> float:
    control = headers.get("cache-control", "")
    if re.search(r"no-cache|no-store", control, re.IGNORECASE):
        return 0.0
    if said := _MAX_AGE.search(control):
        age = headers.get("age", "").strip()
        return max(0.0, float(said[1]) - (float(age) if _SECONDS.fullmatch(age) else 0.0))
    expires, date = _http_date(headers.get("expires")), _http_date(headers.get("date"))
    return max(0.0, (expires - (date or now)).total_seconds()) if expires else 0.0


def retry_after(headers: Mapping[str, str], now: datetime) -> float:
    """The pause that an answer asks for (RFC 9110, 10.2.3: seconds or a date), 0 for none."""
    said = headers.get("retry-after", "").strip()
    if _SECONDS.fullmatch(said):
        return min(float(said), LONGEST_REQUEST)
    until, date = _http_date(said), _http_date(headers.get("date"))
    return min(max(0.0, (until - (date or now)).total_seconds()), LONGEST_REQUEST) if until else 0.0


def _http_date(text: str | None) -> datetime | None:
    try:
        found = parsedate_to_datetime(text or "")
    except (TypeError, ValueError, OverflowError):
        return None
    return found if found.tzinfo else None
