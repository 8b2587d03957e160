"""Two people's changes of one verdict: what each changed of the version that both began with is kept; pure.

A field that both changed, each in another way, is for people to decide: both wordings are shown side by side.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from service.desk.claims.comparison import MediaChange
from service.text_diff import Piece, text_diff

FIELDS: Final = ("rating", "summary", "explanation")


@dataclass(frozen=True, slots=True)
class Wordings:
    """A field that two people worded each in another way; in pieces, of which those that differ are not "same"."""

    field: str
    theirs: tuple[Piece, ...]
    mine: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """A verdict with the changes of both.

    Attributes:
        says: the fields by name; of one that is in conflict, the wording of who saves last.
        cites: ids of evidence that both leave cited, or that one of them newly cites.
        conflicts: the fields that both changed.
        taken: the names of fields that only the other one changed, "citations" among them.
        media: where both changed what is said of media, the fields that differ, theirs before mine.
    """

    says: dict[str, str]
    cites: list[int]
    conflicts: tuple[Wordings, ...]
    taken: tuple[str, ...]
    media: tuple[MediaChange, ...] = ()


def merge(
    base: Mapping[str, str], theirs: Mapping[str, str], mine: Mapping[str, str],
    base_cites: Collection[int], their_cites: Collection[int], my_cites: Collection[int],
) -> Merged:  # fmt: skip
    """Merge two later versions of a verdict.

    Args:
        base: the fields that both began with; empty if there was no verdict.
        theirs: what is saved now.
        mine: what is to be saved.
    """
    says, conflicts, taken = dict[str, str](), list[Wordings](), list[str]()
    for name in FIELDS:
        was, other, own = (_plain(each.get(name, "")) for each in (base, theirs, mine))
        says[name] = mine.get(name, "")
        if own in (was, other):
            says[name] = theirs.get(name, "")
            if other != own:
                taken.append(name)
        elif other != was:
            conflicts.append(wordings(name, other, own, whole=name == "rating"))
    added, dropped = set(their_cites) - set(base_cites), set(base_cites) - set(their_cites)
    cites = [each for each in my_cites if each not in dropped]
    cites += sorted(added - set(my_cites))
    if set(cites) != set(my_cites):
        taken.append("citations")
    return Merged(says, cites, tuple(conflicts), tuple(taken))


def _plain(text: str) -> str:
    """A text without what a browser changes of it on the way."""
    return text.replace("\r\n", "\n").strip()


def wordings(name: str, theirs: str, mine: str, *, whole: bool = False) -> Wordings:
    """Two wordings of a field side by side, word for word, or as a `whole` where single words mean nothing."""
    pieces = (("del", theirs), ("ins", mine)) if whole else text_diff(theirs, mine).pieces
    return Wordings(
        name,
        tuple(each for each in pieces if each[0] != "ins"),
        tuple(each for each in pieces if each[0] != "del"),
    )
