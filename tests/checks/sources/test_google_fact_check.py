"""What is special to Google Fact Check Tools: words of rating, hits of other claims, a key that stays a secret."""

import re
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import redis

from checks.retrieval.sources import google_fact_check as google
from checks.retrieval.sources import options_of
from checks.suggestion.findings import find
from checks.types.answer import CouldNotAsk, Found, Nothing
from tests.checks.sources.conftest import Played, claimed
from tests.fixtures.outside import Reply

POLAND = "Poland has more than 38 million inhabitants."
KEY = "AIza-a-secret-of-tests"


def _review(rating: str | None = "False", **more: Any) -> Any:
    return {"publisher": {"name": "Checkers", "site": "checkers.example"}, "url": "https://checkers.example/poland",
            "title": "No, Poland does not have 38 million ...", "reviewDate": "2026-05-06T10:00:00Z",
            "textualRating": rating, "languageCode": "en", **more}  # fmt: skip


def _claims(text: str | None = "Poland has more than 38 million inhabitants", *reviews: Any) -> Any:
    return {"claims": [{"text": text, "claimant": "A. Speaker", "claimDate": "2026-05-01T00:00:00Z",
                        "claimReview": list(reviews or [_review()])}], "nextPageToken": "CAo"}  # fmt: skip


def _found(answer: Any) -> Found:
    assert isinstance(answer, Found), answer
    return answer


def test_a_review_keeps_its_publishers_words_and_says_whose_claim_it_was(played: Played) -> None:
    (passage,) = _found(played.ask(google, POLAND, _claims(), key=KEY)).passages
    assert (passage.rating, passage.publisher) == ("False", "Checkers")
    assert (passage.published, passage.url) == (date(2026, 5, 6), "https://checkers.example/poland")
    assert passage.text == "Poland has more than 38 million inhabitants"
    assert passage.locator == "“No, Poland does not have 38 million ...”, a claim by A. Speaker, 1 May 2026"


@pytest.mark.parametrize(
    ("rating", "stance"),
    [
        ("False", "refutes"), ("True", "supports"), ("FALSO en parte", "context"), ("Four Pinocchios", "context"),
        ("This is not what the statistics say", "context"), (None, "context"),
    ],
)  # fmt: skip
def test_words_of_rating_that_are_not_known_decide_nothing(
    played: Played, rating: str | None, stance: str
) -> None:
    claim = claimed(POLAND)
    (passage,) = _found(played.ask(google, claim, _claims(POLAND, _review(rating)), key=KEY)).passages
    finding = find(claim, passage)
    assert (finding.stance, finding.match_kind) == (stance, "the same claim")
    assert (rating or "(no rating given)") in finding.reason


def test_a_review_of_a_related_claim_is_context(played: Played) -> None:
    claim = claimed(POLAND)
    (passage,) = _found(
        played.ask(google, claim, _claims("Poland has more than 45 million people"), key=KEY)
    ).passages
    finding = find(claim, passage)
    assert (finding.stance, finding.match_kind) == ("context", "related")
    assert "other number" in finding.reason


def test_a_review_of_another_claim_is_set_aside(played: Played) -> None:
    answer = played.ask(google, POLAND, _claims("Vaccines contain microchips"), key=KEY)
    assert isinstance(answer, Found)
    assert [each.reason for each in answer.set_aside] == ["it examined another claim"]
    assert (answer.passages, [query.hits for query in answer.queries]) == ((), [1, 1, 1])


def test_the_key_goes_in_a_header_and_stays_nowhere(played: Played) -> None:
    answer = _found(played.ask(google, POLAND, _claims(), key=KEY, path="/v1alpha1/claims:search"))
    path, headers = played.service.asked[0]
    assert (urlsplit(path).path, headers["x-goog-api-key"]) == ("/v1alpha1/claims:search", KEY)
    asked = parse_qs(urlsplit(path).query)
    assert asked == {"query": [POLAND.rstrip(".")], "languageCode": ["en"], "pageSize": ["20"]}
    with redis.Redis.from_url(played.redis_url.replace("redis+socket://", "unix://")) as kept:
        stored = b"".join(key + (kept.get(key) or b"") for key in kept.scan_iter() if kept.type(key) == b"string")
    assert b"claims:search" in stored  # the answer is kept
    assert KEY.encode() not in stored
    assert KEY not in repr(answer)


def test_without_a_key_the_source_is_off() -> None:
    assert options_of(google, {}) is None


@pytest.mark.parametrize(
    ("status", "message", "kind", "says"),
    [
        (400, "API key not valid. Please pass a valid API key.", "INVALID_ARGUMENT", "it answered 400: API key not"),
        (403, "Fact Check Tools API has not been used in this project.", "PERMISSION_DENIED", "it refuses (403): Fact"),
        (429, "Quota exceeded.", "RESOURCE_EXHAUSTED", "asked too often (429): Quota exceeded."),
    ],
)  # fmt: skip
def test_its_errors_are_no_answer(played: Played, status: int, message: str, kind: str, says: str) -> None:
    body = {"error": {"code": status, "message": message, "status": kind, "details": [{"@type": "x"}]}}
    answer = played.ask(google, POLAND, Reply(body, status), key=KEY)
    assert isinstance(answer, CouldNotAsk)
    assert answer.reason.startswith(says)


@pytest.mark.parametrize("page", [{}, {"claims": []}, {"claims": None}, {"nextPageToken": ""}])
def test_nothing_found_is_an_empty_answer(played: Played, page: Any) -> None:
    answer = played.ask(google, POLAND, page, key=KEY)
    assert isinstance(answer, Nothing)
    assert [query.text for query in answer.queries] == [POLAND.rstrip("."), "Poland inhabitants", "Poland"]


def test_a_review_without_most_of_its_members_is_still_one(played: Played) -> None:
    bare = {"claims": [{"text": POLAND, "claimReview": [{"url": "https://www.c.example/1"}, {}, {"title": "x"}]}]}
    (passage,) = _found(played.ask(google, POLAND, bare, key=KEY)).passages
    assert (passage.publisher, passage.locator, passage.published) == ("c.example", "fact-check", None)
    assert passage.rating == "(no rating given)"


def test_a_claim_may_have_several_reviews_and_the_same_one_comes_once(played: Played) -> None:
    reviews = [_review(), _review(), _review("True", url="https://others.example/1")]
    found = _found(played.ask(google, POLAND, _claims(POLAND, *reviews), key=KEY)).passages
    assert [passage.rating for passage in found] == ["False", "True"]


def test_a_rating_as_long_as_an_article_is_cut(played: Played) -> None:
    found = _found(played.ask(google, POLAND, _claims(POLAND, _review("False. " * 1000)), key=KEY)).passages
    assert len(found[0].rating or "") <= 500
    assert not re.search(r"False$", found[0].rating or "")
