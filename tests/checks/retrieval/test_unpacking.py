"""Bodies packed by gzip: whole however they are cut, and an error where they break off."""

import gzip
import random
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.retrieval.fetch.unpacking import BrokenAnswer, unpack_gzip

_CONTENT = bytes(66_000) + random.Random(5).randbytes(66_000)


def _in_pieces(content: bytes, size: int) -> Iterator[bytes]:
    return (content[at : at + size] for at in range(0, len(content), size))


@settings(deadline=None, max_examples=40)
@given(
    st.sampled_from([1, 7, 4096, 90_000]),
    st.lists(st.binary(max_size=99), max_size=3),
    st.sampled_from([b"", b"\0", b"\0\0xx"]),
)
def test_it_is_whole_in_pieces_of_any_size(size: int, members: list[bytes], padding: bytes) -> None:
    members = [*members, _CONTENT]
    packed = b"".join(map(gzip.compress, members)) + padding
    assert b"".join(unpack_gzip(_in_pieces(packed, size))) == b"".join(members)


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 66_100), st.integers(1, 90_000))
def test_one_that_breaks_off_is_none(missing: int, size: int) -> None:
    packed = gzip.compress(_CONTENT)[:-missing]
    with pytest.raises(BrokenAnswer, match="breaks off"):
        list(unpack_gzip(_in_pieces(packed, size)))


def test_what_is_not_packed_is_said() -> None:
    with pytest.raises(BrokenAnswer, match="cannot be unpacked"):
        list(unpack_gzip([b"<p>Hello"]))


def test_no_body_is_an_empty_one() -> None:
    assert list(unpack_gzip([])) == []


def test_what_swells_comes_in_small_pieces() -> None:
    pieces = unpack_gzip([gzip.compress(bytes(50_000_000))])
    assert max(len(piece) for piece in pieces) == 65_536
