"""Everything that the desk holds, as JSON Lines or CSV, streamed. For admins, since it holds everybody's mail
address.
"""

import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Final

from flask import Blueprint, Response

from service import auth
from service.api import http
from service.api.schemas.exports import ExportedRow
from service.errors import Problem
from service.request.transaction import transaction
from store.db import Connection
from store.transfer import export
from store.transfer.tables import exported_tables

blueprint = Blueprint("api_exports", __name__, url_prefix="/api/v1/export")
_AT_ONCE: Final = 2  # in a web process; each holds a thread and a connection for as long as its reader takes
_CSV: Final = "text/csv"
_ZIP: Final = "application/zip"
_running = threading.BoundedSemaphore(_AT_ONCE)


@blueprint.get("")
@auth.api("read", "admin")
@http.describe(
    "Everything as JSON Lines: a header, a row a line with its `type`, and an end; `factdesk import` reads it",
    gives=ExportedRow, lines=True,
)  # fmt: skip
def export_everything() -> Response:
    """The whole desk at one moment."""
    return _streamed(lambda conn: map(str.encode, export.export_lines(conn)), http.NDJSON, "factdesk.jsonl")


@blueprint.get("/csv")
@auth.api("read", "admin")
@http.describe("Everything as a ZIP file of CSV files, one for each type of row", gives_file=_ZIP)
def export_all_csv() -> Response:
    """The whole desk at one moment, for spreadsheets."""
    return _streamed(_zipped, _ZIP, "factdesk.zip")


@blueprint.get("/csv/<resource>")
@auth.api("read", "admin")
@http.describe("One type of row as CSV", gives_file=_CSV)
def export_one_csv(resource: str) -> Response:
    """The rows of one type."""
    export.find_exported_table(resource)
    return _streamed(
        lambda conn: map(str.encode, export.export_csv(conn, resource)),
        f"{_CSV}; charset=utf-8",
        f"{resource}.csv",
    )


def _streamed(write: Callable[[Connection], Iterator[bytes]], content_type: str, name: str) -> Response:
    """An answer that is read from the store as it is sent. Raises `Problem` 503 where too many are being sent."""
    if not _running.acquire(blocking=False):
        raise Problem(503, "other exports are being sent; try again in a moment")
    slot = ExitStack()
    slot.callback(_running.release)
    response = Response(_pieces(write, slot), content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.call_on_close(slot.close)  # also where nothing of it was read
    return response


def _pieces(write: Callable[[Connection], Iterator[bytes]], slot: ExitStack) -> Iterator[bytes]:
    with slot, transaction() as conn:
        export.begin_export(conn)
        yield from write(conn)


class _Outgoing:
    """A file that is written and taken away piece by piece; it cannot be gone back in."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        """Take a piece in."""
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""

    def take(self) -> bytes:
        """What was written since the last time."""
        data, self._pieces = b"".join(self._pieces), []
        return data


def _zipped(conn: Connection) -> Iterator[bytes]:
    outgoing = _Outgoing()
    with zipfile.ZipFile(outgoing, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        for table in exported_tables():
            entry = zipfile.ZipInfo(f"{table.name}.csv", _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(entry, "w", force_zip64=True) as file:
                for piece in export.export_csv(conn, table.name):
                    file.write(piece.encode())
                    yield outgoing.take()
    yield outgoing.take()


_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the earliest time of a ZIP file; the same desk gives the same bytes
