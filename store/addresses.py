"""What a web address of an article, a document or a passage may be: one check for all."""

import re
from typing import Final
from urllib.parse import urlsplit

from checks.types.passage import LONGEST_URL
from store.people import Refused

# No blanks, no control characters, no halves of surrogate pairs.
_ADDRESS: Final = re.compile(r"https?://[^\s\x00-\x1f\x7f\ud800-\udfff]+", re.IGNORECASE)


def fault(url: str) -> str | None:
    """What is wrong with an address, in words; None for a good one."""
    if (size := len(url.encode(errors="replace"))) > LONGEST_URL:
        return f"the address has {size:,} bytes; the most that is taken is {LONGEST_URL:,}"
    if not _ADDRESS.fullmatch(url):
        return "the address must begin with http:// or https:// and hold no spaces"
    try:
        parts = urlsplit(url)
        named = bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port beyond 65535, brackets around what is no IPv6 address
        named = False
    return None if named else "the address names no host that could exist"


def checked(url: str | None) -> str | None:
    """An address without the blanks around it, None for an empty one. Raises `Refused` naming the field `url`."""
    bare = (url or "").strip()
    if bare and (wrong := fault(bare)):
        raise Refused("url", wrong)
    return bare or None
