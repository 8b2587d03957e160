"""Which people a text mentions: "@" and the name, in any case of letters, the longest name first."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a text mentions people: `start` to `end` in characters, with the "@"; several where they have one name."""

    start: int
    end: int
    person_ids: tuple[int, ...]


def find_mentions(text: str, names: Iterable[tuple[int, str]]) -> list[Mention]:
    """The mentions in a text, in its order.

    Args:
        names: id and name of everybody who can be mentioned.
    """
    by_name: dict[str, list[int]] = {}
    for person_id, name in names:
        by_name.setdefault(" ".join(name.split()).casefold(), []).append(person_id)
    if not by_name:
        return []
    longest_first = sorted(by_name, key=len, reverse=True)
    named = "|".join(r"\s+".join(map(re.escape, name.split(" "))) for name in longest_first)
    # An "@" within a word is of an e-mail address; a name ends where the word does.
    pattern = re.compile(rf"(?<!\w)@({named})(?!\w)", re.IGNORECASE)
    found = ((m, " ".join(m[1].split()).casefold()) for m in pattern.finditer(text))
    return [Mention(m.start(), m.end(), tuple(by_name[name])) for m, name in found if name in by_name]


def split_at_mentions(text: str, mentions: Sequence[Mention]) -> list[tuple[str, bool]]:
    """A text in pieces, each with whether it is a mention."""
    pieces: list[tuple[str, bool]] = []
    place = 0
    for each in mentions:
        pieces += [(text[place : each.start], False), (text[each.start : each.end], True)]
        place = each.end
    return [piece for piece in [*pieces, (text[place:], False)] if piece[0]]
