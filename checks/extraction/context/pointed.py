"""What a claim's statement points at that stands elsewhere in its article: phrases that tell it, and whole stretches.

Where a pronoun or a bare noun means one thing for sure, a phrase is enough. Where it does not, the article's own words
right before the claim say more than a guess: of "that strike" the sentence before tells, and the headline may tell of
another one.
"""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Final

from checks.extraction.context.antecedents import antecedents, bare_nouns, is_definite, kinds_of, phrases_of
from checks.extraction.context.before import LONGEST_STRETCH, Stretch, pointer_of, words_before, words_with
from checks.extraction.context.introductions import Introductions
from checks.lexicon import alternatives
from checks.nlp.tree import Sentence, Word
from checks.types.claim import Claim

_SHORTEST: Final = 9  # words of a statement that needs none of its sentence
_NOUNS: Final = ("NN", "NNS")
_SPANS: Final = alternatives("extraction", "spans")
_COUNTED: Final = alternatives("extraction", "counted_from")
_SINCE_THEN: Final = re.compile(
    rf"\b(?:the (?:{_COUNTED}) (?:{_SPANS})|since then|(?:{_SPANS})s? (?:later|earlier))\b", re.IGNORECASE
)


@dataclass(slots=True)
class PointedAt:
    """What one statement points at: `phrases` in the article's words, and `stretches` by the places of their ends."""

    phrases: list[str] = field(default_factory=list)
    stretches: list[Stretch] = field(default_factory=list)

    def add(self, *stretches: Stretch) -> None:
        """Take in stretches, each once."""
        self.stretches.extend(each for each in dict.fromkeys(stretches) if each not in self.stretches)


def pointed_at(
    claim: Claim,
    n: int,
    sentences: Sequence[Sentence],
    introductions: Introductions,
    genders: Mapping[str, str],
    about: Set[str],
) -> PointedAt:
    """What a claim of the n-th sentence points at.

    The words before its pronoun, or without such the one phrase that agrees; for each bare noun what tells which one is
    meant; what "the following year" is counted from; and the sentence that a few words are cut from.

    Args:
        claim: a claim with its statement and claimant.
        n: the place of its sentence.
        sentences: those of the article, in their order.
        introductions: who is who in it.
        genders: "f" or "m" by the surnames of those of whom it is known.
        about: the words of the headline and lead that stand beside the statement anyhow.
    """
    found, sentence = PointedAt(), sentences[n]
    pointer = pointer_of(sentence, claim.start, claim.end, claim.statement)
    if pointer is not None and pointer.tag not in _NOUNS:
        found.add(*words_before(sentences, n, claim.start, pointer))
    phrases = antecedents(sentences, n, claim.start, claim.end, claim.statement, genders)
    if not found.stretches and len(phrases) == 1:
        found.phrases.extend(phrases)
    for noun in bare_nouns(sentence, claim.start, claim.end, f"{claim.statement} {claim.claimant or ''}"):
        _add_noun(found, claim, n, sentences, introductions, noun, about)
    if not found.stretches and not found.phrases and pointer is not None and pointer.tag in _NOUNS:
        found.add(*words_before(sentences, n, claim.start, pointer))
    found.add(*_around(claim, n, sentences))
    return found


def _add_noun(
    found: PointedAt,
    claim: Claim,
    n: int,
    sentences: Sequence[Sentence],
    introductions: Introductions,
    noun: Word,
    about: Set[str],
) -> None:
    """Add what a bare noun means, by the surest of four ways.

    "The council" is the one council that the article names. Else the nearest words before it that tell of the same
    noun say which one it is. Else "the plant" is the one that bears a name, "the Harrow plant". Else, where neither
    headline nor lead tells of one, a phrase that stands further off.
    """
    one = introductions.of_kind(kinds_of(sentences[n], noun))
    if one is not None:
        found.phrases.append(one)
        return
    if not is_definite(sentences[n], noun):
        return  # "police" or "shares" of which no name tells more
    near = words_with(sentences, n, claim.start, noun)
    thing = introductions.thing_of(noun.lower)
    if near is not None:
        found.add(near)
    elif thing is not None:
        found.phrases.append(thing)
    elif noun.lower not in about:
        found.phrases.extend(phrases_of(sentences, n, noun))


def _around(claim: Claim, n: int, sentences: Sequence[Sentence]) -> Iterator[Stretch]:
    """The sentence before a time that is counted from it, and that of a few words, of a long one the first words."""
    if _SINCE_THEN.search(claim.statement) and n > 0:
        yield n - 1, len(sentences[n - 1].words) - 1
    words = sentences[n].words[:LONGEST_STRETCH]
    if claim.statement.count(" ") < _SHORTEST and claim.start < words[-1].start:
        yield n, len(words) - 1
