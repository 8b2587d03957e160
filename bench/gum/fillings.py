"""How often a name that the splitter filled in for a pronoun is the right one.

Annotators of GUM say whom each means. Counted are the notes of claims, "“he” is read as Anders Roe": right where such a
pronoun in the claim's sentences means what a phrase with that name means. A name of two words counts by its last one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.gum.documents import GumDocument, documents
from checks.extraction import split
from checks.types.claim import Claim

_STATED: Final = re.compile(r"“(\w+)” is read as (.+)")
_SPEAKER: Final = re.compile(r"“(\w+)”, who says so, is read as (.+)")
_WORD: Final = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True)
class Filling:
    """A name for a pronoun: in which document, where the claim begins, both words, if of who says so, and if right."""

    document: str
    start: int
    pronoun: str
    name: str
    speaker: bool
    right: bool


def fillings(folder: Path, part: str) -> Iterator[Filling]:
    """The names that are filled in for pronouns of a part of GUM ("train", "dev", "test"), each once.

    `folder` is that of the corpora. A pronoun that annotators left without a meaning is passed over.
    """
    for document in documents(folder, part):
        seen: set[tuple[int, str, str, bool]] = set()
        for claim in split(document.text).claims:
            for pronoun, name, speaker in _notes(claim):
                begin, end = _around(document, claim)
                meant = list(_meant(document, pronoun, begin, end))
                if meant and (begin, pronoun, name, speaker) not in seen:
                    seen.add((begin, pronoun, name, speaker))
                    last = _WORD.findall(name)[-1].lower()
                    right = any(last in _WORD.findall(phrase.lower()) for phrases in meant for phrase in phrases)
                    yield Filling(document.name, claim.start, pronoun, name, speaker=speaker, right=right)


def print_fillings(folder: Path) -> None:
    """Print, of names for pronouns of GUM's parts, how many are right: in statements, and for who says so."""
    print("\nnames for pronouns, right of filled in      in statements   who says so")
    for title, parts in (("GUM, train", ("train",)), ("GUM, dev and test", ("dev", "test"))):
        found = [each for part in parts for each in fillings(folder, part)]
        counts = [[each.right for each in found if each.speaker is speaker] for speaker in (False, True)]
        print(f"  {title:<40}" + "".join(f"{f'{sum(c)} of {len(c)}':>16}" for c in counts))


def _notes(claim: Claim) -> Iterator[tuple[str, str, bool]]:
    for note in claim.notes:
        for pattern, speaker in ((_STATED, False), (_SPEAKER, True)):
            if (found := pattern.fullmatch(note)) is not None:
                yield found[1].lower(), found[2], speaker


def _around(document: GumDocument, claim: Claim) -> tuple[int, int]:
    """Where the sentences of a claim begin and end."""
    around = [(a, b) for a, b in document.sentences if a < claim.end and claim.start < b]
    return (min(around)[0], max(around)[1]) if around else (claim.start, claim.end)


def _meant(document: GumDocument, pronoun: str, begin: int, end: int) -> Iterator[frozenset[str]]:
    """What each such pronoun between two places means, in all wordings."""
    for phrase in document.phrases:
        if begin <= phrase.start < end and document.text[phrase.start : phrase.end].lower() == pronoun:
            yield document.meant_at(phrase.start, phrase.end)
