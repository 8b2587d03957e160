"""Which passages are copies of one another, so that one origin counts once.

The same page under two addresses, a text that many sites took from one agency, the same fact-check through two
sources: all of them say one thing once. So do a fact-check of ours and the passages that it cites. Numbers that differ
make another text, however alike the words are.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from checks.lexicon import alternatives, load_table
from checks.types.passage import Passage
from checks.types.stance import Finding

_WORD = re.compile(r"[^\W_]+(?:['’.,][^\W_]+)*")
_DIGIT = re.compile(r"\d")
_FRONT = re.compile(r"^(?:www\d?|m|mobile|amp)\.")
_AMP = re.compile(r"/amp/?$|\.amp(?=\.html?$)|/+$|/index\.html?$")
# What senders add to follow a click; none of it chooses a page.
_FOLLOWING = re.compile(alternatives("suggestion", "copies_following"))
_AGENCIES: Final[dict[str, str]] = load_table("suggestion")["agencies"]
_CREDIT = re.compile(r"\(([A-Za-z][A-Za-z -]{1,24})\)|\s[—–-]\s*([A-Za-z][A-Za-z -]{1,24})[.)]?\s*$")
_RUN: Final = 3  # words that a shingle has
_FEWEST: Final = 5  # words, below which two who say the same need not have it from one another
# The part of the shorter text's shingles that the longer holds (Broder, "On the resemblance and containment of
# documents", 1997); a text that both credit to one agency is cut and edited before it is taken for another.
_COPIED, _CREDITED = 0.7, 0.35


@dataclass(frozen=True, slots=True)
class _Read:
    """What of a passage tells its origin."""

    address: str | None
    table: str | None
    rated_by: str | None
    words: tuple[str, ...]
    shingles: frozenset[tuple[str, ...]]
    numbers: frozenset[str]
    agency: str | None


def origins(passages: Sequence[Passage], cited: Sequence[Sequence[Passage]] = ()) -> list[int]:
    """For each passage the place of the first one of its origin; its own place where it has none before it.

    200 passages take some 50 ms. A copy of a copy has the same origin, and so do a fact-check and the evidence that it
    cites: `cited` holds, for each passage, what it cites, if that is known.

    Two copies are joined even where only a third one links them (union-find). The result has one place for each
    passage, in order, and each place is that of a passage that is its own first.
    """
    read = [_read(passage) for passage in passages]
    cited_texts = [[_read(each) for each in cites] for cites in cited] or [[] for _ in read]
    first = list(range(len(read)))
    for a, b in combinations(range(len(read)), 2):
        if _root(first, a) == _root(first, b):
            continue
        ours, theirs = [read[a], *cited_texts[a]], [read[b], *cited_texts[b]]
        if any(_copies(one, other) for one in ours for other in theirs):
            low, high = sorted((_root(first, a), _root(first, b)))
            first[high] = low
    return [_root(first, n) for n in range(len(read))]


def copies(findings: Sequence[Finding]) -> dict[int, int]:
    """Places of findings whose passage copies one before it with the same stance, each with that one's place.

    Fact-checks are compared only with fact-checks, and other findings only with others: a fact-check that quotes a
    report is not a copy of it.
    """
    sides: dict[tuple[object, bool], list[int]] = {}
    for n, finding in enumerate(findings):
        sides.setdefault((finding.stance, finding.match_kind is not None), []).append(n)
    found: dict[int, int] = {}
    for side in sides.values():
        firsts = origins([findings[n].passage or Passage("", "", "") for n in side])
        found |= {side[n]: side[first] for n, first in enumerate(firsts) if n != first}
    return found


def page(url: str) -> str:
    """The page that an address leads to: without what only follows a click, and the same for phone and desk.

    `url` itself where it is no address.
    """
    try:
        parts = urlsplit(url.strip())
        query = [(k, v) for k, v in parse_qsl(parts.query) if not _FOLLOWING.fullmatch(k.lower())]
        host = _FRONT.sub("", (parts.hostname or "").lower())
    except ValueError:
        return url
    return f"{host}{_AMP.sub('', parts.path)}?{urlencode(sorted(query))}"


def _root(first: list[int], n: int) -> int:
    """The first passage of the origin that place `n` belongs to."""
    while first[n] != n:
        n = first[n]
    return n


def _read(passage: Passage) -> _Read:
    """Shingles are runs of three words in lower case."""
    words = tuple(word.lower().replace("’", "'") for word in _WORD.findall(passage.text))
    runs = frozenset(zip(*(words[n:] for n in range(_RUN)), strict=False))
    return _Read(
        address=page(passage.url) if passage.url else None,
        table=_table(passage.figure.source) if passage.figure else None,
        rated_by=passage.publisher.casefold() if passage.rating else None, words=words, shingles=runs,
        numbers=frozenset(word for word in words if _DIGIT.search(word)), agency=_agency(passage),
    )  # fmt: skip


def _table(source: str) -> str:
    """Whose table a figure is of; what is worked out of it says so in brackets, and is of the same origin."""
    return source.split(" (")[0].casefold()


def _agency(passage: Passage) -> str | None:
    """The news agency that a passage credits, as its author, its publisher or in its first or last words; None
    without one.
    """
    credits = [passage.author or "", passage.publisher]
    credits += [a or b for a, b in _CREDIT.findall(passage.text[:120] + " " + passage.text[-60:])]
    named = (_AGENCIES.get(credit.strip().casefold()) for credit in credits)
    return next((agency for agency in named if agency), None)


def _copies(a: _Read, b: _Read) -> bool:
    """Whether two passages are of one origin: one table, one address, one publisher's rating in the same words, or
    one text.
    """
    if a.table and b.table:
        return a.table == b.table
    if a.address is not None and a.address == b.address:
        return True
    if a.table or b.table:
        return False
    # Two fact-checks of one claim quote the same words; they are one only where one publisher wrote both.
    if a.rated_by or b.rated_by:
        return a.rated_by == b.rated_by and a.words == b.words
    return _says_the_same(a, b)


def _says_the_same(a: _Read, b: _Read) -> bool:
    """Whether the shorter text stands in the longer one, numbers included: a rewrite with another number is another
    report.
    """
    short, long = (a, b) if len(a.words) <= len(b.words) else (b, a)
    if len(short.words) < _FEWEST or not short.numbers <= long.numbers:
        return False
    enough = _CREDITED if a.agency and a.agency == b.agency else _COPIED
    return len(short.shingles & long.shingles) >= enough * len(short.shingles)
