"""Any address of the web, fetched safely: guarded as sources are, but not bound to hosts that are named beforehand.

Every address on the way is checked: it must lead to the whole Internet, by http or https and their own ports.
Hosts in the newsroom's own network are asked only where the operator has named them.
"""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final
from urllib.parse import urldefrag, urljoin, urlsplit

import requests
from urllib3.exceptions import HTTPError

from checks.retrieval.fetch.addresses import Refused, is_open
from checks.retrieval.fetch.guard import Guard, OutOfTime, TooLarge
from checks.retrieval.fetch.unpacking import BrokenAnswer
from checks.types.address import InsideHosts, host_fault

WHOLE: Final = (200, 203)  # statuses with a whole page; 202 comes from walls against programs, 206 with a part
_MOST_REDIRECTS: Final = 5
_PERMANENT: Final = (301, 308)
_NONE_INSIDE: Final = InsideHosts()
_PORTS: Final = {"http": 80, "https": 443}


class FetchFailed(RuntimeError):
    """An address could not be fetched; the message says why, in words.

    Attributes:
        refused: whether it is not to be asked at all, now or later.
    """

    def __init__(self, message: str, *, refused: bool = False) -> None:
        super().__init__(message)
        self.refused = refused


class NotItsTurn(RuntimeError):
    """The host was asked so recently that it has to be left alone for `after` seconds."""

    def __init__(self, host: str, after: float) -> None:
        super().__init__(f"{host} was asked a moment ago")
        self.after = after


