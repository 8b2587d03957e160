"""Google Fact Check Tools: what fact-checkers elsewhere have published on a claim, with their own words of rating.

Built to `claims:search` of the Fact Check Tools API v1alpha1 (discovery document, revision 20230923),
https://developers.google.com/fact-check/tools/api/reference/rest/v1alpha1/claims/search. Every member of an answer may
be missing; `{}` is nothing found. The key goes in a header, so that it stands in no address.
"""

from collections.abc import Iterator
from typing import Final

from checks.matching.same_claim import compare_claims
from checks.retrieval.queries import queries
from checks.retrieval.response_schemas import Line, Link, Shape, day, shaped, site
from checks.retrieval.search_log import Hit, SearchLog
from checks.retrieval.sources import Limits, Option
from checks.retrieval.words import search_words
from checks.types.answer import Answer, SearchFailed
from checks.types.claim import Claim
from checks.types.passage import Passage
from checks.types.source import SourceContext

NAME = "google fact check"
TITLE = "Google Fact Check Tools"
LIMITS = Limits(per_minute=60, seconds=10, largest=1_000_000, kept_seconds=6 * 3600)
OPTIONS = (
    Option("key", "the key of a Google Cloud project in which the Fact Check Tools API is enabled", secret=True),
    Option("language", "the language of the fact-checks", "en"),
    Option(
        "address",
        "where Google is asked",
        "https://factchecktools.googleapis.com/v1alpha1/claims:search",
        address=True,
    ),
)
_LOOSER, _LONGEST_QUERY = 2, 300  # queries after the claim itself; characters
_A_PAGE: Final = 20
_MOST: Final = 8
_NOT_RATED: Final = "(no rating given)"


class _Publisher(Shape):
    name: Line | None = None
    site: Line | None = None


class _Review(Shape):
    publisher: _Publisher | None = None
    url: Link | None = None
    title: Line | None = None
    reviewDate: Line | None = None  # noqa: N815 - as it is written there
    textualRating: Line | None = None  # noqa: N815


class _Checked(Shape):
    text: Line | None = None
    claimant: Line | None = None
    claimDate: Line | None = None  # noqa: N815
    claimReview: list[_Review] | None = None  # noqa: N815


class _Page(Shape):
    claims: list[_Checked] | None = None


def applies(claim: Claim) -> bool:
    """Any claim may have been checked elsewhere."""
    return bool(search_words(claim.statement))


def ask(claim: Claim, context: SourceContext) -> Answer:
    """Fact-checks of the same claim, then related ones; the claim itself is asked first, then its words alone."""
    log = SearchLog()
    for query in dict.fromkeys((claim.statement[:_LONGEST_QUERY], *queries(claim)[:_LOOSER])):
        try:
            page = _search(query, context)
        except SearchFailed as failure:
            return log.failed(failure, query)
        log.searched(query, map(_hit, page.claims or ()))
        if found := similar_reviews(claim, page, log):
            return log.answer(found)
    return log.answer(())


def _search(query: str, context: SourceContext) -> _Page:
    """One page of 20 claims; the key travels in a header."""
    params: dict[str, str | int] = {
        "query": query,
        "languageCode": context.options["language"],
        "pageSize": _A_PAGE,
    }
    headers = {"X-Goog-Api-Key": context.options["key"]}
    return shaped(_Page, context.fetch.json(context.options["address"], params, headers=headers))


def similar_reviews(claim: Claim, page: _Page, log: SearchLog | None = None) -> tuple[Passage, ...]:
    """The reviews of the same claim, then related ones; the search is fuzzy, and most hits are of other claims.

    `page` is one page of the service's answer. At most eight reviews, each with its rating in the publisher's
    words; hits of other claims are noted in `log` as set aside.
    """
    log = log or SearchLog()
    found: dict[str, tuple[float, Passage, str]] = {}
    for checked in page.claims or ():
        key, similarity, reviews = (
            _hit(checked).key,
            compare_claims(claim.statement, checked.text or ""),
            list(_passages(checked)),
        )
        if similarity is None:
            log.set_aside(key, "it examined another claim")
        elif not reviews:
            log.set_aside(key, "it has no review with an address that could be shown")
        score = similarity.score if similarity else 0.0
        for passage in reviews if similarity else ():
            found.setdefault(f"{passage.url} {passage.text}", (score, passage, key))
    best = sorted(found.values(), key=lambda row: -row[0])[:_MOST]
    for _, _, key in best:
        log.keep(key)
    return tuple(passage for _, passage, _ in best)


def _hit(checked: _Checked) -> Hit:
    reviews = checked.claimReview or ()
    publishers = ", ".join(
        dict.fromkeys(r.publisher.name or r.publisher.site or "" for r in reviews if r.publisher is not None)
    )
    url = next((review.url for review in reviews if review.url), None)
    return Hit(f"{url} {checked.text}", checked.text or "(no text)", publishers, url)


def _passages(checked: _Checked) -> Iterator[Passage]:
    """One for each review that can be shown to a reader; the claim that it examined is its text."""
    for review in checked.claimReview or ():
        publisher = review.publisher or _Publisher()
        if checked.text and review.url:
            yield Passage(
                text=checked.text, locator=_locator(checked, review),
                publisher=publisher.name or publisher.site or site(review.url), url=review.url,
                published=day(review.reviewDate), origin=NAME, rating=review.textualRating or _NOT_RATED,
            )  # fmt: skip


def _locator(checked: _Checked, review: _Review) -> str:
    claimed = day(checked.claimDate)
    said = f", a claim by {checked.claimant}" if checked.claimant else ""
    when = f", {claimed:%-d %B %Y}" if claimed else ""
    return f"“{review.title}”{said}{when}" if review.title else f"fact-check{said}{when}"
