"""Single values of feeds: times, addresses, plain text."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import struct_time
from typing import Final
from urllib.parse import urljoin, urlsplit

from checks.documents.html import to_text
from checks.types.address import escape_unseen, host_fault
from checks.types.passage import LONGEST_URL

EARLIEST_YEAR: Final = 1900  # before it a date stands for "unknown" in some systems
_LONGEST_DATE: Final = 100
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_DECLARED: Final = re.compile(rb"\s*<\?xml[^>]*?\sencoding\s*=\s*[\"']([\w.:-]{1,40})[\"']", re.IGNORECASE)
_BLANK: Final = re.compile(r"\s+")


def moment_from_struct(parsed: struct_time | None) -> datetime | None:
    """A time as feedparser gives it, in UTC; None for none, and for one that does not exist."""
    try:
        return _plausible(datetime(*parsed[:6], tzinfo=UTC)) if parsed else None
    except (ValueError, OverflowError, TypeError):
        return None


def moment_from_text(text: object) -> datetime | None:
    """A time as ISO 8601 or RFC 2822 writes it, in UTC where no zone is given; None for what is none."""
    if not isinstance(text, str) or not 0 < len(text) <= _LONGEST_DATE:
        return None
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = read(text.strip())
            return _plausible(found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC))
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
    return None


def _plausible(found: datetime) -> datetime | None:
    return found if found.year >= EARLIEST_YEAR else None


def web_address(given: object, base: str) -> str | None:
    """An address made absolute; None unless it leads to a host by http or https.

    `base` is where the document stands that gives it. Nothing is fetched.
    """
    if not isinstance(given, str) or not given.strip():
        return None
    try:
        joined = urljoin(base, escape_unseen(_BLANK.sub(" ", given)).replace(" ", "%20"))
        scheme = urlsplit(joined).scheme
    except ValueError:
        return None
    good = scheme.lower() in ("http", "https") and host_fault(joined) is None and len(joined) <= LONGEST_URL
    return joined if good else None


def plain_text(given: object, longest: int | None = None) -> str:
    """A title or the like as one line of plain text: without tags, references resolved, white space made single."""
    if not isinstance(given, str):
        return ""
    text = to_text(given) if "<" in given or "&" in given else given
    return _BLANK.sub(" ", printable_text(text)).strip()[:longest]


def printable_text(text: str) -> str:
    """Text without characters that cannot be stored or shown."""
    return _UNPRINTABLE.sub(" ", text)


def declared_encoding(document: bytes) -> str | None:
    """The encoding that an XML document declares, in lower case; None for UTF-8, which it is in without a word."""
    found = _DECLARED.match(document)
    name = found[1].decode("ascii", "replace").lower() if found else "utf-8"
    return None if name in ("utf-8", "utf8") else name
