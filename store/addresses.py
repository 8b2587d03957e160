"""What a web address of an article, a document or a passage may be: one check for all."""

import re
from typing import Final

from checks.types.address import host_fault, unseen_fault
from checks.types.passage import LONGEST_URL
from store.people import Refused

_ADDRESS: Final = re.compile(r"https?://\S+", re.IGNORECASE)


def fault(url: str) -> str | None:
    """What is wrong with an address, in words; None for a good one."""
    if (size := len(url.encode(errors="replace"))) > LONGEST_URL:
        return f"the address has {size:,} bytes; the most that is taken is {LONGEST_URL:,}"
    if not _ADDRESS.fullmatch(url):
        return "the address must begin with http:// or https:// and hold no spaces"
    return unseen_fault(url) or host_fault(url)


def checked(url: str | None) -> str | None:
    """An address without the blanks around it, None for an empty one. Raises `Refused` naming the field `url`."""
    bare = (url or "").strip()
    if bare and (wrong := fault(bare)):
        raise Refused("url", wrong)
    return bare or None
