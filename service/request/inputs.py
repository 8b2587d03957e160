"""What comes in from outside, read in one way by the desk and the API: numbers, times, days, and text without NUL.

A value that cannot be read raises `Refused`, which names the field and becomes a 422; an address that cannot exist is
a 404. Nothing of such a request reaches a view's transaction.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import IO, Final

from flask import Flask
from flask import Request as FlaskRequest
from flask import request as current
from werkzeug.routing import BaseConverter, ValidationError
from werkzeug.utils import cached_property

from service.request.body_stream import open_body
from store.columns import EARLIEST, LARGEST_ID, LATEST
from store.people import Refused

MOST_FIELDS: Final = 20_000  # of a form; Change many sends a field for each of its claims, at most a few thousand
_FORM: Final = "application/x-www-form-urlencoded"
_NUMBER: Final = re.compile("[0-9]{1,19}")  # 2^63 - 1 has 19 digits
_DAY: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")
# The text of an article or a passage is often copied out of broken files; `store` and `forms.text` put a space there.
_CLEANED_BY_VIEWS: Final = frozenset({"text"})


def number(typed: str, field: str, *, least: int = 0, most: int = LARGEST_ID) -> int:
    """A whole number from `least` to `most`, written in ASCII digits. Raises `Refused` naming `field`."""
    if not _NUMBER.fullmatch(typed):
        raise Refused(field, f"{field.replace('_', ' ')} must be a number")
    found = int(typed)
    if not least <= found <= most:
        raise Refused(field, f"{field.replace('_', ' ')} must be a number from {least} to {most}")
    return found


def moment(typed: str, field: str) -> datetime:
    """A time in UTC, from ISO 8601 or RFC 3339. Without a zone it is taken as UTC, a day alone as its first moment.

    Raises `Refused` naming `field` for what is no time, or one that the store does not hold.
    """
    if not _DAY.match(typed):
        raise Refused(field, "write a time as 2026-02-01T09:30:00Z, or a day as 2026-02-01")
    try:
        read = datetime.fromisoformat(typed)
        found = read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except (ValueError, OverflowError):
        raise Refused(field, "there is no such time; write it as 2026-02-01T09:30:00Z") from None
    if not EARLIEST <= found <= LATEST:
        raise Refused(field, f"the time must lie between the years {EARLIEST.year} and {LATEST.year}")
    return found


def day(typed: str, field: str) -> date:
    """A day, written as 2026-02-01. Raises `Refused` naming `field`."""
    if not _DAY.fullmatch(typed):
        raise Refused(field, "write a day as 2026-02-01")
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise Refused(field, "there is no such day") from None


def query_number(name: str, *, least: int = 0) -> int | None:
    """A number out of the request's query, None if it is not given or empty. Raises `Refused`."""
    typed = current.args.get(name, "").strip()
    return number(typed, name, least=least) if typed else None


def storable(text: str) -> bool:
    """Whether PostgreSQL can hold a text: it holds no NUL, and no half of a surrogate pair is UTF-8."""
    return not _UNSTORABLE.search(text)


def cleaned(text: str) -> str:
    """A text of a header, as it can be stored and shown: without control characters, cut at 300."""
    return "".join(each for each in text[:300] if each.isprintable())


def install(app: Flask) -> None:
    """Hold every request of `app` to these rules before any view runs."""
    app.request_class = Request
    app.url_map.converters |= {"int": _Id, "default": _Name, "string": _Name}
    app.before_request(_check_query)


class Request(FlaskRequest):
    """A request whose form and file names can be stored; they are read when a view, or the CSRF check, asks."""

    @cached_property
    def stream(self) -> IO[bytes]:
        """The body; see `open_body`."""
        return open_body(self.environ, self.max_content_length)

    def _load_form_data(self) -> None:
        # Werkzeug bounds the fields of multipart forms alone.
        if "form" not in self.__dict__ and self.mimetype == _FORM and self.get_data().count(b"&") >= MOST_FIELDS:
            self.__dict__ |= {"form": self.parameter_storage_class(), "files": self.parameter_storage_class()}
            raise Refused("body", f"a form has at most {MOST_FIELDS:,} fields")
        super()._load_form_data()
        if None in self.form or None in self.files:  # a part without a name, which RFC 7578 does not allow (4.2)
            raise Refused("body", "a part of the form has no name")
        _refuse_unstorable(
            (name, value) for name, value in self.form.items(multi=True) if name not in _CLEANED_BY_VIEWS
        )
        for name, file in self.files.items(multi=True):
            _refuse_unstorable([(name, file.filename or ""), (name, file.mimetype)])


def _check_query() -> None:
    _refuse_unstorable(current.args.items(multi=True))


def _refuse_unstorable(fields: Iterable[tuple[str, str]]) -> None:
    for name, value in fields:
        if not storable(name + value):
            known = _UNSTORABLE.sub("?", name)
            raise Refused(known, f"{known} holds the character U+0000, which cannot be stored")


class _Id(BaseConverter):
    """A number in a path: ASCII digits, within the 64 bits of an id; any other path leads nowhere."""

    regex = _NUMBER.pattern

    def to_python(self, value: str) -> int:
        """The number. Raises `ValidationError`, which becomes a 404."""
        found = int(value)
        if found > LARGEST_ID:
            raise ValidationError
        return found

    def to_url(self, value: object) -> str:
        """The number as text."""
        return str(int(str(value)))


class _Name(BaseConverter):
    """A text in a path."""

    def to_python(self, value: str) -> str:
        """The text. Raises `ValidationError`, which becomes a 404."""
        if not storable(value):
            raise ValidationError
        return value
