"""The one way out to the network: guarded, paced, kept.

Only the hosts that a source names are asked, at the addresses that were checked. One exchange has a deadline and a
largest size; what fails for a moment is tried again after a random pause, or when the service says so
(`Retry-After`, RFC 9110). The pace holds over all workers, and answers are kept for a while and shared by them.
"""

import email.utils
import json
import random
import re
import time
from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from types import MappingProxyType
from typing import Final
from urllib.parse import urljoin, urlsplit

import redis
import requests
from limits import RateLimitItem, RateLimitItemPerSecond
from limits.storage import RedisStorage
from limits.strategies import MovingWindowRateLimiter
from requests_cache import CachedSession
from requests_cache.backends.redis import RedisCache
from urllib3.exceptions import HTTPError

from checks.documents.cleaning.layout import printable
from checks.retrieval.fetch.addresses import Host, Refused
from checks.retrieval.fetch.guard import Guard, OutOfTime, TooLarge
from checks.retrieval.fetch.unpacking import BrokenAnswer
from checks.types.answer import SearchFailed

_TRIES: Final = 3
_LONGEST_PAUSE: Final = 3.0  # seconds that a worker waits after a failure; what takes longer is due again later
_LONGEST_TURN: Final = 20.0  # seconds that it waits for its turn
_MOST_REDIRECTS: Final = 3
_LARGEST_KEPT: Final = 500_000
_MOST_REPAIRS: Final = 20
_BAD_ESCAPE: Final = "Invalid \\escape"
_SAYS_ERROR: Final = frozenset(("error", "errors", "message"))
_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")
_MAYBE_UNSTORABLE: Final = re.compile(r"\\u(?:0000|[dD][89a-fA-F])|\x00")
_SECRET: Final = (
    "key",
    "X-Goog-Api-Key",
    "Authorization",
)  # parameters and headers that are not kept with an answer
_AGAIN: Final = (429, 500, 502, 503, 504)
_LONGEST_AFTER: Final = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Pace:
    """How often and how large: `per_minute` requests over all workers, `seconds` an exchange, `largest` bytes,
    `kept_seconds` until an answer is asked for again.
    """

    per_minute: int
    seconds: float
    largest: int
    kept_seconds: int


