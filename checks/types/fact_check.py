"""Fact-checks of other publishers, as their ClaimReview gives them."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class RatingScale:
    """A rating in numbers (ClaimReview's `ratingValue`, `worstRating`, `bestRating`); `best` may be the lower end."""

    value: float
    worst: float
    best: float


@dataclass(frozen=True, slots=True)
class ExternalFactCheck:
    """A fact-check of another publisher: plain text, and an address that begins with http:// or https://.

    Attributes:
        statement: the claim that was checked, at most 2,000 characters.
        rating: the publisher's own words for it, at most 300 characters.
        claimant: who made the claim.
        published: the day of the fact-check.
        claimed: the day on which the claim was made.
        language: an ISO 639 code.
        scale: the rating in numbers, where they make a scale.
        appearances: web addresses where the claim appeared, at most 20.
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
    scale: RatingScale | None = None
    appearances: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SkippedEntry:
    """An entry of a file that was not taken: its place ("line 7") and the reason in words."""

    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class RatingReading:
    """What the rules make of an external rating: a rating of ours by its words and by its numbers, None where unknown.

    Attributes:
        key: the words without case, accents and punctuation; two ways of writing one rating have the same key.
        by_words: a rating of ours; "none" for words that are known to have no counterpart on our scale.
        by_numbers: a rating of ours from the place of the value between worst and best.
    """

    key: str
    by_words: str | None
    by_numbers: str | None
