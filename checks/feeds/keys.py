"""By what an entry of a feed is known again: its id, its address, its text.

These keys are only for comparison: an article's own canonical address is not one of them.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from typing import Final

from checks.documents.addresses import address_key
from checks.documents.html import to_text
from checks.types.feed import EntryKeys, FeedEntry

_SHORTEST_BODY: Final = 200  # characters; teasers below are often the same for many entries
_SHORTEST_PLACE: Final = 8  # characters of a path that tells pages apart
_NUMBER: Final = re.compile(r"(?<!\d)\d{6,}(?!\d)")
_DAY: Final = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:(?:0[1-9]|[12]\d|3[01])\d*)?")
_BLANK: Final = re.compile(r"\s+")


def entry_keys(entry: FeedEntry) -> EntryKeys:
    """All keys of an entry, by which it is known again: of its id, its address, its text.

    A key is None if the entry lacks it, or has too little to tell it from others: a body of 200 characters at
    least, a path of eight.
    """
    body = _words(entry)
    address = address_key(entry.address) if entry.address else None
    place = _place(address) if address else None
    return EntryKeys(
        id=_id_key(entry.id),
        address=address,
        place=place,
        number=_number(address) if address else None,
        body=hash_text(body) if len(body) >= _SHORTEST_BODY else None,
        content=hash_text(entry.title, body),
    )


def hash_text(*texts: str) -> str:
    """A hash of texts that does not heed white space, for telling whether a text is the same."""
    hashed = blake2b(digest_size=16)
    for text in texts:
        hashed.update(_BLANK.sub(" ", text).strip().encode(errors="replace") + b"\n")
    return hashed.hexdigest()


def similar_titles(one: str, other: str) -> float:
    """How many words two titles share, of those that either has: 0 to 1 (the Jaccard index)."""
    words, others = _title_words(one), _title_words(other)
    union = words | others
    return len(words & others) / len(union) if union else 0.0


@lru_cache(maxsize=1_000)
def _title_words(title: str) -> frozenset[str]:
    """The words of a title; one is compared with many."""
    return frozenset(re.findall(r"\w+", title.casefold()))


def repeated(values: Iterable[str | None]) -> frozenset[str]:
    """The values that stand there more than once."""
    seen, twice = set[str](), set[str]()
    for value in values:
        if value is not None:
            (twice if value in seen else seen).add(value)
    return frozenset(twice)


def _id_key(given: str | None) -> str | None:
    """An id; one that is a web address as the key of that, so that http and https are one."""
    if not given:
        return None
    return address_key(given) if given.lower().startswith(("http://", "https://")) else given


def _place(address: str) -> str | None:
    place = "/" + address.partition("/")[2]
    return place if len(place) > _SHORTEST_PLACE else None


def _number(address: str) -> str | None:
    """The last number of six digits or more in an address that is no day, with the host."""
    host, _, path = address.partition("/")
    found = [each for each in _NUMBER.findall(path) if not _DAY.fullmatch(each)]
    return f"{host} {found[-1]}" if found else None


def _words(entry: FeedEntry) -> str:
    """An entry's text without markup: images and links that change with every request are no change of it."""
    text = to_text(entry.content) if entry.is_html else entry.content
    return _BLANK.sub(" ", text).strip()
