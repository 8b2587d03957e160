"""A whole desk read into this one, which is still empty, over the API."""

from collections.abc import Iterator
from typing import IO, Final

from flask import Blueprint, Response, request
from structlog import get_logger

from service import auth, security
from service.api import http
from service.api.schemas.exports import ImportedDesk
from service.errors import Problem
from service.request import uploads
from service.request.transaction import transaction
from store.people import Refused
from store.transfer.admin_import import import_as_admin
from store.transfer.emptiness import NotEmpty, require_empty
from store.transfer.lines import WrongLines
from store.transfer.restore import read_header

blueprint = Blueprint("api_desk_import", __name__, url_prefix="/api/v1/import")
LARGEST: Final = 20_000_000_000  # bytes; what is larger goes by the command line
_LONGEST_HEADER: Final = 100_000  # bytes
_LONGEST_LINE: Final = 200_000_000  # bytes; a row is in memory as a whole
_log = get_logger()


@blueprint.post("")
@security.large(LARGEST)
@auth.api("claims", "admin")
@http.describe(
    "Read a whole export, as JSON Lines, into this desk, which must be empty but for you; all of it or nothing",
    gives=ImportedDesk, status=201, media=http.NDJSON,
)  # fmt: skip
def import_desk() -> Response:
    """Take the export in as it comes, then write it in one transaction."""
    if request.mimetype != http.NDJSON:
        raise Problem(415, f"send the export as it came, with “Content-Type: {http.NDJSON}”")
    person = auth.person()
    assert person is not None, "the rule of this view lets nobody else in"
    header = request.stream.readline(_LONGEST_HEADER)
    try:
        _check_beginning(header, person.id)
        with uploads.body() as rest:
            rows = _import(header, rest, person.id)
    except NotEmpty as error:
        raise Problem(409, str(error), {error.field: str(error)}) from None
    _log.info("desk imported", rows=rows, by=person.id)
    return http.respond(ImportedDesk(rows=rows), 201)


def _check_beginning(header: bytes, person_id: int) -> None:
    """Refuse before the rest is sent what can never be imported: into a desk in use, or no export of this version."""
    with transaction() as conn:
        require_empty(conn, person_id)
        read_header(conn, _decode(header, 1))


def _import(header: bytes, rest: IO[bytes], person_id: int) -> int:
    """How many rows were written. Raises `Problem` 422 with every line that is wrong, as far as they were read."""
    try:
        with transaction() as conn:
            return import_as_admin(conn, _lines(header, rest), person_id)
    except WrongLines as error:
        named = {f"line {number}": message for number, message in error.faults.items()}
        raise Problem(422, f"nothing was imported: {error}", named) from None


def _lines(header: bytes, rest: IO[bytes]) -> Iterator[str]:
    """The lines of an export. Raises `Refused` for one that is too long, or is not UTF-8."""
    yield _decode(header, 1)
    number = 1
    while line := rest.readline(_LONGEST_LINE):
        number += 1
        if len(line) == _LONGEST_LINE:
            raise Refused("file", f"line {number} is longer than {_LONGEST_LINE:,} bytes")
        yield _decode(line, number)


def _decode(line: bytes, number: int) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError as error:
        raise Refused("file", f"line {number} is not UTF-8, from its byte {error.start + 1} on") from None
