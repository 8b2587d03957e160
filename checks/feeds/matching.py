"""Which entries of a feed document were there before, though their ids or addresses may have changed.

An address that stands once in the document is the best key; then an id that stands there once, if it does not go
together with an altogether different entry (some feeds renumber their entries each time). Weaker keys need more
besides: the text and the address on another host the same date or title, the number in the address nearly the same
title, which a section's number has not. Title and text alone count where neither id nor address speaks against it:
a wrong match would lose an article, a missing one only receives it twice, and at the same address not even that.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Final

from checks.feeds.keys import entry_keys, repeated, similar_titles
from checks.types.feed import EntryKeys, FeedEntry, SeenEntry

_SAME_STORY: Final = 0.5  # share of words of two titles of one article, before and after an edit
_RELATED: Final = 1 / 3
_MOST_ALIKE: Final = 25  # entries of before that are compared with one entry; more share a key that tells nothing

Matched = tuple[FeedEntry, EntryKeys, SeenEntry | None]
_ById = dict[int, SeenEntry]
_Corroborates = Callable[[FeedEntry, EntryKeys, SeenEntry], bool]


def distinct_entries(entries: Sequence[FeedEntry]) -> list[tuple[FeedEntry, EntryKeys]]:
    """The entries of a document with their keys: exact copies once, ids that stand for several entries left out."""
    keyed = [(entry, entry_keys(entry)) for entry in entries]
    kept = {
        (keys.id, keys.address, keys.content, entry.published): (entry, keys) for entry, keys in reversed(keyed)
    }
    found = list(reversed(kept.values()))
    doubtful = repeated(keys.id for _, keys in found)
    return [(entry, replace(keys, id=None) if keys.id in doubtful else keys) for entry, keys in found]


def match_entries(entries: Sequence[tuple[FeedEntry, EntryKeys]], seen: Sequence[SeenEntry]) -> list[Matched]:
    """Each entry with the one that it was before, None if it is new; no earlier entry is taken twice.

    Args:
        entries: as `distinct_entries` gives them.
        seen: at least all earlier entries of the feed that share a key with one of them.
    """
    matching = _Matching(entries, seen)
    repeated_addresses = repeated(keys.address for _, keys in entries)
    believed = not _ids_moved(entries, matching.found, seen)
    matching.match_by(
        "address",
        lambda _, keys, before: keys.address not in repeated_addresses or (believed and keys.id == before.keys.id),
    )
    ids_believed = believed and not _ids_moved(entries, matching.found, seen)
    matching.match_by("id", partial(_same_id, believed=ids_believed))
    for name, corroborates in (
        ("content", _same_content),
        ("body", _same_text),
        ("number", _same_number),
        ("place", _same_place),
    ):
        matching.match_by(name, corroborates)
    return [(entry, keys, matching.found.get(at)) for at, (entry, keys) in enumerate(entries)]


class _Matching:
    """Entries that are matched by one key after the other.

    Attributes:
        found: what each entry was before, by its place in the document.
    """

    def __init__(self, entries: Sequence[tuple[FeedEntry, EntryKeys]], seen: Sequence[SeenEntry]) -> None:
        self._entries = entries
        self._free = {each.entry_id: each for each in seen}
        self.found: dict[int, SeenEntry] = {}

    def match_by(self, name: str, corroborates: _Corroborates) -> None:
        """Match what is left by the key `name`, where `corroborates` agrees.

        Of several that agree the closest is taken; each entry of before is matched once.
        """
        known, dated = defaultdict[str, _ById](dict), defaultdict[tuple[str, datetime | None], _ById](dict)
        for each in self._free.values():
            if (key := getattr(each.keys, name)) is not None:
                known[key][each.entry_id] = dated[key, each.published][each.entry_id] = each
        for at, (entry, keys) in enumerate(self._entries):
            key = getattr(keys, name)
            if at in self.found or key not in known:
                continue
            # Those of the same date first: they are corroborated best.
            near = _newest(dated.get((key, entry.published), {})) | _newest(known[key])
            good = [each for each in near.values() if corroborates(entry, keys, each)]
            if good:
                best = max(good, key=partial(_closeness, keys))
                self.found[at] = self._free.pop(best.entry_id)
                del known[key][best.entry_id], dated[key, best.published][best.entry_id]


def _newest(entries: _ById) -> _ById:
    return dict(islice(reversed(entries.items()), _MOST_ALIKE))


def _closeness(keys: EntryKeys, before: SeenEntry) -> tuple[bool, bool, int]:
    return before.keys.id == keys.id, before.keys.content == keys.content, before.entry_id


def _ids_moved(
    entries: Sequence[tuple[FeedEntry, EntryKeys]], found: dict[int, SeenEntry], seen: Sequence[SeenEntry]
) -> bool:
    """Whether an id stands now at another entry than the one it had, known by its address or by its very words: ids
    that number the places.
    """
    present = {keys.id for _, keys in entries if keys.id is not None}
    alike = repeated(each.keys.content for each in seen) | repeated(keys.content for _, keys in entries)
    by_content = {each.keys.content: each for each in seen if each.keys.content not in alike}
    pairs = [(found.get(at) or by_content.get(keys.content), keys) for at, (_, keys) in enumerate(entries)]
    return any(
        before is not None and before.keys.id != keys.id and before.keys.id in present for before, keys in pairs
    )


def _same_id(entry: FeedEntry, keys: EntryKeys, before: SeenEntry, *, believed: bool) -> bool:
    """An id goes with another address only where something else says too that it is the same entry; one that is not
    believed goes with nothing by itself.
    """
    elsewhere = None not in (keys.address, before.keys.address) and keys.address != before.keys.address
    if not elsewhere and (believed or keys.content == before.keys.content):
        return True
    same = [name for name in ("place", "number", "body") if getattr(keys, name) is not None
            and getattr(keys, name) == getattr(before.keys, name)]  # fmt: skip
    related = believed and similar_titles(entry.title, before.title) >= _RELATED
    return bool(same) or _same_date(entry, before) or related


def _same_content(entry: FeedEntry, keys: EntryKeys, before: SeenEntry) -> bool:
    """Title and text alike: the same entry where its date is the same; without dates, unless both its id and its
    address differ, as those of the next day's "Weather today" do.
    """
    if entry.published is not None or before.published is not None:
        nameless = (
            keys.id is None and keys.address is None and before.keys.id is None and before.keys.address is None
        )
        return nameless or _same_date(entry, before)
    named = [(mine, theirs) for mine, theirs in ((keys.id, before.keys.id), (keys.address, before.keys.address))
             if mine is not None and theirs is not None]  # fmt: skip
    return not named or any(mine == theirs for mine, theirs in named)


def _same_text(entry: FeedEntry, keys: EntryKeys, before: SeenEntry) -> bool:
    return _same_date(entry, before)


def _same_number(entry: FeedEntry, keys: EntryKeys, before: SeenEntry) -> bool:
    return similar_titles(entry.title, before.title) >= _SAME_STORY


def _same_place(entry: FeedEntry, keys: EntryKeys, before: SeenEntry) -> bool:
    return _same_date(entry, before) or (bool(entry.title) and entry.title == before.title)


def _same_date(entry: FeedEntry, before: SeenEntry) -> bool:
    return entry.published is not None and entry.published == before.published
