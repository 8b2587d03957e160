"""Whether one text is a copy of another: syndicated copies with another headline, a cut end, a paragraph of their own.

Texts are compared by their shingles, runs of words (A. Broder, "On the resemblance and containment of documents",
1997). Candidates are found by MinHash signatures cut into bands, each looked up separately (J. Leskovec, A. Rajaraman,
J. Ullman, "Mining of Massive Datasets", 3.4).
"""

from functools import cache
from hashlib import blake2b
from typing import Final

from rensa import RMinHash

from checks.documents.words import plain_words

METHOD: Final = (
    "rensa R-MinHash 2"  # changes with what `bands` gives; those of different methods are not comparable
)
LEAST_SHINGLES: Final = 40  # a text of fewer is a notice, of which many are alike
# Of the shorter text's shingles, how many are in the longer one of a copy. Measured in tests/checks/documents.
LEAST_SHARED: Final = 0.6
_RUN: Final = 4  # words of a shingle
# 42 bands of 3: of two texts that share .3 of all their shingles two thirds are looked at, of those that share .5
# 99.6 %.
_BANDS, _ROWS = 42, 3
_SEED: Final = 4170


def shingles(text: str) -> frozenset[str]:
    """The runs of four words of a text, without case and punctuation; none for a text of fewer words.

    Broder (1997), "On the resemblance and containment of documents".
    """
    words = plain_words(text)
    return frozenset(" ".join(words[n : n + _RUN]) for n in range(len(words) - _RUN + 1))


def bands(of: frozenset[str]) -> list[int]:
    """The bands of the MinHash signature of shingles, as signed 64-bit numbers; two texts that share one may be copies.

    Empty for a text that is too short.
    """
    if len(of) < LEAST_SHINGLES:
        return []
    _check_method()
    signature = RMinHash(num_perm=_BANDS * _ROWS, seed=_SEED)
    signature.update(sorted(of))
    values = signature.digest()
    return [_hash(band, values[band * _ROWS : (band + 1) * _ROWS]) for band in range(_BANDS)]


def shared_part(these: frozenset[str], others: frozenset[str]) -> float:
    """How much of the text with fewer shingles is in the other one, 0 to 1; 0 if one is too short to tell.

    Containment, not likeness: an agency's report in a longer article is a copy of it.
    """
    fewer = min(len(these), len(others))
    return len(these & others) / fewer if fewer >= LEAST_SHINGLES else 0.0


def _hash(band: int, values: list[int]) -> int:
    """One number of a band of a signature, for looking up texts that share a band."""
    data = b"".join(value.to_bytes(8, "big") for value in (band, *values))
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big", signed=True)


@cache
def _check_method() -> None:
    """Raise `RuntimeError` where the library hashes otherwise than `METHOD` says."""
    if f"rensa R-MinHash {RMinHash.ALGORITHM_VERSION}" != METHOD:
        raise RuntimeError(f"rensa's algorithm is {RMinHash.ALGORITHM_VERSION}; METHOD says {METHOD}")
