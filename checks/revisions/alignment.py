"""Which claim of a new revision is which of those before: by their words, and by where they stand.

First go equal words, wherever they stand. What is left is paired where the words are alike: within the same
stretch between claims that stand, a half of them is enough; elsewhere it takes most of them, for two sentences of
one pattern ("Poland has 38 million inhabitants", "Spain has 47 million") are two claims.
"""

import re
from bisect import bisect, bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

from checks.documents.words import plain_words as words
from checks.revisions.words import names_another
from checks.types.revision import AlignedClaim, Alignment, AnchoredClaim, Fate, KnownClaim

# The share of words, in any order, that a changed claim has in common with what it was: between the same
# neighbours, elsewhere.
LEAST_ALIKE: Final = 0.5
LEAST_ALIKE_ELSEWHERE: Final = 0.8
_COMMON: Final = 40  # claims that share a word; by a word that more share nothing is looked for
_COMPARED: Final = 12  # claims that one is compared with, those that share the most words


def align(known: Sequence[KnownClaim], found: Sequence[AnchoredClaim]) -> Alignment:
    """What becomes of each known claim, and which of the found ones are new.

    Args:
        known: the article's claims of earlier revisions.
        found: the claims of the new revision, in the order of its text.
    """
    by_id: dict[int, AlignedClaim] = {}
    left = set(range(len(found)))
    for claim, place in _equal(known, found):
        left.discard(place)
        own = claim.own
        fate: Fate = "stands" if _says_the_same(own, found[place]) else "changed"
        by_id[claim.id] = AlignedClaim(claim.id, fate, place)
    texts = {words(each.text) for each in found}
    for claim in known:
        # Where another claim of the same words has its place it stands all the same.
        if claim.id not in by_id and words(claim.own.text) in texts:
            by_id[claim.id] = AlignedClaim(claim.id, "stands")
    anchors = [(_newest(claim).start, by_id[claim.id].place) for claim in known if claim.id in by_id]
    neighbours = _Neighbours([(old, found[new].start) for old, new in anchors if new is not None])
    missing = [claim for claim in known if claim.id not in by_id and not claim.is_gone]
    for claim, place in _alike(missing, [(place, found[place]) for place in sorted(left)], neighbours):
        left.discard(place)
        by_id[claim.id] = AlignedClaim(claim.id, "changed", place)
    return Alignment([by_id.get(claim.id, AlignedClaim(claim.id, "gone")) for claim in known], sorted(left))


def align_revision(known: Sequence[KnownClaim], found: Sequence[AnchoredClaim], text: str) -> Alignment:
    """As `align`; claims that people have corrected are looked for by their words in the text of the new revision.

    What is newly found where one of these stands is another reading of its words, and not a new claim.
    """
    places = {
        each.id: start for each in known if each.is_corrected and (start := _find(each.own, text)) is not None
    }
    others = align([each for each in known if each.id not in places], found)
    spans = [(places[each.id], places[each.id] + len(each.own.text)) for each in known if each.id in places]
    new = [
        place
        for place in others.new
        if not any(
            found[place].start < end and start < found[place].start + len(found[place].text)
            for start, end in spans
        )
    ]
    by_id = {each.id: each for each in others.known}
    corrected = {claim_id: AlignedClaim(claim_id, "stands", start=start) for claim_id, start in places.items()}
    return Alignment([corrected.get(each.id) or by_id[each.id] for each in known], new)


def _find(claim: AnchoredClaim, text: str) -> int | None:
    """Where the words of a claim stand in a text, of several places the one nearest to where they stood."""
    starts = (found.start() for found in re.finditer(re.escape(claim.text), text))
    return min(starts, key=lambda start: abs(start - claim.start), default=None)


def _newest(claim: KnownClaim) -> AnchoredClaim:
    """The claim as the revision before put it, as far as that is known."""
    return claim.newest or claim.own


def _equal(known: Sequence[KnownClaim], found: Sequence[AnchoredClaim]) -> Iterator[tuple[KnownClaim, int]]:
    """Pairs with the same words, the first with the first; of several that fit, the one with the same statement."""
    taken: set[int] = set()
    paired: set[int] = set()
    for full in (True, False):
        free: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for place, each in enumerate(found):
            if place not in taken:
                free[_key(each, full=full)].append(place)
        for wording in ("own", "newest"):
            for claim in sorted(known, key=lambda each: _newest(each).start):
                said: AnchoredClaim | None = getattr(claim, wording)
                if said is None or claim.id in paired or not (places := free.get(_key(said, full=full))):
                    continue
                place = places.pop(0)
                taken.add(place)
                paired.add(claim.id)
                yield claim, place


