"""schema.org ClaimReview of a fact-check, within what Google asks of it (developers.google.com, "Fact Check", 2026).

`claimReviewed` is short and holds no rating, the speaker is a person or an organization only where somebody said
which, and a rating has a number only where the newsroom's scale gives one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from store.newsroom.rating_scale import RatingScale
from store.verdicts.appearances import Appearance
from store.verdicts.fact_checks import FactCheck

LONGEST_CLAIM: Final = 74  # characters: "less than 75"
_END: Final = re.compile(r"[\s,;:.–—-]+\Z")
# Words with which the name of a body ends or begins, and titles that only people bear.
_BODIES: Final = frozenset(
    "administration agency army association authority bank board bureau cabinet campaign chamber church city "
    "commission "
    "committee company congress corporation council court department embassy federation fund government group hospital "
    "house institute kremlin league ministry museum navy network newspaper office organisation organization parliament "
    "party pentagon police senate service society union university".split()
)
_TITLES: Final = frozenset(
    "ambassador chairman chairwoman chancellor chief councillor councilman councilwoman deputy director doctor dr "
    "general governor judge king mayor minister mr mrs ms president premier prime prince princess professor queen "
    "secretary senator speaker spokesman spokesperson spokeswoman".split()
)


@dataclass(frozen=True, slots=True)
class Organization:
    """The newsroom that publishes: its name, the address of its desk, and that of its logo."""

    name: str
    url: str
    logo: str | None = None


def guess_claimant_kind(name: str | None) -> str | None:
    """Whether a claimant is a "person" or an "organization" by the words of the name; None if they do not
    settle it.
    """
    words = re.findall(r"[^\W\d_]+", (name or "").lower())
    if any(word in _TITLES for word in words):
        return "person"
    return "organization" if any(word in _BODIES for word in words) else None


def shorten_claim(statement: str, longest: int = LONGEST_CLAIM) -> str:
    """A statement of at most so many characters, cut between words, with an ellipsis where something is left out."""
    text = " ".join(statement.split())
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    if not text[longest - 1].isspace():
        cut = cut.rsplit(" ", 1)[0]
    return f"{_END.sub('', cut)}…"


def claim_review(
    row: FactCheck, url: str, newsroom: Organization, scale: RatingScale, appearances: Sequence[Appearance]
) -> dict[str, object]:
    """The markup of a fact-check as JSON-LD.

    Args:
        url: the whole address of its page.
        appearances: where the claim was seen, its own article first.
    """
    author: dict[str, object] = {"@type": "Organization", "name": newsroom.name, "url": newsroom.url}
    if newsroom.logo:
        author["logo"] = newsroom.logo
    review: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": url,
        "claimReviewed": shorten_claim(row.statement),
        "itemReviewed": _claim(row, appearances),
        "author": author,
        "datePublished": row.published_at.date().isoformat(),
        "reviewRating": _rating(row.rating, scale),
        "reviewBody": row.summary,
    }
    if row.corrected_at:
        review["dateModified"] = row.corrected_at.date().isoformat()
    return review


def _claim(row: FactCheck, appearances: Sequence[Appearance]) -> dict[str, object]:
    said: dict[str, object] = {"@type": "Claim"}
    kind = row.claimant_kind or guess_claimant_kind(row.claimant)
    if row.claimant and kind:
        said["author"] = {"@type": "Person" if kind == "person" else "Organization", "name": row.claimant}
    works = [_work(each) for each in appearances]
    if works:
        said["appearance"] = works[0] if len(works) == 1 else works
        if first := appearances[0].published:
            said["datePublished"] = first.date().isoformat()
    return said


def _work(appearance: Appearance) -> dict[str, object]:
    work: dict[str, object] = {"@type": "CreativeWork", "headline": appearance.title}
    if appearance.url:
        work["url"] = appearance.url
    if appearance.published:
        work["datePublished"] = appearance.published.date().isoformat()
    return work


def _rating(rating: str, scale: RatingScale) -> dict[str, object]:
    label = scale.of(rating)
    found: dict[str, object] = {"@type": "Rating", "alternateName": label.label}
    if label.number is not None and scale.best > scale.worst:
        found |= {"ratingValue": label.number, "bestRating": scale.best, "worstRating": scale.worst}
    return found