class Fetch:
    """`checks.types.source.Fetch` for one source."""

    def __init__(self, name: str, hosts: tuple[Host, ...], pace: Pace, *, agent: str, redis_url: str, prefix: str,
                 wait: Callable[[float], None] = time.sleep) -> None:  # fmt: skip
        self._name, self._hosts, self._pace, self._agent = name, hosts, pace, agent
        self._redis_url, self._prefix, self._wait = redis_url, prefix, wait
        self._anew = False

    def anew(self) -> "Fetch":
        """The same way out, over the same connections, that asks again instead of giving a kept answer."""
        self._session  # noqa: B018 - made before it is shared
        other = copy(self)
        other._anew = True
        return other

    def json(
        self,
        url: str,
        params: Mapping[str, str | int] = MappingProxyType({}),
        *,
        headers: Mapping[str, str] = MappingProxyType({}),
        body: object = None,
    ) -> object:
        """As `checks.types.source.Fetch.json`."""
        return _parsed(self._answer(url, params, headers, body))

    def _answer(self, url: str, params: object, headers: Mapping[str, str], body: object) -> requests.Response:
        """The answer, after at most three tries within the time that one exchange may take.

        What a next try cannot mend is not tried again: a refused address, an answer that is too large, the
        deadline, and every status but 429, 500 and 502 to 504. Raises `SearchFailed`, which says how long to wait
        where the service said so.
        """
        began, failure = time.monotonic(), None
        for turn in range(1, _TRIES + 1):
            pause = _pause(turn)
            try:
                response = self._exchange(url, params, headers, body)
            except SearchFailed as waiting:  # a next try whose turn has not come hides nothing of the first
                raise failure or waiting from None
            except (Refused, TooLarge) as error:
                raise SearchFailed(_words(str(error))) from error
            except OutOfTime as error:
                raise SearchFailed(f"timed out: {error}") from error
            except redis.RedisError as error:
                raise SearchFailed("the store of limits and kept answers is away", after=5.0, busy=True) from error
            except (requests.RequestException, HTTPError, OSError, ValueError) as error:
                failure = SearchFailed(_in_words(error))
            else:
                if response.status_code not in _AGAIN:
                    return _good(response)
                asked_for = _retry_after(response)
                failure = SearchFailed(_refusal(response), status=response.status_code, after=asked_for or 0.0)
                pause = pause if asked_for is None else asked_for
            spent = time.monotonic() - began + pause
            if turn == _TRIES or pause > _LONGEST_PAUSE or spent > self._pace.seconds:
                raise failure
            self._wait(pause)
        raise AssertionError("the last try raises")

    def _exchange(self, url: str, params: object, headers: Mapping[str, str], body: object) -> requests.Response:
        """One request, with the redirects that it leads to: each address is checked by the guard as the first one is.
        A request with a body is not sent on to another address.
        """
        method = "GET" if body is None else "POST"
        for _ in range(_MOST_REDIRECTS + 1):
            request = requests.Request(method, url, params=params, headers=dict(headers), json=body)
            prepared = self._session.prepare_request(request)
            response: requests.Response = self._session.send(
                prepared, allow_redirects=False, force_refresh=self._anew
            )
            if not response.is_redirect:
                return response
            if method != "GET":
                raise Refused(
                    f"the answer leads on to another address ({response.status_code}), which is not followed"
                )
            url, params = urljoin(prepared.url or "", response.headers["location"]), None
        raise Refused(f"its answers lead on to other addresses more than {_MOST_REDIRECTS} times")

    def _await_turn(self) -> None:
        """Wait for this source's turn; a long wait is left to the one who called."""
        waited, apart = 0.0, 60 / self._pace.per_minute
        while not self._limiter.hit(self._item, self._name):
            if apart > _LONGEST_TURN or waited > _LONGEST_TURN:
                raise SearchFailed("its turn has not come yet", after=apart, busy=True)
            pause = random.uniform(apart / 2, apart)  # noqa: S311 - no secret
            self._wait(pause)
            waited += pause

    @property
    def _item(self) -> RateLimitItem:
        """Below one a second the pace is even; above, a second's worth may come at once."""
        if self._pace.per_minute >= 60:
            return RateLimitItemPerSecond(self._pace.per_minute // 60, namespace=self._prefix)
        return RateLimitItemPerSecond(1, 60 // self._pace.per_minute, namespace=self._prefix)

    @cached_property
    def _limiter(self) -> MovingWindowRateLimiter:
        """Counts the requests of all workers in Redis, in a window that moves with the time."""
        url = self._redis_url.replace("redis+socket://", "redis+unix://")
        return MovingWindowRateLimiter(RedisStorage(url, key_prefix=f"{self._prefix}rate"))

    @cached_property
    def _session(self) -> CachedSession:
        """One a process: its connections are used again, its answers shared through Redis as plain JSON."""
        connection = redis.Redis.from_url(
            self._redis_url.replace("redis+socket://", "unix://"), socket_timeout=2, socket_connect_timeout=2
        )
        session = CachedSession(
            backend=RedisCache(f"{self._prefix}kept:{self._name}", connection, serializer="json"),
            expire_after=self._pace.kept_seconds,
            allowable_codes=(200,),
            ignored_parameters=list(_SECRET),
            filter_fn=_worth_keeping,
        )
        session.trust_env = False  # a proxy of the environment would undo the check of addresses
        session.headers.update(
            {"User-Agent": self._agent, "Accept": "application/json", "Accept-Encoding": "gzip"}
        )
        for scheme in ("http://", "https://"):
            session.mount(scheme, Guard(self._hosts, self._pace.seconds, self._pace.largest, self._await_turn))
        return session


def _pause(turn: int) -> float:
    """Seconds before the next try: random between 0 and twice the last one's most ("full jitter")."""
    return random.uniform(0, 0.25 * 2**turn)  # noqa: S311 - no secret


def _retry_after(response: requests.Response) -> float | None:
    """The pause that the service asks for, in seconds (RFC 9110, 10.2.3: seconds or a date)."""
    said = response.headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,9}", said):
        return min(float(said), _LONGEST_AFTER)
    when, sent = _moment(said), _moment(response.headers.get("date", ""))
    if when is None or sent is None:
        return None
    return min(max(0.0, (when - sent).total_seconds()), _LONGEST_AFTER)


def _moment(said: str) -> datetime | None:
    """A date of a header, which is in UTC where it names no zone; None for what is none."""
    try:
        found = email.utils.parsedate_to_datetime(said)
    except (TypeError, ValueError, OverflowError):
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found


def _good(response: requests.Response) -> requests.Response:
    """The response itself. Raises `SearchFailed` for every status that is not a success."""
    if not response.ok:
        raise SearchFailed(_refusal(response), status=response.status_code)
    return response


def _refusal(response: requests.Response) -> str:
    """A status in words, with what the body says of it."""
    names = {429: "asked too often (429)", 401: "it does not know the key (401)", 403: "it refuses (403)"}
    status = response.status_code
    words = names.get(status) or (f"the source is broken ({status})" if status >= 500 else f"it answered {status}")
    return f"{words}: {said}" if (said := _said(response)) else words


def _said(response: requests.Response) -> str:
    """What an error's body says, short and plain; nothing of a web page."""
    text = response.content[:2000].decode("utf-8", "replace").strip()
    if _is_page(response, text):
        return ""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = None
    if isinstance(value, dict):
        error = value.get("error", value)
        text = str(error.get("message") or error.get("info") or "") if isinstance(error, dict) else str(error)
    elif value is not None:
        text = ""
    return _words(text)


def _words(text: str) -> str:
    """A service's own words, as one short line that can be stored and shown."""
    return " ".join(printable(text).split())[:200]


def _is_page(response: requests.Response, text: str) -> bool:
    """Whether a body is a web page; some services call plain words text/html."""
    return text[:1] == "<" or ("html" in response.headers.get("content-type", "") and "<" in text)


def _parsed(response: requests.Response) -> object:
    """The data of an answer. Raises `SearchFailed` for an empty one, a web page, plain words, and broken JSON.

    Bad escapes, which some services write into titles, are mended by a blank, 20 at most.
    """
    text = response.content.decode("utf-8-sig", "replace").strip()
    if not text:
        raise SearchFailed("its answer is empty")
    if text[0] not in "{[":
        if _is_page(response, text[:2000]):
            raise SearchFailed("it answered with a web page instead of data")
        raise SearchFailed(f"it answered in words instead of data: {_said(response)}")
    for _ in range(_MOST_REPAIRS):
        try:
            value = json.loads(text, strict=False)
            return _plain(value) if _MAYBE_UNSTORABLE.search(text) else value
        except json.JSONDecodeError as error:
            if not error.msg.startswith(_BAD_ESCAPE):  # some services write bad escapes into titles
                raise SearchFailed(f"its answer breaks off or is no JSON (at character {error.pos})") from None
            text = f"{text[: error.pos]} {text[error.pos + 1 :]}"
        except (RecursionError, ValueError):  # too deep, or a number of thousands of digits
            break
    raise SearchFailed("its answer is no JSON")


def _worth_keeping(response: requests.Response) -> bool:
    """Whether an answer may be given again: a large one is not kept, nor an error that comes with status 200."""
    if response.status_code == 304:  # what was kept stays as it is
        return True
    if len(response.content) > _LARGEST_KEPT:
        return False
    try:
        value = _parsed(response)
    except SearchFailed:
        return False
    first = value[0] if isinstance(value, list) and value else value
    return not (isinstance(first, dict) and _SAYS_ERROR & first.keys())


def _plain(value: object) -> object:
    """Data whose strings can be stored: no NUL, no half of a surrogate pair."""
    if isinstance(value, str):
        return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", value)
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {_plain(key): _plain(item) for key, item in value.items()}
    return value


def _in_words(error: Exception) -> str:
    """A failure of the connection in words, with the host and without the address, which may hold a key."""
    if isinstance(error, requests.Timeout):
        return "timed out: it did not answer"
    if isinstance(error, BrokenAnswer):
        return str(error)
    host = urlsplit(getattr(getattr(error, "request", None), "url", None) or "").hostname or "it"
    return f"{host} could not be reached or broke off ({type(error).__name__})"
