"""Files that are sent: how large they may be, and where they wait until all of them is here."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile
from typing import IO, Final, TypeVar

from flask import Flask, current_app, request, session

from settings import settings

View = TypeVar("View", bound=Callable[..., object])
_FILES: Final = "takes_files"
_AROUND: Final = 1_000_000  # bytes of a form beside its file
_IN_MEMORY: Final = 1_000_000
_PIECE: Final = 1_000_000


def takes_files(view: View) -> View:
    """This view takes files as large as the settings allow; others keep to the application's limit."""
    setattr(view, _FILES, True)
    return view


def install(app: Flask) -> None:
    """Before anything reads a request, give those that bring files to who may send them room for it."""
    app.before_request(_widen)


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    """A file a piece at a time."""
    while piece := file.read(_PIECE):
        yield piece


@contextmanager
def body() -> Iterator[IO[bytes]]:
    """The request's body as a file that is all here: no transaction waits for a slow sender."""
    with SpooledTemporaryFile(_IN_MEMORY) as file:
        shutil.copyfileobj(request.stream, file)
        file.seek(0)
        yield file


def _widen() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    known = "person" in session or request.headers.get("Authorization")
    if known and getattr(view, _FILES, False):
        request.max_content_length = settings().largest_upload + _AROUND