@dataclass(frozen=True, slots=True)
class WebResponse:
    """An answer, whatever its status.

    Attributes:
        url: where it came from, after redirects.
        headers: their names in lower case.
        moved_to: where permanent redirects from the first address on led; None if there were none.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    content: bytes
    moved_to: str | None


class WebGuard(Guard):
    """`Guard` for any host of the web; `inside` may stand in the newsroom's own network."""

    def __init__(self, seconds: float, largest: int, inside: InsideHosts) -> None:
        self._inside = inside
        super().__init__((), seconds, largest)

    def check(self, url: str) -> None:
        """Raises `Refused` for an address that may not be asked; the IP address is checked when it is connected to."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise Refused(f"it is no address: {error}") from None
        scheme, host = parts.scheme.lower(), (parts.hostname or "").rstrip(".")
        if scheme not in _PORTS or not host:
            raise Refused("its address does not begin with http:// or https://")
        if parts.username or parts.password:
            raise Refused("an address with a name and password in it is not asked")
        if wrong := host_fault(url):
            raise Refused(wrong)
        if self._inside.allow(host, port or _PORTS[scheme], _PORTS[scheme]):
            return
        if port not in (None, _PORTS[scheme]):
            raise Refused(f"it is at port {port}; only the usual ports of the web are asked")
        if _is_closed(host):
            raise Refused(f"{host} is an address inside a network, which is not asked")

    def may_be_inside(self, name: str, port: int) -> bool:
        """Whether the operator has named this very host and port, wherever it stands."""
        return any(self._inside.allow(name, port, usual) for usual in _PORTS.values())


def _is_closed(host: str) -> bool:
    try:
        return not is_open(host)
    except ValueError:  # a name, which is checked when it is resolved
        return False


class Web:
    """The way out to any address: bounded in time and size, with the desk's own name on every request.

    Args:
        agent: the User-Agent header: the product's name and a contact.
        seconds: for an exchange, redirects included, from the first byte to the last.
        largest: bytes of an answer, unpacked.
        inside: hosts in the newsroom's own network that may be asked.
        await_turn: is called with the host before each request; raises `NotItsTurn` where it is too early.
    """

    def __init__(
        self,
        agent: str,
        seconds: float,
        largest: int,
        *,
        inside: InsideHosts = _NONE_INSIDE,
        await_turn: Callable[[str], None] = lambda host: None,
    ) -> None:  # fmt: skip
        self._agent, self._seconds, self._largest = agent, seconds, largest
        self._inside, self._await_turn = inside, await_turn
        self._own = threading.local()

    def get(self, url: str, headers: Mapping[str, str] = MappingProxyType({})) -> WebResponse:
        """The answer at an address, after redirects, each checked like the first address.

        Raises:
            FetchFailed: it may not be asked, or did not answer in time, in size or at all.
            NotItsTurn: its host is to be left alone for a while.
        """
        return self._in_words(url, lambda: self._follow(url, headers))

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> WebResponse:
        """The answer to what is sent to an address. It is sent on to no other address: a redirect is an answer too.

        Raises:
            FetchFailed: it may not be asked, or did not answer in time, in size or at all.
            NotItsTurn: its host is to be left alone for a while.
        """

        def send() -> WebResponse:
            self._guard.check(url)
            self._await_turn(urlsplit(url).hostname or "")
            request = requests.Request("POST", url, headers=dict(headers), data=body)
            return _response(
                url, self._session.send(self._session.prepare_request(request), allow_redirects=False)
            )

        return self._in_words(url, send)

    def _in_words(self, url: str, exchange: Callable[[], WebResponse]) -> WebResponse:
        """What an exchange gives. Raises `FetchFailed` with what went wrong, in words."""
        try:
            return exchange()
        except (Refused, TooLarge) as error:
            raise FetchFailed(str(error), refused=isinstance(error, Refused)) from error
        except OutOfTime as error:
            raise FetchFailed(f"timed out: {error}") from error
        except (requests.RequestException, HTTPError, OSError, ValueError) as error:
            raise FetchFailed(_in_words(error, url)) from error

    def _follow(self, url: str, headers: Mapping[str, str]) -> WebResponse:
        deadline, permanent, moved_to, asked = time.monotonic() + self._seconds, True, None, ""
        for _ in range(_MOST_REDIRECTS + 1):
            self._guard.check(url)
            host = urlsplit(url).hostname or ""
            if host != asked:  # a redirect within a host has its turn already
                self._await_turn(host)
            asked = host
            request = requests.Request("GET", url, headers=dict(headers))
            response = self._session.send(self._session.prepare_request(request), allow_redirects=False)
            if not response.is_redirect:
                return _response(url, response, moved_to)
            if time.monotonic() > deadline:
                raise OutOfTime(f"it did not answer in full within {self._seconds:g} s")
            url = urldefrag(urljoin(url, self._session.get_redirect_target(response) or ""))[0]
            permanent = permanent and response.status_code in _PERMANENT
            moved_to = url if permanent else moved_to
        raise Refused(f"it leads on to other addresses more than {_MOST_REDIRECTS} times")

    @property
    def _guard(self) -> WebGuard:
        guard: WebGuard = self._session.get_adapter("https://")  # type: ignore[assignment]
        return guard

    @property
    def _session(self) -> requests.Session:
        """One a thread: its connections are used again."""
        if not hasattr(self._own, "session"):
            session = self._own.session = requests.Session()
            session.trust_env = False  # a proxy of the environment would undo the check of addresses
            session.headers.update(
                {"User-Agent": self._agent, "Accept": "*/*", "Accept-Encoding": "gzip, deflate"}
            )
            guard = WebGuard(self._seconds, self._largest, self._inside)
            for scheme in ("http://", "https://"):
                session.mount(scheme, guard)
            session.cookies.set_policy(_NO_COOKIES)
        session = self._own.session
        return session  # type: ignore[no-any-return]


def _response(url: str, response: requests.Response, moved_to: str | None = None) -> WebResponse:
    named = {name.lower(): value for name, value in response.headers.items()}
    return WebResponse(
        url=url, status=response.status_code, headers=named, content=response.content, moved_to=moved_to
    )


class _NoCookies(requests.cookies.cookielib.DefaultCookiePolicy):  # type: ignore[misc, name-defined]
    """Nobody follows the desk from one request to the next."""

    def set_ok(self, cookie: object, request: object) -> bool:
        """No cookie is kept."""
        return False


_NO_COOKIES: Final = _NoCookies()


def _in_words(error: Exception, url: str) -> str:
    if isinstance(error, requests.Timeout):
        return "timed out: it did not answer"
    if isinstance(error, BrokenAnswer):
        return str(error)
    host = urlsplit(url).hostname or "its host"
    said = str(error)
    if isinstance(error, requests.exceptions.SSLError):
        return f"the connection to {host} is not secure: its certificate is refused"
    if "resolve" in said or "Name or service" in said or "gaierror" in type(error).__name__:
        return f"there is no host named {host}"
    return f"{host} could not be reached or broke off ({type(error).__name__})"
