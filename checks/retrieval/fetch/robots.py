"""What a site's robots.txt (RFC 9309) lets programs fetch, read by Python's own `urllib.robotparser`."""

from typing import Final
from urllib.parse import urlsplit, urlunsplit
from urllib.robotparser import RobotFileParser

_LARGEST: Final = 500 * 1024  # bytes that a program must read at least (RFC 9309, 2.5); more are not read


def robots_address(address: str) -> str:
    """Where the robots.txt of an address's site is."""
    parts = urlsplit(address)
    return urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", ""))


def may_fetch(robots: bytes, program: str, address: str) -> bool:
    """Whether `robots`, the content of a robots.txt, lets the program of this name fetch an address; an empty one does."""
    parser = RobotFileParser()
    parser.parse(robots[:_LARGEST].decode("utf-8", "replace").splitlines())
    return parser.can_fetch(program, address)
