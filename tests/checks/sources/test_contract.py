"""The contract that all sources on the network share: found, nothing, and every way of not being answered.

Each source of `checks/retrieval/sources/` that has LIMITS is picked up, and needs `answers/<its file's
name>.json`, small answers of our own making in the service's shape:

    {
      "claim": "Poland has more than 38 million inhabitants.",     one sentence that splits into one claim
      "options": {"language": "en"},                               what the source is told; its addresses
          are set here
      "now": "2026-11-24T12:00:00+00:00",                          if it matters
      "documents": [{"text": …, "locator": …, "publisher": …}],    what stands on the shelf, if it matters
      "found": [                                                   the first route that fits a request answers it
        {"when": {"list": "search", "path": "/w/api.php"}, "answer": {...}},
        {"answer": {...}}
      ],
      "nothing": {"what is so": [routes, tried before those of "found"]},
      "set_aside": ["what is so"],                                 those of "nothing" where hits come, and
          none is evidence
      "refused": {"what is so": {"routes": [...], "says": "part of the reason", "after": 5, "busy": true}}
    }

`when` names query parameters with their whole value; `path` is how the path ends. A route may have a `status`,
`headers`, and a `text` in place of the `answer`, sent as it is. A POST is routed like a GET.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Protocol

import pytest

from checks.retrieval.fetch import Fetch, Pace
from checks.retrieval.fetch.addresses import Host
from checks.retrieval.sources import Source, options
from checks.suggestion.findings import find
from checks.types.answer import Answer, CouldNotAsk, Found, Nothing, Query
from checks.types.passage import Passage
from checks.types.source import SourceContext
from tests.checks.sources import answering
from tests.checks.sources.answering import (
    Answers,
    Empty,
    Played,
    Refusal,
    Route,
    Shelf,
    answers,
    name,
    network,
)
from tests.fixtures.outside import Outside, Reply, outside

Service = Callable[[str], Reply]


class Ask(Protocol):
    """Asks a source over real HTTP."""

    def __call__(self, service: Service, seconds: float = 20) -> Answer:
        """What it answers, of a service that answers each request by its URL and has so many seconds for it."""


@pytest.fixture(scope="module")
def there() -> Iterator[Outside]:
    with outside() as service:
        yield service


@pytest.fixture
def ask(source: Source, there: Outside, redis_url: str) -> Ask:
    """Ask the source over real HTTP, of a service that answers each request by its URL."""
    given = answers(source)

    def asked(service: Service, seconds: float = 20) -> Answer:
        pace = Pace(per_minute=60_000, seconds=seconds, largest=1_000_000, kept_seconds=60)
        fetch = Fetch(source.NAME, (Host.of(there.url, inside=True),), pace, agent="Factdesk/test (desk@example.org)",
                      redis_url=redis_url, prefix="test:", wait=lambda _: None)  # fmt: skip
        there.asked.clear()
        there.reply = lambda _: service(there.asked[-1][0])
        return source.ask(given.claim, _reach(source, given, fetch, there.url))

    return asked


def _reach(source: Source, given: Answers, fetch: Any, url: str) -> SourceContext:
    now = datetime.fromisoformat(given.now)
    return SourceContext(
        shelf=Shelf(given.documents),
        past_checks=Empty(),
        now=now,
        fetch=fetch,
        options=answering.options(source, given.options, url),
    )


def _sound(passage: Passage, source: Source) -> None:
    """What a checker must be able to count on in every passage."""
    assert passage.text.strip()
    assert passage.locator
    assert passage.publisher
    assert passage.origin == source.NAME
    assert passage.url is None or passage.url.startswith(("http://", "https://"))
    if passage.captured is not None:
        assert passage.captured[passage.start : passage.end] == passage.text


def _accounted(answer: Found) -> None:
    """Every hit is evidence, or set aside with a reason; none is counted that is neither."""
    assert answer.found >= answer.aside
    assert all(each.reason and each.text and each.count > 0 for each in answer.set_aside)
    assert not {each.text for each in answer.set_aside} & {passage.text for passage in answer.passages}


def _hits(queries: tuple[Query, ...]) -> int:
    return sum(query.hits for query in queries)


@pytest.mark.parametrize("source", network(), ids=name)
class TestEverySourceOnTheNetwork:
    def test_it_says_where_it_asks_and_how_often(self, source: Source) -> None:
        assert [option for option in options(source) if option.address]
        assert all(option.says for option in options(source))
        assert source.applies(answers(source).claim)

    def test_found(self, source: Source, ask: Ask) -> None:
        routes = answers(source).found
        answer = ask(lambda url: answering.reply(routes, url))
        assert isinstance(answer, Found), answer
        assert _hits(answer.queries) > 0
        assert answer.found > answer.aside
        _accounted(answer)
        for passage in answer.passages:
            _sound(passage, source)
            assert passage.url

    def test_nothing(self, source: Source, ask: Ask, redis_url: str) -> None:
        given = answers(source)
        assert given.nothing
        for case, routes in given.nothing.items():
            _forget(redis_url)
            answer = ask(lambda url, first=routes: answering.reply([*first, *given.found], url))  # type: ignore[misc]
            if case not in given.set_aside:
                assert isinstance(answer, Nothing), (case, answer)
                assert answer.queries, case
                continue
            assert isinstance(answer, Found), (case, answer)
            assert (answer.passages, answer.found) == ((), answer.aside), (case, answer)
            assert 0 < answer.found <= _hits(answer.queries), (case, answer)
            _accounted(answer)

    def test_no_answer_in_time(self, source: Source, ask: Ask) -> None:
        answer = ask(lambda _: Reply(b" " * 40, drip=0.05), seconds=0.4)
        assert isinstance(answer, CouldNotAsk), answer
        assert answer.reason.startswith("timed out")

    def test_asked_too_often(self, source: Source, ask: Ask, there: Outside) -> None:
        answer = ask(lambda _: Reply({}, 429, {"Retry-After": "60"}))
        assert isinstance(answer, CouldNotAsk), answer
        assert ("asked too often" in answer.reason, answer.after, len(there.asked)) == (True, 60.0, 1)

    @pytest.mark.parametrize(
        ("reply", "reason"),
        [
            (Reply({}, 500), "the source is broken (500)"),
            (Reply(b"<!doctype html><title>Sorry", headers={"Content-Type": "text/html"}), "a web page"),
            (Reply(b'\xef\xbb\xbf<html>Request Error', 400, {"Content-Type": "text/html"}), "it answered 400"),
            (Reply(b""), "its answer is empty"),
            (Reply(b'[{"found": ["Pol'), "breaks off"),
            (Reply(b'{"found": 1}', promised=400), "broke off"),
            (Reply(b"null"), ""),
        ],
        ids=["500", "a web page", "a web page with 400", "empty", "truncated", "cut off", "null"],
    )  # fmt: skip
    def test_what_is_no_answer(self, source: Source, ask: Ask, reply: Reply, reason: str) -> None:
        answer = ask(lambda _: reply)
        assert isinstance(answer, CouldNotAsk), answer
        assert answer.reason
        assert reason in answer.reason

    def test_a_failure_halfway_is_no_nothing(self, source: Source, ask: Ask, there: Outside) -> None:
        routes = answers(source).found
        ask(lambda url: answering.reply(routes, url))
        for last in range(1, len({path for path, _ in there.asked}) + 1):
            answer = source.ask(answers(source).claim, _halfway(source, routes, last, there.url))
            assert isinstance(answer, CouldNotAsk | Found), (last, answer)

    def test_the_service_s_own_errors(self, source: Source, ask: Ask, redis_url: str) -> None:
        given = answers(source)
        for case, refusal in given.refused.items():
            _forget(redis_url)
            _refused(case, refusal, ask, given.found)

    def test_wrong_types_anywhere(self, source: Source) -> None:
        given = answers(source)
        for where, routes in answering.mutants(given.found):
            answer = source.ask(given.claim, _reach(source, given, Played(routes), "http://127.0.0.1:1"))
            if isinstance(answer, CouldNotAsk):
                assert 0 < len(answer.reason) < 500, where
            elif isinstance(answer, Found):
                assert answer.passages or answer.found == answer.aside, where
                _accounted(answer)
                for passage in answer.passages:
                    _sound(passage, source)
                    find(given.claim, passage)


def _refused(case: str, refusal: Refusal, ask: Ask, found: list[Route]) -> None:
    answer = ask(lambda url: answering.reply([*refusal.routes, *found], url))
    assert isinstance(answer, CouldNotAsk), (case, answer)
    assert refusal.says in answer.reason, (case, answer)
    assert (answer.after, answer.busy) == (refusal.after, refusal.busy), (case, answer)


def _halfway(source: Source, routes: list[Route], last: int, url: str) -> SourceContext:
    """A service that breaks down at its n-th request."""
    played = Played(routes)
    asked = iter(range(1, 1000))

    def json(*given: Any, **more: Any) -> Any:
        return Played([Route(status=500)] if next(asked) >= last else routes).json(*given, **more)

    played.json = json  # type: ignore[method-assign]
    return _reach(source, answers(source), played, url)


def _forget(redis_url: str) -> None:
    import redis

    with redis.Redis.from_url(redis_url.replace("redis+socket://", "unix://")) as client:
        client.flushall()


def test_a_source_without_answers_fails() -> None:
    class Unanswered:
        NAME, __name__ = "unanswered", "checks.retrieval.sources.unanswered"

    with pytest.raises(AssertionError, match=r"needs .*answers/unanswered\.json"):
        answers(Unanswered())  # type: ignore[arg-type]


def test_a_mutant_differs_in_one_place() -> None:
    made = dict(answering.mutants([Route(answer={"a": [1]})]))
    assert made["0:a.0 = None"][0].answer == {"a": [None]}
    assert made["0:a = 'gone'"][0].answer == {}
    assert len(made) == 3 * 7 - 1
