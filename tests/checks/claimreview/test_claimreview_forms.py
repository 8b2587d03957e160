"""ClaimReview as it is really published: in forms that strict reading skips."""

import json
import time
from datetime import date
from typing import Any

import pytest

from checks.types.fact_check import ExternalFactCheck
from tests.checks.claimreview.test_claimreview import review, taken

_CLAIM = "The town has 400 wells."
_MICRODATA = """<html lang="en"><body><div itemscope itemtype="http://schema.org/ClaimReview"><meta
itemprop="datePublished"
content="2021-03-04"><meta itemprop="url" content="https://checks.example/1"><div itemprop="author" itemscope
itemtype="http://schema.org/Organization"><meta itemprop="name" content="Shape Desk"></div><p
itemprop="claimReviewed">The town
has <b>400</b> wells.</p><div itemprop="reviewRating" itemscope itemtype="http://schema.org/Rating"><meta
itemprop="ratingValue"
content="1"><meta itemprop="bestRating" content="5"><meta itemprop="worstRating" content="1"><span
itemprop="alternateName">Four
Pinocchios</span></div><div itemprop="itemReviewed" itemscope itemtype="http://schema.org/CreativeWork"><div
itemprop="author"
itemscope itemtype="http://schema.org/Person"><span itemprop="name">Ann Example</span></div></div></div></body>
</html>"""
_ANSWER = {
    "claims": [
        {
            "text": _CLAIM,
            "claimant": "Ann Example",
            "claimDate": "2020-09-08T02:48:10Z",
            "claimReview": [
                {"publisher": {"name": "BOOM", "site": "boom.example"}, "url": "https://boom.example/9654",
                 "title": "Wells elsewhere", "reviewDate": "2020-09-09T02:48:10Z",
                 "textualRating": "False", "languageCode": "en"},
                {"publisher": {"site": "checks.example"}, "url": "https://checks.example/1", "textualRating": "Fake"},
            ],
        }
    ],
    "nextPageToken": "CAo",
}  # fmt: skip


def _json(**more: Any) -> str:
    return json.dumps(review(claimReviewed=_CLAIM, **more))


def _script(content: str) -> str:
    return f'<html><head><script type="application/ld+json">{content}</script></head></html>'


def _one(data: Any) -> ExternalFactCheck:
    (found,), skipped = taken(data)
    assert skipped == []
    return found


@pytest.mark.parametrize(
    "data",
    [
        _script(_json().replace("has 400", "has\n400")),
        _script(_json().removesuffix("}") + ",}"),
        _script(f"//<![CDATA[\n{_json()}\n//]]>"),
        _script(f"/* <![CDATA[ */ {_json()} /* ]]> */"),
        _script(_json().replace('"', "&quot;")),
        _script(f"<!-- {_json()} -->"),
        _script(_json() + ";"),
        json.dumps(review(claimReviewed={"@type": "Claim", "text": _CLAIM})),
        json.dumps(review(claimReviewed={"@type": "Claim", "name": _CLAIM})),
    ],
    ids=[
        "line break",
        "trailing comma",
        "CDATA",
        "CDATA in comments",
        "entities",
        "comment",
        "semicolon",
        "Claim",
        "named",
    ],
)
def test_it_is_read_all_the_same(data: str) -> None:
    found = _one(data)
    assert (found.statement, found.rating, found.url) == (_CLAIM, "False", "https://checks.example.org/1")


def test_microdata() -> None:
    found = _one(_MICRODATA)
    assert (found.statement, found.rating, found.publisher, found.url, found.claimant, found.published) == (
        _CLAIM, "Four Pinocchios", "Shape Desk", "https://checks.example/1",
            "Ann Example", date(2021, 3, 4))  # fmt: skip
    assert found.scale is not None
    assert (found.scale.value, found.scale.worst, found.scale.best) == (1, 1, 5)


@pytest.mark.parametrize("tag", ["data", "meter"])
def test_microdata_whose_value_stands_beside_its_words(tag: str) -> None:
    old = '<meta\nitemprop="ratingValue"\ncontent="1">'
    assert old in _MICRODATA
    page = _MICRODATA.replace(old, f'<{tag} itemprop="ratingValue" value="1">one of five</{tag}>')
    assert _one(page) == _one(_MICRODATA)


def test_a_property_of_microdata_named_as_its_id_is_left_out() -> None:
    """`@id` is no property: the item keeps the one value that `itemid` gave it."""
    page = _MICRODATA.replace("itemscope", 'itemscope itemid="urn:first"', 1).replace(
        'itemprop="url"', 'itemprop="@id url"', 1
    )
    assert page.count("@id") == page.count("urn:first") == 1
    assert _one(page).url == "https://checks.example/1"


@pytest.mark.parametrize("page", [{"@type": "WebPage", "@id": "https://checks.example/1"}, "https://checks.example/1",
                                  [{"url": "https://checks.example/1"}]])  # fmt: skip
def test_the_address_of_the_page_that_it_is_the_main_thing_of(page: object) -> None:
    given = review(mainEntityOfPage=page)
    del given["url"]
    assert _one(given).url == "https://checks.example/1"


def test_an_answer_of_google_fact_check_tools() -> None:
    (first, second), skipped = taken(_ANSWER)
    assert skipped == []
    assert (first.statement, first.rating, first.publisher, first.claimant) == (
        _CLAIM,
        "False",
        "BOOM",
        "Ann Example",
    )
    assert (first.published, first.claimed, first.language) == (date(2020, 9, 9), date(2020, 9, 8), "en")
    assert (second.rating, second.publisher) == ("Fake", "checks.example")


def test_where_the_claim_appeared_is_kept() -> None:
    claim = {
        "@type": "Claim",
        "appearance": [{"@type": "CreativeWork", "url": "https://social.example/1"}, "https://social.example/2"],
        "firstAppearance": {"@id": "https://social.example/1"},
    }
    assert _one(review(itemReviewed=claim)).appearances == ("https://social.example/1", "https://social.example/2")
    bad = {"@type": "Claim", "appearance": ["javascript:alert(1)", {"url": "nowhere"}, {}]}
    assert _one(review(itemReviewed=bad)).appearances == ()


def test_what_is_broken_beyond_repair_is_said() -> None:
    found, skipped = taken(_script('{"@type": "ClaimReview", "claimReviewed": '))
    assert found == []
    assert "it is not JSON" in skipped[0].reason


@pytest.mark.parametrize(
    "page",
    ["<div itemscope>" * 50_000, "<i itemprop=a itemscope>" * 50_000, "<p itemprop=x>" * 50_000 + "y" * 100_000,
     "</div>" * 200_000,
     "<div itemscope itemprop=a>" * 100 + "<b>x</b>" * 100_000],
    ids=lambda page: page[:20],
)  # fmt: skip
def test_hostile_microdata_takes_time_by_its_length_alone(page: str) -> None:
    began = time.process_time()
    taken(f"<html>{page}")
    assert time.process_time() - began < 10
