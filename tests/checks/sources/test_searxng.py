"""What is special to SearXNG: engines that are silent, JSON that is forbidden, excerpts that are no pages."""

from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from checks.retrieval.sources import searxng
from checks.stance.judge import compare
from checks.types.answer import CouldNotAsk, Found, Nothing
from tests.checks.sources.conftest import Played, claimed
from tests.fixtures.outside import Reply

POLAND = "Poland has more than 38 million inhabitants."


def _result(url: str = "https://stat.example/poland", content: str = "Poland has 36.5 million inhabitants …",
            **more: Any) -> Any:  # fmt: skip
    return {"url": url, "title": "Poland in numbers", "content": content, "engine": "brave",
            "engines": ["startpage", "brave"], "publishedDate": "2026-03-01T13:00:00", **more}  # fmt: skip


def _results(*results: Any, silent: Any = ()) -> Any:
    return {"query": "x", "results": list(results), "answers": [], "suggestions": ["x"],
            "unresponsive_engines": list(silent)}  # fmt: skip


def _found(answer: Any) -> Found:
    assert isinstance(answer, Found), answer
    return answer


def test_an_excerpt_says_that_it_is_one_and_leads_to_the_page(played: Played) -> None:
    (passage,) = _found(played.ask(searxng, POLAND, _results(_result()))).passages
    assert passage.text == "Poland has 36.5 million inhabitants …"
    assert passage.locator == "excerpt by brave, startpage of “Poland in numbers”"
    assert (passage.publisher, passage.url) == ("stat.example", "https://stat.example/poland")
    assert (passage.published, passage.author) == (date(2026, 3, 1), None)


def test_an_excerpt_is_context_whatever_it_seems_to_say(played: Played) -> None:
    claim = claimed(POLAND)
    (passage,) = _found(played.ask(searxng, claim, _results(_result()))).passages
    finding = compare(claim, passage)
    assert (finding.stance, finding.confidence <= 0.5) == ("context", True)
    assert finding.reason.startswith("no more than a search engine's excerpt: stat.example gives “36.5 million")


def test_a_page_without_an_excerpt_is_named_by_its_title(played: Played) -> None:
    found = _result(content="", title="Inhabitants of Poland: 36.5 million", engine=None, engines=None)
    (passage,) = _found(played.ask(searxng, POLAND, _results(found))).passages
    assert (passage.text, passage.locator) == ("Inhabitants of Poland: 36.5 million", "title, by a search engine")
    assert passage.part == "a title"


def test_an_excerpt_of_something_else_leaves_the_title(played: Played) -> None:
    found = _result(content="Menu Home Search Contact", title="Inhabitants of Poland: 36.5 million")
    (passage,) = _found(played.ask(searxng, POLAND, _results(found))).passages
    assert (passage.text, passage.locator) == ("Inhabitants of Poland: 36.5 million", "title, by brave, startpage")


def test_a_name_alone_is_no_matter_of_the_claim(played: Played) -> None:
    answer = _found(played.ask(searxng, POLAND, _results(_result(content="Poland wins", title="Sport"))))
    assert (answer.passages, answer.found) == ((), 1)


def test_what_is_asked_stands_in_the_request(played: Played) -> None:
    played.ask(searxng, POLAND, _results(_result()), path="/search/", categories="news", language="pl")
    path, headers = played.service.asked[0]
    asked = parse_qs(urlsplit(path).query)
    assert urlsplit(path).path == "/search"
    assert asked == {"q": ["Poland inhabitants"], "format": ["json"], "categories": ["news"], "language": ["pl"]}
    assert "text/html" in headers["accept"]


@pytest.mark.parametrize("sign", ["!", "!!g ", ":", "<", "? "])
def test_the_words_of_a_claim_are_no_commands(played: Played, sign: str) -> None:
    claim = claimed(POLAND)
    hostile = type(claim)(**{name: getattr(claim, name) for name in claim.__slots__} | {"statement": f"{sign}x y"})
    played.ask(searxng, hostile, _results())
    asked = parse_qs(urlsplit(played.service.asked[0][0]).query)["q"][0] if played.service.asked else ""
    assert not any(word[0] in "!:<?" for word in asked.split())


@pytest.mark.parametrize(
    "silent", [[["duckduckgo", "CAPTCHA"], ["qwant", "Suspended: access denied"]], [["brave", "timeout"]]]
)
def test_no_results_while_engines_are_silent_is_no_answer(played: Played, silent: Any) -> None:
    answer = played.ask(searxng, POLAND, _results(silent=silent))
    assert isinstance(answer, CouldNotAsk)
    assert ": ".join(silent[0]) in answer.reason
    assert answer.after == 300


def test_no_results_of_engines_that_all_answered_is_nothing(played: Played) -> None:
    assert isinstance(played.ask(searxng, POLAND, _results()), Nothing)


def test_the_log_names_the_engines_that_were_silent(played: Played) -> None:
    answer = _found(played.ask(searxng, POLAND, _results(_result(), silent=[["qwant", "timeout"]])))
    assert answer.queries[0].text == "Poland inhabitants (without qwant: timeout)"


def test_what_was_found_stays_when_a_looser_query_is_not_answered(played: Played) -> None:
    answer = _found(played.ask(searxng, POLAND, _results(_result()), Reply(status=500)))
    assert len(answer.passages) == 1
    assert answer.queries[1].text == "Poland (not answered: the source is broken (500))"


def test_json_that_is_forbidden_tells_the_operator_what_to_do(played: Played) -> None:
    answer = played.ask(searxng, POLAND, Reply(b"<html>403", 403, {"Content-Type": "text/html"}))
    assert isinstance(answer, CouldNotAsk)
    assert "must allow json" in answer.reason


def test_an_unknown_format_that_becomes_a_page_is_no_answer(played: Played) -> None:
    answer = played.ask(searxng, POLAND, Reply(b"<!doctype html>", headers={"Content-Type": "text/html"}))
    assert isinstance(answer, CouldNotAsk)
    assert answer.reason == "it answered with a web page instead of data"


def test_a_page_comes_once_however_its_address_is_written(played: Played) -> None:
    same = [_result(url) for url in ("https://s.example/p", "http://s.example/p/", "https://s.example:443/p#top")]
    assert len(_found(played.ask(searxng, POLAND, _results(*same))).passages) == 1


def test_tags_and_scripts_of_an_engine_are_no_part_of_the_text(played: Played) -> None:
    found = _result(content="<b>Poland</b> has 36.5&nbsp;million <script>alert(1)</script>inhabitants\u202e")
    (passage,) = _found(played.ask(searxng, POLAND, _results(found))).passages
    assert passage.text == "Poland has 36.5 million inhabitants"


@pytest.mark.parametrize(
    "result", [_result(None), _result("javascript:alert(1)"), _result("ftp://x.example/"), _result(content="Recipes"),
               {"url": "https://x.example"}, {}]
)  # fmt: skip
def test_what_cannot_be_shown_or_is_of_another_matter_is_left_out(played: Played, result: Any) -> None:
    answer = _found(played.ask(searxng, POLAND, _results(result)))
    assert (answer.passages, answer.found, answer.aside) == ((), 1, 1)
