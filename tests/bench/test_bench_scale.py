"""What `./run bench scale` asks for, and what it does to its desks: it leaves out no page and no filter, its writers
finish what they begin, and a kept desk stays as it was.
"""

from collections import defaultdict
from functools import cached_property
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Request
from sqlalchemy import text
from werkzeug.datastructures import ImmutableMultiDict

from bench.scale.desks import Desk, written_to
from bench.scale.fill import fill
from bench.scale.lists import LEFT_OUT
from bench.scale.plans import Plan, shown
from bench.scale.writers import write_article
from store import progress
from store.db import engine, transaction

_READ = set[str]()  # the parameters that views have read
_OF_ANSWERS = {
    "saved",
    "followed",
    "next",
    "limit",
    "fields",
    "left_out",
    "ticked",
}  # what a page says besides, how many and what of each
_OF_LINKS = {"triage.chosen_claim"}  # carries the parameters of its page on, and shows one claim


class _NotedParameters(ImmutableMultiDict[str, str]):
    """Notes which parameters of an address are read by their names."""

    def get(self, key: str, *more: object, **named: object) -> object:  # type: ignore[override]
        _READ.add(key)
        return super().get(key, *more, **named)  # type: ignore[call-overload]

    def getlist(self, key: str, *more: object, **named: object) -> list[object]:  # type: ignore[override]
        _READ.add(key)
        return super().getlist(key, *more, **named)  # type: ignore[call-overload]

    def __getitem__(self, key: str) -> str:
        _READ.add(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        _READ.add(str(key))
        return super().__contains__(key)


class _NotingRequest(Request):
    @cached_property
    def args(self) -> _NotedParameters:
        return _NotedParameters(super().args)


def test_every_page_is_asked_for_with_every_parameter_that_it_reads(
    desk: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(desk, 1_000)
    filled = Desk(desk, 1_000)
    app = filled.browser.application
    monkeypatch.setattr(app, "request_class", _NotingRequest)
    asked, read = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    adapter = app.url_map.bind("localhost")
    for question in filled.questions.values():
        address = urlsplit(question.path)
        endpoint, _ = adapter.match(address.path, method="GET")
        given = parse_qs(address.query)
        if given.keys() - {"sort"} <= asked[endpoint] and asked[endpoint]:
            continue
        asked[endpoint] |= given.keys()
        _READ.clear()
        assert filled.ask(question)[2] < 400, question.path
        read[endpoint] |= _READ
    unasked = {endpoint: read[endpoint] - asked[endpoint] - _OF_ANSWERS for endpoint in read.keys() - _OF_LINKS}
    assert {endpoint: names for endpoint, names in unasked.items() if names} == {}
    known = {rule.endpoint for rule in app.url_map.iter_rules() if not rule.rule.startswith(tuple(LEFT_OUT))
             and "GET" in (rule.methods or ())}  # fmt: skip
    assert known - set(asked) == set()


def test_a_page_that_leads_to_the_sign_in_was_not_measured(desk: str) -> None:
    fill(desk, 1_000)
    first = Desk(desk, 1_000)
    assert first.ask(first.questions["/articles?"])[2] == 200
    Desk(desk, 1_000)  # gives the person another password, with which the session of the first one ends
    assert first.ask(first.questions["/articles?"])[2] == 401


def test_what_a_writer_writes_is_ready(desk: str) -> None:
    with transaction(desk) as conn:  # so that no batch has the number of its revision
        conn.execute(text("SELECT setval(pg_get_serial_sequence('lookup_batches', 'id'), 100)"))
    article_id = write_article("The town of Alder has 4,000 inhabitants. Unemployment rose by 3 percent in May.")
    with transaction(desk) as conn:
        assert progress.get_article(conn, article_id).stage == "ready"
        assert conn.execute(text("SELECT state FROM claims")).scalars().all() == ["triage"] * 2
        assert conn.execute(text("SELECT kind, subject FROM work WHERE kind <> 'embed'")).all() == []


def test_what_is_written_to_a_kept_desk_is_gone_afterwards(desk: str) -> None:
    with written_to(desk, kept=True) as copy:
        assert copy != desk
        with transaction(copy) as conn:
            conn.execute(text("INSERT INTO feeds (address, title) VALUES ('https://e.org/', 'A feed')"))
    with transaction(desk) as conn:
        assert conn.execute(text("SELECT count(*) FROM feeds")).scalar_one() == 0
        left = text("SELECT count(*) FROM pg_database WHERE datname = current_database() || '_written'")
        assert conn.execute(left).scalar_one() == 0
    engine(copy).dispose()


def test_a_desk_that_is_not_kept_is_written_to_itself(desk: str) -> None:
    with written_to(desk, kept=False) as same:
        assert same == desk


def test_of_a_plan_is_shown_what_was_executed_and_of_what_is_appended_the_first() -> None:
    lines = """\
Limit (actual time=1.470..1.587 rows=608 loops=1)
  Buffers: shared hit=1230
  ->  Merge Append (actual time=0.012..1.209 rows=609 loops=1)
        Sort Key: claims.worth DESC
        ->  Index Only Scan on claims (actual time=0.012..0.019 rows=2 loops=17)
              Index Cond: (state = 'new'::text)
        ->  Index Only Scan on claims claims_1 (actual time=0.012..0.012 rows=1 loops=1)
              Index Cond: (state = 'triage'::text)
  ->  Limit (never executed)
        ->  Nested Loop (never executed)
  Filter: (worth > 0.5)
Planning Time: 0.1 ms"""
    assert shown(Plan(1.6, tuple(lines.splitlines()))).splitlines() == [
        "Limit (1.587 ms, 608 rows)",
        "  ->  Merge Append (1.209 ms, 609 rows)",
        "        Sort Key: claims.worth DESC",
        "        ->  Index Only Scan on claims (0.019 ms, 2 rows loops=17)",
        "              Index Cond: (state = 'new'::text)",
        "  Filter: (worth > 0.5)",
    ]
