"""Bytes as text: the encoding of a file, by what its sender declared, what the file declares, and its bytes."""

import codecs
import re
import unicodedata
from typing import Final

from checks.documents.formats.errors import Unreadable
from checks.lexicon import alternatives

_SAMPLE: Final = 200_000  # bytes that the encoding is guessed from
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_LABEL: Final = re.compile(r"charset\s{0,5}=\s{0,5}[\"']?([\w-]{1,40})", re.IGNORECASE)
# Codecs of Python that are no encodings of web pages, or not of one that can name its encoding in ASCII (UTF-16).
_NO_ENCODINGS: Final = re.compile(alternatives("documents", "no_encodings"))
# What is written in these is in fact written as (WHATWG Encoding Standard, 4.2).
_WRITTEN_AS: Final = {"iso8859-1": "cp1252", "ascii": "cp1252"}
_FOR_ONE_BROKEN: Final = 2  # signs beyond ASCII that make a text UTF-8 all the same; others give none by chance
# Beside letters, what texts in Western languages hold of the upper half of Windows-1252.
_WESTERN_MARKS: Final = frozenset("€‚„…‘’“”•–—™ ¡§©«®°²³´·»½¼¾¿£×ªº")
_WESTERN: Final = re.compile(r"LATIN (?:SMALL|CAPITAL) LETTER")


def label_of(media_type: str | None) -> str | None:
    """The encoding that a media type names: "latin1" of "text/plain; charset=latin1"."""
    found = _LABEL.search(media_type or "")
    return found[1] if found else None


def decoded(data: bytes, *labels: str | None) -> str:
    """Bytes as text: in the first encoding of `labels` that is one and fits, else in the likeliest one.

    The likeliest is UTF-8 where they are that, also with a few bytes broken (`utf_8`), else what a byte order mark
    says, else Windows-1252 where it gives letters and signs of Western languages alone, else what their statistics
    say.

    Raises:
        Unreadable: no encoding makes text of them.
    """
    named = [name for label in labels if label and (name := _codec(label))]
    written = utf_8(data)
    for encoding in named:
        # Whatever bytes fit Windows-1252, but none of its texts is UTF-8 by chance.
        given = written if encoding in ("utf-8", "cp1252") and written else _read(data, encoding)
        if given:
            return given
    if marked := next((name for mark, name in _MARKS if data.startswith(mark)), None):
        try:
            return data.decode(marked)
        except UnicodeDecodeError as error:
            if marked == "utf-8-sig" and written:
                return written.removeprefix("\ufeff")
            reason = f"it is marked as {marked}, but byte {error.start:,} is no part of such a text"
            raise Unreadable(reason) from None
    return written or _western(data) or _guessed(data)


def utf_8(data: bytes) -> str | None:
    """The bytes as UTF-8, broken ones among them as U+FFFD where they are few; None if it is none.

    A text cut in the middle of a sign, or one that took in a title of another encoding, is UTF-8 for the rest.
    """
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    beyond = len(text) - len(text.encode("ascii", "ignore")) - broken
    return text if text and broken * _FOR_ONE_BROKEN <= beyond else None


def _read(data: bytes, encoding: str) -> str | None:
    """The bytes in this encoding; None if they do not fit it, or are none."""
    try:
        return data.decode(encoding) or None
    except UnicodeError:
        return None


def _western(data: bytes) -> str | None:
    """A text in Windows-1252; None if that reading gives signs that no such text holds among its letters.

    Short texts have too few bytes above ASCII for statistics: "café" was taken for Cyrillic.
    """
    if (text := _read(data, "cp1252")) is None:
        return None
    for sign in {sign for sign in text if sign > "\x7f"} - _WESTERN_MARKS:
        if not _WESTERN.match(unicodedata.name(sign, "")):
            return None
    # In other alphabets nearly all letters lie above ASCII; of a Western text few do.
    letters = [sign for sign in text if sign.isalpha()]
    return text if sum(sign > "\x7f" for sign in letters) * 2 <= len(letters) else None


def _guessed(data: bytes) -> str:
    if not data:
        return ""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best()
    if best is None:
        raise Unreadable("it is no text in any known encoding; save it as UTF-8")
    return data.decode(best.encoding, errors="replace")


def _codec(label: str) -> str | None:
    """Python's codec for the encoding that a page names; None for one that is no encoding of text."""
    try:
        name = codecs.lookup(label).name
        if _NO_ENCODINGS.fullmatch(name.replace("-", "_")):
            return None
        b"a".decode(name)  # raises LookupError for codecs of bytes to bytes, such as "hex"
    except (LookupError, ValueError):
        return None
    return _WRITTEN_AS.get(name, name)
