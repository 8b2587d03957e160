"""The ClaimReviews of one entry, as external fact-checks.

Written after schema.org/ClaimReview, Google's fact check structured data
(developers.google.com/search/docs/appearance/structured-data/factcheck), and the feed and the research data set of Data
Commons as they are published: ratings as text, `bestRating` below `worstRating`, -1 for "no scale", authors without a
name, pictures in place of ratings.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Final

from checks.claimreview.entries import Entry
from checks.claimreview.fact_check_tools import is_answered_claim, reviews_of_claim
from checks.claimreview.values import (
    first_value,
    has_type,
    host_of,
    name_or_host,
    parse_day,
    parse_language,
    parse_number,
    parse_web_address,
    plain_text,
)
from checks.types.fact_check import ExternalFactCheck, RatingScale, SkippedEntry

LONGEST_STATEMENT: Final = 2000  # characters
LONGEST_RATING: Final = 300
LONGEST_SUMMARY: Final = 1000
_MOST_APPEARANCES: Final = 20
_DEEPEST: Final = 12  # levels of nesting that are searched for a ClaimReview


def read_fact_checks(entry: Entry) -> Iterator[ExternalFactCheck | SkippedEntry]:
    """The fact-checks of one entry, in its order.

    Args:
        entry: one value of a file, with its place in it.

    Returns:
        One item for each ClaimReview: the fact-check, or a `SkippedEntry` with the reason why it was not taken. An
        entry without any ClaimReview gives one `SkippedEntry`, unless it is a script of a web page, which may hold
        anything.
    """
    if entry.wrong:
        yield SkippedEntry(entry.place, entry.wrong)
        return
    found = list(_find_reviews(entry.value))
    for n, review in enumerate(found, 1):
        place = f"{entry.place}, review {n}" if len(found) > 1 else entry.place
        try:
            yield _fact_check(review)
        except ValueError as error:
            yield SkippedEntry(place, str(error))
    if not found and not entry.any_script:
        yield SkippedEntry(entry.place, "there is no ClaimReview in it")


def _find_reviews(value: object, depth: int = 0) -> Iterator[dict[str, object]]:
    """Every ClaimReview inside a JSON value, at any place: in a list, `@graph`, `mainEntity`, `item` …

    A ClaimReview inside another one is not looked for.
    """
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        if has_type(value, "ClaimReview"):
            yield value
            return
        if is_answered_claim(value):
            yield from reviews_of_claim(value)
            return
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _find_reviews(each, depth + 1)


def _fact_check(review: dict[str, object]) -> ExternalFactCheck:
    """One ClaimReview as a fact-check.

    Raises:
        ValueError: it has no claim, no usable rating or no web address; the message says which, for the importer's
        list.
    """
    about = _as_object(review.get("itemReviewed"))
    claim = _as_object(review.get("claimReviewed"))
    statement = plain_text(review.get("claimReviewed")) or _words_of_claim(claim)
    if not statement and has_type(about, "Claim"):
        statement = _words_of_claim(about)
    if not statement:
        raise ValueError("it says no claim (claimReviewed)")
    if len(statement) > LONGEST_STATEMENT:
        raise ValueError(f"its claim has {len(statement):,} characters; {LONGEST_STATEMENT:,} are the most")
    url = _address(review)
    rating = first_value(review.get("reviewRating"))
    scale = _rating_scale(rating)
    return ExternalFactCheck(
        statement=statement,
        rating=_rating_text(rating, scale),
        publisher=_publisher(review) or host_of(url),
        url=url,
        claimant=name_or_host(about.get("author")) or None,
        published=parse_day(review.get("datePublished")) or parse_day(review.get("dateModified")),
        claimed=_day_of_claim(about),
        summary=_summary(review, statement),
        language=parse_language(review.get("inLanguage")),
        scale=scale,
        appearances=_appearances(about, claim),
    )


def _words_of_claim(claim: dict[str, object]) -> str:
    """What a Claim object says: its text, else its name or description."""
    return plain_text(claim.get("text")) or plain_text(claim.get("name")) or plain_text(claim.get("description"))


def _address(review: dict[str, object]) -> str:
    """The address of the fact-check: its own, else that of the page whose main entity it is.

    Raises:
        ValueError: there is none, or it is no web address.
    """
    page = first_value(review.get("mainEntityOfPage"))
    named = [page.get("@id"), page.get("url")] if isinstance(page, dict) else [page]
    return parse_web_address(next(filter(None, (review.get("url"), *named)), None))


def _appearances(*claims: dict[str, object]) -> tuple[str, ...]:
    """The addresses where the claim appeared, each once; what is no web address is left out."""
    found: dict[str, None] = {}
    for place in (claim.get(name) for claim in claims for name in ("appearance", "firstAppearance")):
        for each in place if isinstance(place, list) else [place]:
            given = (
                [each.get("url"), each.get("@id"), each.get("contentUrl")] if isinstance(each, dict) else [each]
            )
            for address in given:
                with suppress(ValueError):
                    found[parse_web_address(address)] = None
                    break
    return tuple(found)[:_MOST_APPEARANCES]


def _rating_text(rating: object, scale: RatingScale | None) -> str:
    """The publisher's words for its rating; where it has none, its numbers written out.

    Raises:
        ValueError: the rating has neither words nor a usable scale.
    """
    if not isinstance(rating, dict):
        text = plain_text(rating, LONGEST_RATING)
    else:
        text = plain_text(rating.get("alternateName"), LONGEST_RATING)
        text = text or plain_text(rating.get("name"), LONGEST_RATING)
    if text:
        return text
    if scale:
        return f"{scale.value:g} (from {scale.worst:g}, the worst, to {scale.best:g}, the best)"
    if isinstance(rating, dict) and rating.get("image"):
        raise ValueError("its rating is a picture, without words or numbers (reviewRating.alternateName)")
    raise ValueError("it has no rating in words or numbers (reviewRating.alternateName)")


def _rating_scale(rating: object) -> RatingScale | None:
    """The numbers of a rating where they make a scale.

    None if a number is missing, all are equal (-1 stands for "no scale") or the value lies outside.
    """
    if not isinstance(rating, dict):
        return None
    value, worst, best = (parse_number(rating.get(name)) for name in ("ratingValue", "worstRating", "bestRating"))
    if value is None or worst is None or best is None or worst == best:
        return None
    return RatingScale(value, worst, best) if min(worst, best) <= value <= max(worst, best) else None


def _publisher(review: dict[str, object]) -> str:
    """The name of the publisher, "" where none is given.

    Google asks for the publisher in `author`; where `author` is a person, that is the journalist, so `publisher` is
    read first.
    """
    by_person = has_type(_as_object(review.get("author")), "Person")
    order = ("publisher", "author") if by_person else ("author", "publisher")
    names = (name_or_host(review.get(name)) for name in (*order, "sdPublisher"))
    return next(filter(None, names), "")


def _day_of_claim(about: dict[str, object]) -> date | None:
    """The day on which the claim was made, from the claim itself or its first known appearance."""
    places = (about, _as_object(about.get("firstAppearance")), _as_object(about.get("appearance")))
    return next(filter(None, (parse_day(place.get("datePublished")) for place in places)), None)


def _summary(review: dict[str, object], statement: str) -> str:
    """The first text of the review that says more than the claim does, "" where there is none."""
    names = ("headline", "name", "description", "reviewBody")
    texts = (plain_text(review.get(name), LONGEST_SUMMARY) for name in names)
    return next((text for text in texts if text and text != statement), "")


def _as_object(value: object) -> dict[str, object]:
    """A JSON value, or the first of a list, if it is an object; else an empty one."""
    value = first_value(value)
    return value if isinstance(value, dict) else {}
