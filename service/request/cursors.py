"""Where a page of a list ended, handed out as an opaque text: one kind of cursor for every list of the desk and
the API.

A cursor is signed for its list and order. One that comes back unchanged needs no other check; anything else, such as a
cursor of another list, is refused before it is decoded.
"""

from collections.abc import Sequence
from typing import Final, NoReturn, Protocol

from flask import current_app, request
from itsdangerous import BadData, URLSafeSerializer

from store.people import Refused

_LONGEST: Final = 500  # characters; ours have about 100
_MALFORMED: Final = "this is not where a page of this list and order ended; begin at its first page"


class Identified(Protocol):
    """A row with an id."""

    @property
    def id(self) -> int:
        """Its number."""
        ...


def write(of: str, place: tuple[object, ...]) -> str:
    """The cursor of the list `of` after `place`: the values that the list is ordered by, of its last row."""
    return str(_signer(of).dumps(place))


def read_cursor(of: str, name: str = "cursor") -> tuple[object, ...] | None:
    """The place that the query parameter `name` holds; None if it is not given.

    Raises `Refused` naming the parameter for whatever `write` has not made for this list.
    """
    text = request.args.get(name)
    if not text:
        return None
    try:
        return tuple(_signer(of).loads(text)) if len(text) <= _LONGEST else _refuse(name)
    except BadData:
        _refuse(name)


def read_id(of: str, name: str = "cursor") -> int | None:
    """The id of the last row of the page before, in a list that is ordered by id alone; None at its beginning."""
    place = read_cursor(of, name)
    return int(str(place[0])) if place else None


def after(of: str, rows: Sequence[Identified], limit: int) -> str | None:
    """The cursor of the next page of a list that is ordered by id alone; None at its end.

    `rows` are those of this page, and one more where another page follows.
    """
    if len(rows) <= limit:
        return None
    return write(of, (rows[limit - 1].id,))


def _signer(of: str) -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt=f"cursor of {of}")


def _refuse(name: str) -> NoReturn:
    raise Refused(name, _MALFORMED)
