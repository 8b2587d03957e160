"""Requests to one desk: with its token, tried again where the desk asks for that, errors as exceptions."""

import random
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import IO, Final, TypeAlias, TypedDict, Unpack
from urllib.parse import urlsplit

import requests

from factdesk.client.errors import Conflict, FactdeskError, NotFound, RateLimited, Unavailable

_AGAIN: Final = (429, 503)  # with these the desk has changed nothing
_AWAY: Final = (502, 504)  # of a proxy before it, which may have passed a change on
_KINDS: Final[Mapping[int, type[FactdeskError]]] = MappingProxyType(
    {404: NotFound, 409: Conflict, 429: RateLimited, 502: Unavailable, 503: Unavailable, 504: Unavailable}
)
_LONGEST_PAUSE: Final = 60.0
Parameter: TypeAlias = str | int | float | Sequence[str]  # of a query; a list is sent as several


class RequestOptions(TypedDict, total=False):
    """What a request sends beside its method and address, as `requests.Session.request` takes it."""

    params: Mapping[str, Parameter]
    json: Mapping[str, object] | None
    data: bytes | IO[bytes] | Iterable[bytes]
    headers: Mapping[str, str]
    timeout: float
    stream: bool


class Transport:
    """Sends requests to a desk.

    Args:
        url: of the desk.
        token: of its API.
        timeout: seconds to wait for an answer, and between two parts of one.
        retries: how often a request is tried again, at most.
        wait: sleeps; tests hand in another.
    """

    def __init__(
        self, url: str, token: str, *, timeout: float, retries: int, wait: Callable[[float], None] = time.sleep
    ) -> None:
        if urlsplit(url).scheme not in ("http", "https"):
            raise ValueError(f"the desk's address is “{url}”; it must begin with http:// or https://")
        self._url, self._timeout, self._retries, self._wait = url.rstrip("/"), timeout, retries, wait
        self._session = requests.Session()
        self._session.headers["Authorization"] = f"Bearer {token}"

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def send(
        self, method: str, path: str, *, repeatable: bool, once: bool = False, **given: Unpack[RequestOptions]
    ) -> requests.Response:
        """The answer to a request.

        Args:
            path: as "/api/v1/articles".
            repeatable: whether it may be sent again where nobody knows what became of it: it changes nothing, or
                nothing more the second time.
            once: whether it is never sent again, since its body can be read only once.
            given: what else is sent, and how.

        Raises:
            FactdeskError: the desk refused it.
            Unavailable, RateLimited: and after every retry too.
        """
        options: RequestOptions = {"timeout": self._timeout, **given}
        for attempt in range(self._retries + 1):
            last = once or attempt == self._retries
            try:
                response = self._session.request(method, self._url + path, allow_redirects=False, **options)
            except requests.RequestException as error:
                if last or not repeatable:
                    raise Unavailable(0, f"the desk at {self._url} does not answer: {error}") from error
                self._wait(_back_off(attempt))
                continue
            if response.status_code < 300:
                return response
            again = response.status_code in _AGAIN or (response.status_code in _AWAY and repeatable)
            if last or not again:
                raise _error(response)
            self._wait(_asked_pause(response) or _back_off(attempt))
        raise AssertionError("the last attempt returns or raises")


def _asked_pause(response: requests.Response) -> float | None:
    """The seconds that the desk asks to wait (`Retry-After`), a minute at most; None if it asks nothing."""
    text = response.headers.get("Retry-After", "")
    return min(float(text), _LONGEST_PAUSE) if text.isascii() and text.isdecimal() and len(text) < 8 else None


def _back_off(attempt: int) -> float:
    return random.uniform(0.5, 1.0) * min(_LONGEST_PAUSE, 0.5 * 2.0**attempt)  # noqa: S311 - no secret


def _error(response: requests.Response) -> FactdeskError:
    try:
        problem: object = response.json()
    except ValueError:
        problem = None
    known = problem if isinstance(problem, dict) else {}
    detail = str(known.get("detail") or f"the desk answered {response.status_code}")
    return _KINDS.get(response.status_code, FactdeskError)(response.status_code, detail, known)
