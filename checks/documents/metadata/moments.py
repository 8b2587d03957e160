"""When a page says that it was published and changed."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from checks.dates import dates
from checks.documents.formats.parts import plain
from checks.documents.metadata import linked_data
from checks.lexicon import load_list, load_table

if TYPE_CHECKING:
    from checks.documents.metadata.reader import PageReader

Moment = date | datetime
_PUBLISHED: Final = load_list("pages", "published")
_MODIFIED: Final = load_list("pages", "modified")
_LONGEST: Final = 100  # characters of a date
_EARLIEST: Final = 1600  # the year; the first newspapers are of 1605
_SECONDS: Final = re.compile(r"\d{10}(?:\d{3})?")  # since 1970, or thousandths of them
_DAY_AND_TIME: Final = re.compile(r"(\d{4})[-/.](\d\d?)[-/.](\d\d?)(?:[T ].*)?", re.DOTALL)
_WORDY: Final = re.compile(
    r"\w{3} (\w{3} \d\d? \d{4}) [\d:]{5,8}.*"
)  # "Wed Nov 20 2019 09:28:00 GMT+0000 (UTC)", of JavaScript
_ORDINAL: Final = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")
_CLOCK: Final = re.compile(r"\b\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?|(?-i:\b[A-Z]{2,4}T\b)", re.IGNORECASE)
_MONTHS: Final[dict[str, int]] = load_table("calendar")["months"] | load_table("calendar")["short_months"]
_OF_MONTH: Final = re.compile(r"(?<!\d)(\d{1,2})\.? (?:de |d['’])?([^\W\d_]{3,12})\.? (?:de )?(\d{4})(?!\d)")
_WITH_POINTS: Final = re.compile(r"(?<![\d.])(\d{1,2})\. ?(\d{1,2})\. ?((?:19|20)\d\d)(?!\d)")
_IN_ADDRESS: Final = (
    re.compile(r"/((?:19|20)\d\d)[/-](\d\d?|[a-z]{3,9})[/-](\d\d?)(?=[/_.-]|\Z)", re.IGNORECASE),
    re.compile(r"(?<!\d)((?:19|20)\d\d)-(\d\d)-(\d\d)(?!\d)"),
    re.compile(r"(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)"),
)
_LINES: Final = 12  # behind the headline, in which a date is that of publication
_LONGEST_LINE: Final = 120


@dataclass(frozen=True, slots=True)
class Time:
    """A `<time>` of a page.

    `stated` is its `datetime`, `words` its text in one piece, `of_publication` whether its attributes say that it
    is of publication.
    """

    stated: str
    words: list[str]
    of_publication: bool


def is_publication(attributes: Mapping[str, str]) -> bool:
    """Whether the attributes of a `<time>` say that it is of publication.

    By `pubdate` (HTML until 2011), by `itemprop`, or by a class or id that says "publish" and not "update".
    """
    marks = f"{attributes.get('itemprop', '')} {attributes.get('class', '')} {attributes.get('id', '')}".lower()
    return "pubdate" in attributes or "datepublished" in marks or ("publish" in marks and "updat" not in marks)


def published(page: "PageReader", address: str = "", latest: date | None = None) -> Moment | None:
    """When a page was published, as it gives it; what it gives last counts least.

    JSON-LD and microdata `datePublished`, `<meta>`, `<time>`, a line near the headline that holds one date, the
    address.

    Args:
        address: where the page stands.
        latest: no later day is believed, because a page of tomorrow is mistaken about itself.
    """
    return next((found for found in _candidates(page, address) if _is_believed(found, latest)), None)


def modified(page: "PageReader", since: Moment | None, latest: date | None = None) -> Moment | None:
    """When a page was last changed, as JSON-LD, microdata or `<meta>` give it; None if that cannot be so.

    Not before it was published (`since`), nor later than `latest`; days are compared, for zones are often missing.
    """
    stated = [
        linked_data.text(page.article.get("dateModified")),
        *page.properties.get("datemodified", ()),
        *page.each(_MODIFIED),
    ]
    found = [each for text in stated if (each := moment_of(text)) is not None and _is_believed(each, latest)]
    day = as_day(since)
    return next((each for each in found if day is None or (as_day(each) or day) >= day), None)


def moment_of(text: str) -> Moment | None:
    """The day, or the time with its zone, that a text names: ISO 8601, RFC 2822, seconds since 1970, or in English
    words.

    None for what names no single day, and for years before `_EARLIEST`, which stand for "unknown" in some systems.
    A time without a zone is a day.
    """
    text = plain(text)
    if not text or len(text) > _LONGEST:
        return None
    if _SECONDS.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), tz=UTC)
    found = _written(text) or _in_words(text)
    return found if found is not None and found.year >= _EARLIEST else None


def day_of(text: str) -> date | None:
    """The day that a text names, in its own time zone; as of `moment_of`."""
    return as_day(moment_of(text))


def as_day(moment: Moment | None) -> date | None:
    """The day of a time in its own zone; a day as it is, None for None."""
    return moment.date() if isinstance(moment, datetime) else moment


def day_in_address(address: str) -> date | None:
    """The day that an address names in its path: /2019/11/18/, /2019/nov/18/, 2019-11-18, 20191118.

    None if it names no day, or a month only.
    """
    try:
        path = urlsplit(address).path
    except ValueError:
        return None
    for pattern in _IN_ADDRESS:
        for match in pattern.finditer(path):
            year, month, day = match.groups()
            number = int(month) if month.isdigit() else _MONTHS.get(month.lower(), 0)
            try:
                return date(int(year), number, int(day))
            except ValueError:
                continue
    return None


def _candidates(page: "PageReader", address: str) -> Iterator[Moment]:
    """All that may be the moment of publication, the surest first; `address` is where the page stands."""
    texts = [linked_data.text(page.article.get(name)) for name in ("datePublished", "dateCreated", "uploadDate")]
    texts += [linked_data.text(node.get("datePublished")) for node in page.nodes if node.get("@type") == "WebPage"]
    texts += [*page.properties.get("datepublished", ()), *page.each(_PUBLISHED)]
    if not page.article:
        texts += [linked_data.text(node.get("datePublished")) for node in page.nodes]
    texts += [text for time in page.times if time.of_publication for text in (time.stated, *time.words)]
    yield from (found for text in texts if (found := moment_of(text)) is not None)
    yield from _unmarked(page, day_in_address(address))


def _unmarked(page: "PageReader", named: date | None) -> Iterator[Moment]:
    """Dates that may be of something else: the first `<time>`, a line near the headline, and that of the address
    (`named`).

    One that the address confirms goes first.
    """
    times = (moment_of(text) for time in page.times for text in (time.stated, *time.words))
    loose = [found for found in (next(filter(None, times), None), _first_line(page)) if found is not None]
    if named is not None:
        yield next((found for found in loose if as_day(found) == named), named)
    yield from loose


def _first_line(page: "PageReader") -> date | None:
    """The day of a line near the headline that is, begins with or ends with a date: "November 18, 2019 - 11:28 AMT"."""
    lines = [bare for line in page.text().split("\n") if (bare := plain(line))]
    headings = {heading for each in page.headings if (heading := plain(each))}
    at = next((number for number, line in enumerate(lines) if line in headings), -1)
    for line in lines[at + 1 : at + 1 + _LINES]:
        if len(line) <= _LONGEST_LINE and (found := _in_words(line)) is not None:
            return found
    return None


def _is_believed(moment: Moment, latest: date | None) -> bool:
    """Whether a moment is not later than the latest day that can be; any is, where that is None."""
    day = as_day(moment)
    return latest is None or (day is not None and day <= latest)


def _written(text: str) -> Moment | None:
    """A moment in one of the forms of machines."""
    for reading in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = reading(text)
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
        return found if found.tzinfo is not None and _has_clock(text) else found.date()
    if match := _DAY_AND_TIME.fullmatch(text):
        try:
            return date(*map(int, match.groups()))
        except ValueError:
            return None
    if match := _WORDY.fullmatch(text):
        return _in_words(match[1])
    return None


def _has_clock(text: str) -> bool:
    """Whether a date has a time of day, without which its zone says nothing."""
    return ":" in text or "T" in text


def _in_words(text: str) -> date | None:
    """The one day that is named in words, with its year; None for several and for none."""
    bare = _CLOCK.sub(" ", _ORDINAL.sub("", text))
    found = {
        each.first
        for each in dates(bare, 0, len(bare), None)
        if each.first is not None and each.first == each.last
    }
    return found.pop() if len(found) == 1 else _in_other_words(bare)


def _in_other_words(text: str) -> date | None:
    """The one day that is named as "18. November 2019", "18 de noviembre de 2019" or "18.11.2019"."""
    found = set()
    for match in (*_OF_MONTH.finditer(text), *_WITH_POINTS.finditer(text)):
        month = int(match[2]) if match[2].isdigit() else _months().get(match[2].casefold(), 0)
        with suppress(ValueError):
            found.add(date(int(match[3]), month, int(match[1])))
    return found.pop() if len(found) == 1 else None


@cache
def _months() -> dict[str, int]:
    """The months by their names and abbreviations in all these languages, as Unicode's CLDR has them."""
    from babel.dates import get_month_names

    return {
        name.casefold().rstrip("."): number
        for language in load_list("pages", "languages")
        for width in ("wide", "abbreviated")
        for context in ("format", "stand-alone")
        for number, name in get_month_names(width, context, language).items()
    }
