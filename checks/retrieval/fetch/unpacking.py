"""Bodies packed by gzip (RFC 1952), unpacked as they come; one that breaks off is an error, and not a shorter body.

urllib3 takes what it has when the connection ends, and where the server names no length that is the only sign.
"""

import zlib
from collections.abc import Iterable, Iterator
from typing import Final

_PIECE: Final = 65_536  # bytes unpacked at a time, so that what swells can be cut between two
_GZIP_WINDOW: Final = zlib.MAX_WBITS | 16


class BrokenAnswer(ConnectionError):
    """An answer that is not whole; the message says in which way."""


def unpack_gzip(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The content of a body packed by gzip, in pieces of at most 64 KiB.

    What stands behind the last member, and is none, is left out.

    Raises:
        BrokenAnswer: the body is not packed by gzip, or breaks off.
    """
    member = zlib.decompressobj(_GZIP_WINDOW)
    begun = ended = False  # the present member has given something; one before it is whole
    received = False
    for piece in pieces:
        received, packed = True, piece
        full = False  # the last piece was a full one, so that the member may hold more
        while packed or full:
            try:
                content = member.decompress(packed, _PIECE)
            except zlib.error as error:
                if ended and not begun:
                    return
                raise BrokenAnswer("its answer cannot be unpacked") from error
            if content:
                yield content
                begun = True
            full, packed = len(content) == _PIECE, member.unconsumed_tail
            if member.eof:
                member, packed = zlib.decompressobj(_GZIP_WINDOW), member.unused_data
                full, begun, ended = False, False, True
    if begun or (received and not ended):
        raise BrokenAnswer("its answer breaks off")
