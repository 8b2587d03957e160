"""Style sheets and scripts under addresses that change with their content, and answers compressed on the way.

All of them stand in one folder whose name is the hash of all (`/static/3f2a…/css/base.css`), so that scripts find
each other by relative paths, a browser keeps each for a year, and none is ever out of date. Pages that were loaded
before an update still name the old folder; they get today's files, not to be kept.
"""

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

import brotli
from flask import Blueprint, Flask, Response, current_app, request, send_from_directory
from flask_compress import Compress

from service.auth import anybody

blueprint = Blueprint("static_files", __name__)
_A_YEAR: Final = 31_536_000  # seconds
# Texts alone: pictures and archives are compressed already, and exports are handed on as they come.
_COMPRESSED: Final = (
    "text/html", "text/css", "text/javascript", "text/plain", "application/json", "application/problem+json",
    "application/ld+json", "application/feed+json", "application/rss+xml", "application/atom+xml", "application/xml",
    "application/manifest+json",
)  # fmt: skip

# What the address and the ETag say already; the server dates every answer by itself.
_NOT_NEEDED: Final = ("Content-Disposition", "Expires", "Last-Modified", "Accept-Ranges", "Date")


def path_of(folder: Path) -> str:
    """The path under which the files of a folder are served: it holds the hash of their names and contents."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(f"{path.relative_to(folder).as_posix()}\n".encode() + path.read_bytes())
    return f"/static/{digest.hexdigest()[:12]}"


def install(app: Flask) -> None:
    """Let browsers keep files for a year, and compress those that gain from it.

    Compressed pages hold the CSRF token beside words of the request. Who would guess it by their length (BREACH)
    needs many requests with the victim's cookie from another site, which `SameSite=Lax` leaves to whole-page loads.
    """
    app.config.update(
        SEND_FILE_MAX_AGE_DEFAULT=_A_YEAR,
        COMPRESS_MIMETYPES=list(_COMPRESSED),
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=4,
        COMPRESS_ALGORITHM_STREAMING=["br", "gzip"],
    )
    Compress(app)
    app.after_request(_keep)  # runs before the compression of what is not compressed yet


@blueprint.get("/static/<old>/<path:filename>")
@anybody
def old_static_file(old: str, filename: str) -> Response:
    """A file by the address of another version of the desk."""
    response = send_from_directory(str(current_app.static_folder), filename, max_age=0)
    response.headers["Cache-Control"] = "no-store"
    return response


def _keep(response: Response) -> Response:
    if request.endpoint == "static" and response.status_code == 200:
        response.headers["Cache-Control"] = f"public, max-age={_A_YEAR}, immutable"
        for name in _NOT_NEEDED:
            response.headers.pop(name, None)
        _compress(response)
    return response


def _compress(response: Response) -> None:
    """Compress a file as well as can be, once in each process, for browsers that take Brotli."""
    if response.mimetype in _COMPRESSED and request.accept_encodings["br"] > 0:
        response.direct_passthrough = False
        response.set_data(_compressed(response.get_data()))
        response.headers["Content-Encoding"] = "br"
        response.vary.add("Accept-Encoding")


@cache
def _compressed(content: bytes) -> bytes:
    return bytes(brotli.compress(content, mode=brotli.MODE_TEXT, quality=11))
