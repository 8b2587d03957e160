"""Single values of a ClaimReview. Published markup is careless, so each function accepts any JSON value and
normalizes it.

Properties of schema.org may be repeated: where a list is given, its first member that holds something counts.
"""

import html
import math
import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urlsplit

from checks.types.address import host_fault, unseen_fault
from checks.types.passage import LONGEST_URL

_TAG: Final = re.compile(r"</?[A-Za-z][^<>]{0,300}>")
# Control characters, zero-width characters, marks of writing direction, the byte order mark, lone surrogates.
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_ISO_DAY: Final = re.compile(r"(\d{4})[-/.](\d\d?)[-/.](\d\d?)(?!\d)")
_OTHER_DAYS: Final = ("%B %d, %Y", "%d %B %Y", "%b %d, %Y", "%d %b %Y", "%Y%m%d")
_LANGUAGE: Final = re.compile(r"([A-Za-z]{2,3})(?:[-_].*)?")
_MARKUP: Final = 8  # markup may be this many times as long as its plain text
_YEARS: Final = range(1900, 2101)


def first_value(value: object) -> object:
    """The value itself; of a list its first member that is not empty, None if there is none."""
    return (
        next((each for each in value if each not in (None, "", {}, [])), None)
        if isinstance(value, list)
        else value
    )


def plain_text(value: object, longest: int | None = None) -> str:
    """A value as plain text on one line: entities decoded, tags and invisible characters removed.

    Args:
        value: text, a number, an object with `@value`, or a list of them.
        longest: the most characters; a longer text is cut and ends with "…".

    Returns:
        The text; "" for what holds none, truth values among it.
    """
    value = first_value(value)
    if isinstance(value, dict):
        value = first_value(value.get("@value"))
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = str(value)[: _MARKUP * longest] if longest else str(value)
    text = html.unescape(html.unescape(text))  # twice: many texts were escaped on the way in and on the way out
    text = " ".join(_UNSEEN.sub(" ", _TAG.sub(" ", text)).split())
    return text if longest is None or len(text) <= longest else text[: longest - 1].rstrip() + "…"


def name_or_host(value: object, longest: int = 200) -> str:
    """The name of a person or an organisation, at most `longest` characters; without a name the host of its address."""
    value = first_value(value)
    if isinstance(value, dict):
        url = plain_text(value.get("url")) or plain_text(value.get("@id"))
        return plain_text(value.get("name"), longest) or host_of(url)
    return plain_text(value, longest)


def host_of(address: str) -> str:
    """The host of a web address without "www."; "" for an address that names no host that could exist."""
    if not address.lower().startswith(("http://", "https://")) or host_fault(address):
        return ""
    return (urlsplit(address).hostname or "").removeprefix("www.")


def parse_web_address(value: object) -> str:
    """A web address that may be shown as a link.

    Returns:
        The address, which begins with http:// or https://, has a host and neither blanks nor credentials.

    Raises:
        ValueError: it is missing or is no such address; the message says what is wrong.
    """
    value = first_value(value)
    text = value.strip() if isinstance(value, str) else ""
    if not text:
        raise ValueError("it has no address (url)")
    if not text.lower().startswith(("http://", "https://")):
        raise ValueError(f"its address must begin with http:// or https://: {text[:60]!r}")
    if len(text.encode("utf-8", "replace")) > LONGEST_URL:
        raise ValueError(f"its address is longer than {LONGEST_URL:,} bytes")
    if re.search(r"\s", text) or _UNSEEN.search(text) or unseen_fault(text) or host_fault(text):
        raise ValueError(f"its address is none: {text[:60]!r}")
    return text


def parse_day(value: object) -> date | None:
    """The day of a date or of a time stamp.

    Reads ISO 8601 (also with "/" or "."), RFC 2822, and months in English; a time behind the day is left out, so
    that the day is that of the zone in which it was written. None for anything else, and for years before 1900 or
    after 2100.
    """
    text = plain_text(value)
    if match := _ISO_DAY.match(text):
        try:
            found = date(*map(int, match.groups()))
        except ValueError:
            return None
        return found if found.year in _YEARS else None
    return _parse_written_day(text)


def _parse_written_day(text: str) -> date | None:
    if not 8 <= len(text) <= 40:
        return None
    found = None
    for form in _OTHER_DAYS:
        try:
            found = datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    if found is None:
        try:
            found = parsedate_to_datetime(text).date()
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
    return found if found.year in _YEARS else None


def parse_number(value: object) -> float | None:
    """A finite number, also one written as text or with a decimal comma; None for anything else."""
    text = plain_text(value, 40).replace(",", ".")
    try:
        found = float(text)
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def parse_language(value: object) -> str | None:
    """An ISO 639 code in lower case out of "en", "pt-BR" or a Language object; None for anything else."""
    value = first_value(value)
    if isinstance(value, dict):
        value = value.get("alternateName") or value.get("name")
    match = _LANGUAGE.fullmatch(plain_text(value))
    return match[1].lower() if match else None


def has_type(value: dict[str, object], kind: str) -> bool:
    """Whether an object is of the schema.org type `kind`: "Claim", "schema:Claim", "http://schema.org/Claim", a
    list.
    """
    types = value.get("@type")
    listed = types if isinstance(types, list) else [types]
    return any(isinstance(each, str) and re.split(r"[/:#]", each)[-1] == kind for each in listed)
