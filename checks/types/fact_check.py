"""Fact-checks of other publishers, as their ClaimReview tells them."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Scale:
    """A rating in numbers; `best` may be the lower end."""

    value: float
    worst: float
    best: float


@dataclass(frozen=True, slots=True)
class ForeignCheck:
    """A fact-check of somebody else as its ClaimReview tells it: plain text, an address that begins with http(s).

    `rating` holds the publisher's words, `scale` its numbers where they make a scale. `published` is the day of the
    fact-check, `claimed` that of the claim; `language` an ISO 639 code.
    """

    statement: str
    rating: str
    publisher: str
    url: str
    claimant: str | None = None
    published: date | None = None
    claimed: date | None = None
    summary: str = ""
    language: str | None = None
    scale: Scale | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """An entry of a file that was not taken: where it stands and why, in words."""

    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class Read:
    """What a foreign rating is on our scale: by its words and by its numbers, each None where they say nothing.

    `by_words` is "none" for words that are known and have no counterpart with us. `key` is the same for two ways of
    writing one rating.
    """

    key: str
    by_words: str | None
    by_numbers: str | None
