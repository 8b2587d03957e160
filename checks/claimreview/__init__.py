"""Fact-checks of others out of ClaimReview markup, in all the forms in which it is published.

`entries` cuts a file into entries as it is read, `checks` reads one entry. Built to schema.org/ClaimReview, to Google's
fact check markup, and to the feed and the research set of Data Commons as they are met: ratings as text, `bestRating`
below `worstRating`, -1 for no scale, authors without a name, pictures in place of ratings.
"""

from collections.abc import Iterator
from typing import Any, Final

from checks.claimreview.entries import Entry, entries
from checks.claimreview.values import address, day, first, is_a, language, named, number, plain, site
from checks.types.fact_check import ForeignCheck, Scale, Skipped

__all__ = ["Entry", "checks", "entries"]
LONGEST_STATEMENT: Final = 2000
LONGEST_RATING: Final = 300
LONGEST_SUMMARY: Final = 1000
_DEEPEST: Final = 12


def checks(entry: Entry) -> Iterator[ForeignCheck | Skipped]:
    """The fact-checks of one entry, each one that cannot be taken with the reason.

    An entry in which there is none says so, except for a script of a web page, which may tell of anything.
    """
    if entry.wrong:
        yield Skipped(entry.place, entry.wrong)
        return
    found = list(_reviews(entry.value))
    for n, review in enumerate(found, 1):
        place = f"{entry.place}, review {n}" if len(found) > 1 else entry.place
        try:
            yield _check(review)
        except ValueError as error:
            yield Skipped(place, str(error))
    if not found and not entry.any_script:
        yield Skipped(entry.place, "there is no ClaimReview in it")


def _reviews(value: Any, deep: int = 0) -> Iterator[dict[str, Any]]:
    """Every ClaimReview in a value, wherever it hangs: a list, @graph, mainEntity, item …"""
    if deep > _DEEPEST:
        return
    if isinstance(value, dict):
        if is_a(value, "ClaimReview"):
            yield value
            return
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _reviews(each, deep + 1)


def _check(review: dict[str, Any]) -> ForeignCheck:
    """One ClaimReview. Raises `ValueError` that says why it cannot be taken."""
    about = _object(review.get("itemReviewed"))
    statement = plain(review.get("claimReviewed"))
    if not statement and is_a(about, "Claim"):
        statement = plain(about.get("text")) or plain(about.get("name"))
    if not statement:
        raise ValueError("it says no claim (claimReviewed)")
    if len(statement) > LONGEST_STATEMENT:
        raise ValueError(f"its claim has {len(statement):,} characters; {LONGEST_STATEMENT:,} are the most")
    url = address(review.get("url") or review.get("mainEntityOfPage"))
    rating = first(review.get("reviewRating"))
    scale = _scale(rating)
    return ForeignCheck(
        statement,
        _words(rating, scale),
        _publisher(review) or site(url),
        url,
        named(about.get("author")) or None,
        day(review.get("datePublished")) or day(review.get("dateModified")),
        _claimed(about),
        _summary(review, statement),
        language(review.get("inLanguage")),
        scale,
    )


def _words(rating: Any, scale: Scale | None) -> str:
    """The publisher's words; its numbers in words where it has no other."""
    if not isinstance(rating, dict):
        words = plain(rating, LONGEST_RATING)
    else:
        words = plain(rating.get("alternateName"), LONGEST_RATING) or plain(rating.get("name"), LONGEST_RATING)
    if words:
        return words
    if scale:
        return f"{scale.value:g} (from {scale.worst:g}, the worst, to {scale.best:g}, the best)"
    if isinstance(rating, dict) and rating.get("image"):
        raise ValueError("its rating is a picture, without words or numbers (reviewRating.alternateName)")
    raise ValueError("it has no rating in words or numbers (reviewRating.alternateName)")


def _scale(rating: Any) -> Scale | None:
    """The numbers of a rating where they make a scale; not where all are -1, or the value is outside."""
    if not isinstance(rating, dict):
        return None
    value, worst, best = (number(rating.get(name)) for name in ("ratingValue", "worstRating", "bestRating"))
    if value is None or worst is None or best is None or worst == best:
        return None
    return Scale(value, worst, best) if min(worst, best) <= value <= max(worst, best) else None


def _publisher(review: dict[str, Any]) -> str:
    """Who published it; a journalist who signs as its author is not."""
    by_person = is_a(_object(review.get("author")), "Person")
    order = ("publisher", "author") if by_person else ("author", "publisher")
    names = (named(review.get(name)) for name in (*order, "sdPublisher"))
    return next(filter(None, names), "")


def _claimed(about: dict[str, Any]) -> Any:
    places = (about, _object(about.get("firstAppearance")), _object(about.get("appearance")))
    return next(filter(None, (day(place.get("datePublished")) for place in places)), None)


def _summary(review: dict[str, Any], statement: str) -> str:
    texts = (
        plain(review.get(name), LONGEST_SUMMARY) for name in ("headline", "name", "description", "reviewBody")
    )
    return next((text for text in texts if text and text != statement), "")


def _object(value: Any) -> dict[str, Any]:
    value = first(value)
    return value if isinstance(value, dict) else {}