def _key(claim: AnchoredClaim, *, full: bool) -> tuple[object, ...]:
    text = words(claim.text)
    return (text, words(claim.statement), claim.claimant) if full else (text,)


def _says_the_same(own: AnchoredClaim, now: AnchoredClaim) -> bool:
    """Whether a claim whose words stand means the same: the text around it fills in the same figures and names."""
    if words(own.text) != words(now.text):
        return False
    return not names_another(own.statement, now.statement)


class _Neighbours:
    """The claims that stand in both revisions, in one order: between which of them another one stands.

    Args:
        anchors: (start before, start now) of each.
    """

    def __init__(self, anchors: Iterable[tuple[int, int]]) -> None:
        in_order = _rising(sorted(anchors))
        self._before, self._now = [old for old, _ in in_order], sorted(new for _, new in in_order)

    def are_same(self, before: int, now: int) -> bool:
        """Whether what stood at `before` and what stands at `now` are between the same two."""
        return bisect(self._before, before) == bisect(self._now, now)


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of pairs, sorted by their first number, in which the second rises too: what was not moved."""
    ends: list[int] = []
    places: list[int] = []
    before: list[int | None] = []
    for at, (_, now) in enumerate(pairs):
        length = bisect_left(ends, now)
        before.append(places[length - 1] if length else None)
        ends[length : length + 1], places[length : length + 1] = [now], [at]
    kept: list[tuple[int, int]] = []
    at_: int | None = places[-1] if places else None
    while at_ is not None:
        kept.append(pairs[at_])
        at_ = before[at_]
    return kept[::-1]


def _alike(
    missing: Sequence[KnownClaim], free: Sequence[tuple[int, AnchoredClaim]], neighbours: _Neighbours
) -> Iterator[tuple[KnownClaim, int]]:
    """Pairs whose words are alike, the most alike first; each claim at most once."""
    spoken = {place: words(claim.statement) for place, claim in free}
    index: dict[str, list[int]] = defaultdict(list)
    for place, tokens in spoken.items():
        for word in set(tokens):
            index[word].append(place)
    starts = [(claim.start, place) for place, claim in free]
    start_of = {place: start for start, place in starts}
    pairs = []
    for claim in missing:
        before = _newest(claim)
        tokens = words(before.statement)
        for place in {*_sharing(tokens, index), *_nearest(before.start, starts)}:
            near = neighbours.are_same(before.start, start_of[place])
            alike = _share(tokens, spoken[place])
            if alike >= (LEAST_ALIKE if near else LEAST_ALIKE_ELSEWHERE):
                pairs.append((-alike, not near, abs(before.start - start_of[place]), claim.id, place, claim))
    claims, places = set[int](), set[int]()
    for *_, claim_id, place, claim in sorted(pairs, key=lambda pair: pair[:5]):
        if claim_id not in claims and place not in places:
            claims.add(claim_id)
            places.add(place)
            yield claim, place


def _share(these: Sequence[str], others: Sequence[str]) -> float:
    """How many of the words of two texts are in both, 0 to 1 (Dice's coefficient of the two bags of words)."""
    both = (Counter(these) & Counter(others)).total()
    return 2 * both / ((len(these) + len(others)) or 1)


def _sharing(tokens: Iterable[str], index: dict[str, list[int]]) -> list[int]:
    """The places of those that share the most words, without words that very many have."""
    places = (index.get(word, []) for word in set(tokens))
    counts = Counter(chain.from_iterable(each for each in places if len(each) <= _COMMON))
    return sorted(counts, key=lambda place: (-counts[place], place))[:_COMPARED]


def _nearest(start: int, starts: Sequence[tuple[int, int]]) -> list[int]:
    """The places of those that stand nearest to an offset, of (start, place) in the order of the text."""
    at = bisect(starts, (start, 0))
    return [place for _, place in starts[max(0, at - _COMPARED // 2) : at + _COMPARED // 2]]
