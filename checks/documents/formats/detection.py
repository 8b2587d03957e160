"""Which format a file has: by its first bytes, then by its name and by what the sender declared."""

import re
import zipfile
from io import BytesIO
from pathlib import PurePath
from typing import Final, Literal

from checks.documents.formats.errors import Unreadable
from checks.lexicon import load_table

Format = Literal["text", "html", "pdf", "docx", "csv", "xlsx"]
TABLES: Final = ("csv", "xlsx")
_ENDINGS: Final[dict[str, Format]] = load_table("documents")["endings"]
_DECLARED: Final[dict[str, Format]] = load_table("documents")["media_types"]
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNED_WITHIN: Final = 1024  # bytes of rubbish that readers of PDF allow before its signature
# XML with its declaration, and what feeds and site maps begin with; a page in XHTML has an element of HTML soon after.
_XML: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|rss|feed|rdf:RDF|urlset|sitemapindex)\b", re.IGNORECASE)
_PAGE: Final = re.compile(rb"<(?:!doctype\s+)?(?:html|head|body)\b", re.IGNORECASE)
_OPENED_WITHIN: Final = 16_384  # bytes
_TAKES: Final = "text, HTML, PDF, DOCX, CSV and XLSX are"


def recognised(data: bytes, name: str = "", declared: str = "") -> Format:
    """The format of a file. Raises `Unreadable` for a format that is not supported, naming it if it can be recognized.

    `name` is the file's name, `declared` the media type that the sender gave; the first bytes go before both.
    """
    if not data:
        raise Unreadable("the file is empty")
    if b"%PDF-" in data[:_SIGNED_WITHIN]:
        return "pdf"
    if data.startswith(_OLD_OFFICE):
        raise Unreadable(
            "it is encrypted, or in Office's form from before 2007; save it as DOCX or XLSX, without a password"
        )
    if data.startswith(b"PK"):
        return _office(data)
    named = _ENDINGS.get(PurePath(name).suffix.lower()) or _DECLARED.get(
        declared.partition(";")[0].strip().lower()
    )
    if named in ("pdf", "docx", "xlsx"):
        raise Unreadable(f"it is called {named.upper()}, but is none: its first bytes are others")
    if b"\x00" in data[:_SIGNED_WITHIN] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(f"files of this kind are not read; {_TAKES}")
    if _XML.match(data) and not _PAGE.search(data, 0, _OPENED_WITHIN):
        raise Unreadable(
            "it is XML, such as a feed or a site map, and no article; feeds are added on the page Feeds"
        )
    return named or ("html" if _looks_like_html(data) else "text")


def _looks_like_html(data: bytes) -> bool:
    """Whether the first bytes are a tag or a declaration of HTML, blanks aside."""
    return data[:_SIGNED_WITHIN].lstrip().lower().startswith((b"<!doctype html", b"<html"))


def _office(data: bytes) -> Format:
    """DOCX or XLSX, told by the files that a ZIP archive holds. Raises `Unreadable` for any other archive."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            inside = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Unreadable(f"it is a broken DOCX or XLSX file: {error}") from None
    if "word/document.xml" in inside:
        return "docx"
    if "xl/workbook.xml" in inside:
        return "xlsx"
    raise Unreadable(f"it is an archive, but no DOCX or XLSX; {_TAKES}")
