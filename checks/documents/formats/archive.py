"""Zip archives, as DOCX and XLSX are: their sizes are bounded before anything in them is unpacked."""

import zipfile
from io import BytesIO
from typing import Final

from checks.documents.formats.errors import Unreadable

_LARGEST: Final = 300_000_000  # bytes of all that is in it
_LARGEST_ENTRY: Final = 200_000_000
_MOST_ENTRIES: Final = 10_000


def checked(data: bytes) -> BytesIO:
    """`data`, to be opened by whoever reads the format.

    Python's `zipfile` never unpacks more of an entry than the size that it declares, so an entry with a false size
    ends as a broken one. Raises `Unreadable` for a bomb.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Unreadable(f"it is broken: {error}") from None
    if len(entries) > _MOST_ENTRIES:
        raise Unreadable(f"{len(entries):,} files are packed in it; {_MOST_ENTRIES:,} are taken at most")
    for entry in entries:
        if entry.flag_bits & 1:
            raise Unreadable(f"it is encrypted ({entry.filename[:100]}); save it without a password")
        if entry.file_size > _LARGEST_ENTRY:
            raise Unreadable(
                f"{entry.filename[:100]} in it unpacks to {entry.file_size:,} bytes; {_LARGEST_ENTRY:,} are "
                f"taken at most"
            )
    if (whole := sum(entry.file_size for entry in entries)) > _LARGEST:
        raise Unreadable(f"it unpacks to {whole:,} bytes; {_LARGEST:,} are taken at most")
    return BytesIO(data)
