"""The connection: made to the very address that was checked, cut at the deadline, read up to a limit."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from http.client import HTTPException, HTTPResponse, parse_headers
from typing import Any, Final

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, NewConnectionError

from checks.retrieval.fetch.addresses import Host, Refused, resolve
from checks.retrieval.fetch.unpacking import BrokenAnswer, unpack_gzip

_CONNECT_SECONDS = 3.05
_PIECE = 65_536
_SHORTEST: Final = 0.001  # seconds; a socket takes 0 for "do not wait"
_MOST_INTERIM: Final = 10  # answers before the answer; servers send one or two


class TooLarge(ValueError):
    """The answer is larger than it may be."""


class OutOfTime(TimeoutError):
    """The exchange took longer than it may, from the first byte to the last."""


@dataclass(slots=True)
class _Exchange:
    """One exchange: until when it may last, the socket of its connection, and whether that was cut."""

    until: float
    line: socket.socket | None = None
    is_cut: bool = False

    def cut(self) -> None:
        """Shut the socket, whatever waits for it."""
        self.is_cut = True
        if self.line is not None:
            with suppress(OSError):  # it may be closed already
                self.line.shutdown(socket.SHUT_RDWR)


class _Present(threading.local):
    """The exchange of this thread."""

    exchange: _Exchange


class _Guarded:
    """What both kinds of connection have in common; mixed in before urllib3's own class."""

    host: str
    port: int
    _dns_host: str
    sock: socket.socket | None

    def __init__(self, *given: Any, guard: "Guard", **more: Any) -> None:
        self._guard = guard
        super().__init__(*given, **more)

    def _new_conn(self) -> socket.socket:
        """A connection to the first of the host's checked addresses that answers.

        The name is resolved here and the address is connected to as a number, so that no second look-up can lead
        elsewhere (DNS rebinding). Raises `Refused` for an address inside a network.
        """
        last: OSError | None = None
        inside = self._guard.may_be_inside(self.host, self.port)
        for family, place in resolve(self._dns_host, self.port, inside=inside):
            line = socket.socket(family, socket.SOCK_STREAM)
            self._guard.watch(line)
            try:
                line.settimeout(min(_CONNECT_SECONDS, self._guard.left()))
                line.connect(place)
                line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                line.settimeout(self._guard.left())
            except OSError as error:
                line.close()
                last = error
            else:
                return line
        raise NewConnectionError(self, str(last or "it has no address"))  # type: ignore[arg-type]

    def request(self, *given: Any, **more: Any) -> None:
        """Send over a connection that may be an old one, which the deadline must be able to cut as well."""
        if self.sock is not None:  # kept from an earlier exchange
            self._guard.watch(self.sock)
        super().request(*given, **more)  # type: ignore[misc]


class _FinalResponse(HTTPResponse):
    """The answer, without the interim ones before it (RFC 9110, 15.2), such as 103 with hints of what to load.

    `http.client` itself passes over 100 alone, and would take another for the answer.
    """

    def _read_status(self) -> tuple[str, int, str]:
        for _ in range(_MOST_INTERIM):
            version, status, reason = super()._read_status()  # type: ignore[misc]
            if not 100 <= status < 200:
                return version, status, reason
            parse_headers(self.fp)
        raise HTTPException("its interim answers do not end")


class _Plain(_Guarded, HTTPConnection):
    """http"""

    response_class = _FinalResponse


class _Secure(_Guarded, HTTPSConnection):
    """https"""

    response_class = _FinalResponse


class _Pools(PoolManager):
    """Pools whose connections know the guard."""

    def __init__(self, guard: "Guard", **more: Any) -> None:
        self._guard = guard
        super().__init__(**more)

    def _new_pool(self, scheme: str, host: str, port: int, *given: Any, **more: Any) -> HTTPConnectionPool:
        """A pool for one host, with guarded connections of its scheme."""
        pool = super()._new_pool(scheme, host, port, *given, **more)
        connection = partial(_Secure if scheme == "https" else _Plain, guard=self._guard)
        pool.ConnectionCls = connection  # type: ignore[assignment]
        return pool


class Guard(HTTPAdapter):
    """An adapter of `requests` that speaks to `hosts` alone, for at most `seconds` and `largest` bytes an answer.

    The bytes count after decompression, so that a small answer which swells is cut too. Whatever drips (the
    address, the headers, the body) is cut when the time is over. `turn` waits before each, for the pace.
    """

    def __init__(
        self, hosts: tuple[Host, ...], seconds: float, largest: int, turn: Callable[[], None] = lambda: None
    ) -> None:
        self._hosts, self._seconds, self._largest, self._turn = hosts, seconds, largest, turn
        self._present = _Present()
        super().__init__(max_retries=0)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **more: Any) -> None:
        """Pools whose connections are guarded; called by `requests`."""
        self.poolmanager = _Pools(self, num_pools=connections, maxsize=maxsize, block=block, **more)

    def send(self, request: PreparedRequest, *given: Any, **more: Any) -> Response:
        """Send, and read the whole answer.

        Raises `Refused`, `TooLarge`, `BrokenAnswer`, `OutOfTime` or what `requests` raises.
        """
        self.check(request.url or "")
        self._turn()
        with self._deadline():
            try:
                more |= {"stream": True, "timeout": (_CONNECT_SECONDS, self._seconds)}
                response = super().send(request, *given, **more)
                response._content = b"".join(self._pieces(response))
                response._content_consumed = True  # type: ignore[attr-defined]
                if self._present.exchange.is_cut:  # within its headers: they look whole, with an empty body behind
                    raise BrokenAnswer("its answer was cut off")
            except (OSError, HTTPError, ValueError) as error:
                if self.left() <= _SHORTEST and not isinstance(error, Refused | TooLarge):
                    raise OutOfTime(f"it did not answer in full within {self._seconds:g} s") from error
                raise
        return response

    def check(self, url: str) -> None:
        """Raises `Refused` for an address that may not be asked."""
        if not any(host.holds(url) for host in self._hosts):
            raise Refused(f"{url.split('?')[0]} is no address of this source, and was not asked")

    def _pieces(self, response: Response) -> Iterator[bytes]:
        size = 0
        packed = response.headers.get("Content-Encoding", "").strip().lower() in ("gzip", "x-gzip")
        received = iter(partial(response.raw.read1, _PIECE, decode_content=not packed), b"")
        for piece in unpack_gzip(received) if packed else received:
            size += len(piece)
            if size > self._largest:
                response.raw.close()
                raise TooLarge(f"its answer is larger than {self._largest / 1e6:g} MB")
            yield piece
        if response.raw.length_remaining:
            raise BrokenAnswer("its answer breaks off")

    @contextmanager
    def _deadline(self) -> Iterator[None]:
        self._present.exchange = exchange = _Exchange(time.monotonic() + self._seconds)
        cut = threading.Timer(self._seconds, exchange.cut)
        cut.daemon = True
        cut.start()
        try:
            yield
        finally:
            cut.cancel()

    def watch(self, line: socket.socket) -> None:
        """Have `line` cut when the time of the present exchange is over."""
        self._present.exchange.line = line

    def left(self) -> float:
        """The seconds left for the present exchange, a small one at least."""
        return max(_SHORTEST, self._present.exchange.until - time.monotonic())

    def may_be_inside(self, name: str, port: int) -> bool:
        """Whether the operator has named this very host and port, wherever it stands."""
        return any(host.inside and (host.name, host.port) == (name, port) for host in self._hosts)
