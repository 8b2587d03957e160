"""What a site's robots.txt (RFC 9309) lets programs fetch, read by Protego (docs/decisions/robots.md)."""

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from protego import Protego

from checks.retrieval.fetch.web import FetchFailed, WebResponse

_LARGEST: Final = 500 * 1024  # bytes that a program must read at least (RFC 9309, 2.5); more are not read
_KEPT_SECONDS: Final = 3600.0  # a day at most (RFC 9309, 2.4)
_KEPT_UNREACHABLE_SECONDS: Final = 60.0
_MOST_KEPT: Final = 500  # sites


class RobotsUnreachable(Exception):
    """A robots.txt can't be had for now, so that nothing of its site may be fetched (RFC 9309, 2.3.1.4)."""


def robots_address(address: str) -> str:
    """Where the robots.txt of an address's site is: one for each scheme, host and port (RFC 9309, 2.3)."""
    parts = urlsplit(address)
    return urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", ""))


def read_robots(content: bytes) -> Protego:
    """A robots.txt; broken lines are passed over, and what is more than 500 KiB."""
    return Protego.parse(content[:_LARGEST].decode("utf-8-sig", "replace"))


class RobotsFiles:
    """The robots.txt of sites, each asked for once an hour.

    Args:
        program: the name that they know the asking program by.
        get: asks for an address; raises `FetchFailed`.
        clock: the time in seconds.
    """

    def __init__(
        self, program: str, get: Callable[[str], WebResponse], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._program, self._get, self._clock = program, get, clock
        self._kept: OrderedDict[str, tuple[float, Protego | RobotsUnreachable]] = OrderedDict()

    def may_fetch(self, address: str) -> bool:
        """Whether the site of an address lets the program fetch it.

        Raises:
            RobotsUnreachable: its server is broken, or does not answer.
        """
        place, now = robots_address(address), self._clock()
        until, found = self._kept.get(place, (now, None))
        if found is None or until <= now:
            found = self._ask(place)
            kept = _KEPT_UNREACHABLE_SECONDS if isinstance(found, RobotsUnreachable) else _KEPT_SECONDS
            self._kept[place] = (now + kept, found)
            if len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        if isinstance(found, RobotsUnreachable):
            raise found
        return bool(found.can_fetch(address, self._program))

    def _ask(self, place: str) -> Protego | RobotsUnreachable:
        """The rules of a site; none if it has no robots.txt (RFC 9309, 2.3.1.3)."""
        try:
            answer = self._get(place)
        except FetchFailed as error:
            return (
                read_robots(b"") if error.refused else RobotsUnreachable(f"its robots.txt can't be had: {error}")
            )
        if answer.status >= 500:
            return RobotsUnreachable(f"its robots.txt can't be had: the site answered {answer.status}")
        return read_robots(answer.content if answer.status == 200 else b"")
