"""The WebSub hub and topic that the header fields of an answer name."""

import re
from collections.abc import Mapping
from typing import Final

from checks.feeds.values import web_address

_LONGEST: Final = 20_000  # characters of a Link field that are read
# RFC 8288, 3: each link is <address> with parameters, whose values may be quoted.
_LINK: Final = re.compile(r'<([^<>]{1,4000})>((?:\s*;\s*[\w!#$&+.^`|~*-]+\s*(?:=\s*(?:"[^"]*"|[^",;\s]*))?)*)')
_REL: Final = re.compile(r';\s*rel\s*=\s*(?:"([^"]*)"|([^",;\s]*))', re.IGNORECASE)


def header_links(headers: Mapping[str, str], base: str) -> tuple[str | None, str | None]:
    """The addresses of `rel="hub"` and `rel="self"` in the Link field of an answer, None if there is none.

    Args:
        headers: names in lower case.
        base: where the answer came from.
    """
    found: dict[str, str] = {}
    for link in _LINK.finditer(headers.get("link", "")[:_LONGEST]):
        rel, address = _REL.search(link[2]), web_address(link[1], base)
        for relation in (rel[1] or rel[2] or "").lower().split() if rel and address else ():
            found.setdefault(relation, address or "")
    return found.get("hub"), found.get("self")
