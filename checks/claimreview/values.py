"""The single values of a ClaimReview, as careless as they come: made plain, or None where there is nothing in them."""

import html
import math
import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final
from urllib.parse import urlsplit

from checks.types.passage import LONGEST_URL

_TAG: Final = re.compile(r"</?[A-Za-z][^<>]{0,300}>")
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_DAY: Final = re.compile(r"(\d{4})[-/.](\d\d?)[-/.](\d\d?)(?!\d)")
_WRITTEN: Final = ("%B %d, %Y", "%d %B %Y", "%b %d, %Y", "%d %b %Y", "%Y%m%d")
_LANGUAGE: Final = re.compile(r"([A-Za-z]{2,3})(?:[-_].*)?")
_LONGEST_SITE: Final = 253  # RFC 1035, 2.3.4
_MARKUP: Final = 8  # so many times as long as its plain text may markup be
_YEARS: Final = range(1900, 2101)


def first(value: Any) -> Any:
    """The value itself; of a list its first member that holds something."""
    return (
        next((each for each in value if each not in (None, "", {}, [])), None)
        if isinstance(value, list)
        else value
    )


def plain(value: Any, longest: int | None = None) -> str:
    """A value as plain text on one line, entities read, tags and unseen characters left out; "" for none."""
    value = first(value)
    if isinstance(value, dict):
        value = first(value.get("@value"))
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = str(value)[: _MARKUP * longest] if longest else str(value)
    text = html.unescape(html.unescape(text))  # twice: many texts were escaped on the way in and on the way out
    text = " ".join(_UNSEEN.sub(" ", _TAG.sub(" ", text)).split())
    return text if longest is None or len(text) <= longest else text[: longest - 1].rstrip() + "…"


def named(value: Any, longest: int = 200) -> str:
    """The name of a person or an organisation; without one, the site of its address."""
    value = first(value)
    if isinstance(value, dict):
        return plain(value.get("name"), longest) or site(plain(value.get("url")) or plain(value.get("@id")))
    return plain(value, longest)


def site(address: str) -> str:
    """The host of an address without "www.", or ""."""
    try:
        host = urlsplit(address).hostname if address.lower().startswith(("http://", "https://")) else ""
    except ValueError:
        return ""
    return (host or "").removeprefix("www.")[:_LONGEST_SITE]


def address(value: Any) -> str:
    """A web address. Raises `ValueError` that says what is wrong with it."""
    value = first(value)
    text = value.strip() if isinstance(value, str) else ""
    if not text:
        raise ValueError("it has no address (url)")
    if not text.lower().startswith(("http://", "https://")):
        raise ValueError(f"its address must begin with http:// or https://: {text[:60]!r}")
    if len(text.encode("utf-8", "replace")) > LONGEST_URL:
        raise ValueError(f"its address is longer than {LONGEST_URL:,} bytes")
    if not site(text) or re.search(r"\s", text) or _UNSEEN.search(text) or "@" in urlsplit(text).netloc:
        raise ValueError(f"its address is none: {text[:60]!r}")
    return text


def day(value: Any) -> date | None:
    """The day of a date or time, in the forms that are met; None for what is no day from 1900 to 2100."""
    text = plain(value)
    if match := _DAY.match(text):
        try:
            found = date(*map(int, match.groups()))
        except ValueError:
            return None
        return found if found.year in _YEARS else None
    return _in_words(text)


def _in_words(text: str) -> date | None:
    if not 8 <= len(text) <= 40:
        return None
    found = None
    for form in _WRITTEN:
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


def number(value: Any) -> float | None:
    """A number, also as text and with a decimal comma."""
    text = plain(value, 40).replace(",", ".")
    try:
        found = float(text)
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def language(value: Any) -> str | None:
    """An ISO 639 code out of "en", "pt-BR" or an object that holds one."""
    value = first(value)
    if isinstance(value, dict):
        value = value.get("alternateName") or value.get("name")
    match = _LANGUAGE.fullmatch(plain(value))
    return match[1].lower() if match else None


def is_a(value: dict[str, Any], kind: str) -> bool:
    """Whether an object is of a schema.org type, however the type is written."""
    types = value.get("@type")
    listed = types if isinstance(types, list) else [types]
    return any(isinstance(each, str) and re.split(r"[/:#]", each)[-1] == kind for each in listed)
