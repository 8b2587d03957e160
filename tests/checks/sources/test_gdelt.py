"""What is special to GDELT: its rules for queries, its window, its errors in words, headlines that prove nothing."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from checks.retrieval.sources import gdelt
from checks.stance.judge import compare
from checks.types.answer import CouldNotAsk, Found, Nothing
from checks.types.quantity import Date
from tests.checks.sources.conftest import NOW, Played, claimed
from tests.fixtures.outside import Reply

TROOPS = "Russia has more than 100,000 troops near the border of Ukraine."


def _article(title: str, url: str = "https://news.example/a", seen: str = "20260703T130000Z", **more: Any) -> Any:
    return {"url": url, "url_mobile": "", "title": title, "seendate": seen, "socialimage": "", "domain": "x",
            "language": "English", "sourcecountry": "Poland", **more}  # fmt: skip


def _found(answer: Any) -> Found:
    assert isinstance(answer, Found), answer
    return answer


@pytest.mark.parametrize(
    ("text", "exact", "loose"),
    [
        (TROOPS, "Russia Ukraine troops border", "Russia (troops OR border)"),
        ("The U.S. will send 2,000 soldiers to Poland.", '("United States" OR American) Poland soldiers',
         '("United States" OR American) soldiers'),
        ("Vladimir Putin met Xi Jinping in Beijing.", '"Vladimir Putin" "Xi Jinping"', '"Vladimir Putin"'),
        ("O'Brien sold AT&T for $5 billion.", '"O Brien"', None),
    ],
)  # fmt: skip
def test_a_query_holds_to_the_rules_of_gdelt(text: str, exact: str, loose: str | None) -> None:
    made = gdelt.gdelt_queries(claimed(text))
    assert made == tuple(f"{query} sourcelang:english" for query in (exact, loose) if query)


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("On 15 June 2026 Russia had 100,000 troops near Ukraine.", "2026-06-13 00:00", "2026-07-04 09:00"),
        ("Russia had 100,000 troops near Ukraine in May 2026.", "2026-04-29 00:00", "2026-06-21 23:59"),
        ("Russia had 100,000 troops near Ukraine in 2026.", "2026-04-05 00:00", "2026-07-04 09:00"),
        ("Russia had 100,000 troops near Ukraine in 2014.", None, None),
        ("Russia will have 100,000 troops near Ukraine in 2031.", None, None),
        (TROOPS, None, None),
    ],
)  # fmt: skip
def test_the_news_of_the_days_that_the_claim_names_are_searched(text: str, since: str, until: str) -> None:
    found = gdelt.window(claimed(text), NOW)
    assert [moment and f"{moment:%Y-%m-%d %H:%M}" for moment in found] == [since, until]


@pytest.mark.parametrize("first", [date.min, date(2026, 6, 1)])
@pytest.mark.parametrize("last", [date(2026, 6, 2), date.max])
def test_a_person_may_date_a_claim_to_the_first_year_and_to_the_last(first: date, last: date) -> None:
    claim = claimed(TROOPS)
    dated = Date(start=0, end=6, text=claim.text[:6], first=first, last=last)
    since, until = gdelt.window(replace(claim, dates=(dated,)), NOW)
    assert since
    assert until
    assert NOW - timedelta(days=91) < since < until <= NOW


def test_what_is_asked_stands_in_the_request_and_in_the_log(played: Played) -> None:
    answer = _found(
        played.ask(gdelt, TROOPS, {"articles": [_article("Russia keeps 130,000 troops near Ukraine")]})
    )
    asked = parse_qs(urlsplit(played.service.asked[0][0]).query)
    assert asked["query"] == ["Russia Ukraine troops border sourcelang:english"]
    assert (asked["mode"], asked["format"], asked["maxrecords"]) == (["artlist"], ["json"], ["75"])
    assert answer.queries[0].text == "Russia Ukraine troops border sourcelang:english (the last three months)"
    assert answer.queries[0].hits == 1


def test_a_headline_is_dated_named_by_its_site_and_cleaned_of_stray_blanks(played: Played) -> None:
    article = _article("Russia keeps troops near Ukraine , minister says ; border &quot;closed&quot;",
                       "https://www.news.example:443/2026/07/03/troops", "20260703131500")  # fmt: skip
    (passage,) = _found(played.ask(gdelt, TROOPS, {"articles": [article]})).passages
    assert passage.text == 'Russia keeps troops near Ukraine, minister says; border "closed"'
    assert (passage.publisher, passage.url) == ("news.example", "https://www.news.example/2026/07/03/troops")
    assert (passage.published, passage.version) == (date(2026, 7, 3), "20260703131500")
    assert passage.locator == "headline, seen by GDELT on 3 July 2026 at 13:15 UTC"


def test_a_headline_is_context_whatever_it_seems_to_say(played: Played) -> None:
    claim = claimed(TROOPS)
    titles = [
        "Russia has 130,000 troops near border of Ukraine",
        "Russia has 40,000 troops near border of Ukraine",
    ]
    answer = _found(played.ask(gdelt, claim, {"articles": [_article(title) for title in titles]}))
    findings = [compare(claim, passage) for passage in answer.passages]
    assert [finding.stance for finding in findings] == ["context", "context"]
    assert all(
        finding.reason.startswith("no more than a headline: ") and " gives “" in finding.reason
        for finding in findings
    )
    assert all(finding.confidence <= 0.5 for finding in findings)


def test_one_headline_on_many_sites_is_one_passage_from_where_it_was_seen_first(played: Played) -> None:
    same = "Russia keeps troops near Ukraine"
    articles = [
        _article(same, "https://b.example/1", "20260703T140000Z"),
        _article(same + " .", "https://a.example/1", "20260703T120000Z"),
        _article(same.upper(), "https://c.example/1", "no date"),
    ]
    (passage,) = _found(played.ask(gdelt, TROOPS, {"articles": articles})).passages
    assert passage.publisher == "a.example"
    assert passage.locator.endswith("12:00 UTC; the same at 2 other sites")


@pytest.mark.parametrize(
    "article",
    [
        _article("Russia has troops near Ukraine", "javascript:alert(1)"),
        _article("Russia has troops near Ukraine", "https://user:secret@news.example/"),
        _article("Recipes for the summer"), _article(""),
        _article("Rusia mantiene sus troops Ukraine Russia", language="Spanish"),
    ],
)  # fmt: skip
def test_what_cannot_be_shown_or_is_of_another_matter_is_left_out(played: Played, article: Any) -> None:
    answer = played.ask(gdelt, TROOPS, {"articles": [article]})
    assert isinstance(answer, Found)
    assert (answer.passages, answer.found, answer.aside) == ((), 1, 1)
    assert [query.hits for query in answer.queries] == [1, 1]


@pytest.mark.parametrize("nothing", [{}, {"articles": None}, {"articles": []}])
def test_nothing_found_has_three_forms(played: Played, nothing: Any) -> None:
    assert isinstance(played.ask(gdelt, TROOPS, nothing), Nothing)


@pytest.mark.parametrize(
    "words",
    ["Queries containing OR'd terms must be surrounded by ().", "The specified phrase is too short.",
     "Your query was too short or too long."],
)  # fmt: skip
def test_a_refusal_in_words_with_status_200_is_no_answer(played: Played, words: str) -> None:
    answer = played.ask(gdelt, TROOPS, Reply(words.encode(), headers={"Content-Type": "text/html; charset=utf-8"}))
    assert isinstance(answer, CouldNotAsk)
    assert answer.reason == f"it answered in words instead of data: {words}"


@pytest.mark.parametrize("status", [200, 429])
def test_a_request_for_fewer_requests_is_kept_to(played: Played, status: int) -> None:
    words = b"Please limit requests to one every 5 seconds or contact us for larger queries."
    answer = played.ask(gdelt, TROOPS, Reply(words, status, {"Content-Type": "text/html"}))
    assert isinstance(answer, CouldNotAsk)
    assert (answer.after, answer.busy) == (60.0, False)
    assert answer.reason.startswith("asked too often (429)")


def test_a_refusal_is_not_hidden_by_the_next_try_whose_turn_has_not_come(played: Played) -> None:
    answer = played.ask(gdelt, TROOPS, Reply(b"Please limit requests", 429), per_minute=10)
    assert isinstance(answer, CouldNotAsk)
    assert (answer.busy, answer.after, len(played.service.asked)) == (False, 60.0, 1)


def test_a_looser_query_waits_for_its_turn_and_the_first_answer_is_kept_until_then(played: Played) -> None:
    answer = played.ask(gdelt, TROOPS, {}, per_minute=10)
    assert isinstance(answer, CouldNotAsk)
    assert (answer.busy, answer.after, len(played.service.asked)) == (True, 6.0, 1)
    found = {"articles": [_article("Russia keeps troops near Ukraine")]}
    assert isinstance(played.ask(gdelt, TROOPS, found), Found)
    assert "%28troops+OR+border%29" in played.service.asked[0][0]


def test_bad_escapes_in_a_title_are_read_over(played: Played) -> None:
    body = b'{"articles": [{"url": "https://n.example/a", "title": "Russia\'s troops near \\Ukraine"}]}'
    (passage,) = _found(played.ask(gdelt, TROOPS, Reply(body))).passages
    assert passage.text == "Russia's troops near Ukraine"
    assert passage.published is None


def test_an_unknown_moment_is_no_day(played: Played) -> None:
    articles = {"articles": [_article("Russia keeps troops near Ukraine", seen="20269999T999999Z")]}
    assert _found(played.ask(gdelt, TROOPS, articles)).passages[0].published is None
