"""Files of the data folder: written whole or not at all, closed to others."""

import os
import re
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO


def write_private(path: Path, text: str) -> None:
    """Replace `path` by a file of mode 600 that holds `text`; after a failure, a full disk too, the old one stands."""
    descriptor, fresh = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(fresh)
        raise
    _sync_folder(path.parent)


def read_if_any(path: Path) -> str:
    """The text of a file, empty if there is none."""
    try:
        return path.read_text()
    except FileNotFoundError:
        return ""


def open_log(path: Path) -> BinaryIO:
    """A log for appending, closed to others (mode 600, its folder 700); where none can be opened, the null device.

    So, too, where the path is that of something else than a file, such as the null device itself: nothing is closed to
    others then. Appending matters for rotation: a writer goes on at the beginning once the file is truncated.
    """
    if path.exists() and not path.is_file():
        return open(os.devnull, "wb")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.parent.chmod(0o700)
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.fchmod(descriptor, 0o600)
    except OSError:
        return open(os.devnull, "wb")
    return os.fdopen(descriptor, "wb")


def size_of(path: Path) -> int:
    """The bytes of a file, 0 if there is none."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def free_bytes(path: Path) -> int:
    """The free bytes of the disk that a path is on, or would be."""
    while not path.exists() and path != path.parent:
        path = path.parent
    return shutil.disk_usage(path).free


def last_line(path: Path, longest: int = 300, since: int = 0, pattern: str = "") -> str:
    """The last line of a log, at most `longest` characters of it; empty if there is none.

    Args:
        since: what stands before this byte does not count, unless the log was rotated and is shorter by now.
        pattern: a regular expression; the last line that matches, where there is one.
    """
    size = size_of(path)
    try:
        with path.open("rb") as file:
            file.seek(max(since if since <= size else 0, size - 8192))
            lines = file.read().decode(errors="replace").strip().splitlines()
    except OSError:
        return ""
    matching = [line for line in lines if re.search(pattern, line)] or lines
    return matching[-1][:longest] if matching else ""


def rotate_log(path: Path, largest: int, keep: int) -> None:
    """Set a log aside once it has grown beyond `largest` bytes; `keep` earlier ones stay, as `name.1` (newest) and on.

    Copied and truncated, for its writers keep it open; what is written between the two is lost. Where the copy does not
    fit on the disk the log grows to three times its size and is then cut off.
    """
    size = path.stat().st_size if path.exists() else 0
    if size <= largest:
        return
    try:
        for number in range(keep, 0, -1):
            older = path.with_name(f"{path.name}.{number}")
            if older.exists():
                older.unlink() if number == keep else older.rename(path.with_name(f"{path.name}.{number + 1}"))
        _copy_private(path, path.with_name(f"{path.name}.1"))
    except OSError:
        if size <= 3 * largest:
            return
    with suppress(OSError):
        os.truncate(path, 0)


def _copy_private(source: Path, target: Path) -> None:
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with source.open("rb") as read, os.fdopen(descriptor, "wb") as written:
            while piece := read.read(1 << 20):
                written.write(piece)
    except OSError:
        target.unlink(missing_ok=True)
        raise


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
