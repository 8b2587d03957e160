"""What a service outside answered, held to a shape: from here on it is trusted to be of that shape, and no more."""

import html
from datetime import date
from typing import Annotated, Final, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from checks.documents.cleaning.layout import printable
from checks.types.address import host_fault
from checks.types.answer import SearchFailed

_LONGEST_LINE: Final = 500
_LONGEST_LINK: Final = 2000

Shaped = TypeVar("Shaped", bound="Shape")


class Shape(BaseModel):
    """The part of an answer that is read; members that nobody asked for are passed over, numbers are finite."""

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


def shaped(shape: type[Shaped], answer: object) -> Shaped:
    """`answer` as `shape`; raises `SearchFailed` that names the place, by its path in the answer, and what is wrong.

    `shape` is a class derived from `Shape`. Nothing of the answer itself stands in the message, for it may hold
    anything.
    """
    try:
        return shape.model_validate(answer)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        place = ".".join(str(part)[:60] for part in first["loc"][:8])
        where = f" at {place}" if place else ""
        raise SearchFailed(f"its answer has another shape than expected{where}: {first['msg'][:200]}") from None


def line(text: str) -> str:
    """A text from outside as one line of plain text: entities resolved, nothing that cannot be printed, cut if long.

    At most 500 characters, the last two of which say that it was cut.
    """
    plain = " ".join(printable(html.unescape(text[: 4 * _LONGEST_LINE])).split())
    return plain if len(plain) <= _LONGEST_LINE else f"{plain[: _LONGEST_LINE - 2]} …"


def link(url: str) -> str:
    """An address from outside, if a reader may be led there: http or https, no name and password; otherwise empty.

    A port that is the scheme's own is taken off, so that one page has one address.
    """
    if len(url) > _LONGEST_LINK or not url.isprintable() or set(url) & set(' <>"\\'):
        return ""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or host_fault(url):
        return ""
    usual = {"http": 80, "https": 443}[parts.scheme]
    return parts._replace(netloc=parts.netloc.rsplit(":", 1)[0]).geturl() if port == usual else url


def site(address: str) -> str:
    """The host of an address, as a publisher's name."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


def day(text: str | None) -> date | None:
    """The day of a moment as ISO 8601 writes it; None if it is none.

    Only the date is read; a time of day and its zone are passed over.
    """
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


Line = Annotated[str, AfterValidator(line)]
Link = Annotated[str, AfterValidator(link)]
