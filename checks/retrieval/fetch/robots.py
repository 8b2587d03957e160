"""What a site's robots.txt (RFC 9309) lets programs fetch, read by Python's own `urllib.robotparser`."""

from typing import Final
from urllib.parse import urlsplit, urlunsplit
from urllib.robotparser import RobotFileParser

_LARGEST: Final = 500 * 1024  # bytes that a program must read at least (RFC 9309, 2.5); more are not read


def robots_address(address: str) -> str:
    """Where the robots.txt of an address's site is: one for each scheme, host and port (RFC 9309, 2.3)."""
    parts = urlsplit(address)
    return urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", ""))


def may_fetch(robots: bytes, program: str, address: str) -> bool:
    """Whether a robots.txt lets the program of this name fetch an address; an empty one does.

    RFC 9309; `robots` is the content of the file, of which broken lines are passed over.
    """
    parser = RobotFileParser()
    parser.parse(robots[:_LARGEST].decode("utf-8", "replace").splitlines())
    return parser.can_fetch(program, address)
