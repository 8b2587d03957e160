"""How often programs may ask: quotas for each token, told in header fields, also while Redis is away."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from service import rate_limits
from settings import settings
from tests.api.caller import Caller
from tests.api.conftest import Token
from tests.fixtures.desk_parts import sign_in
from tests.running.ports import free_port

Set = Callable[..., None]


@pytest.fixture
def limit(desk: str, monkeypatch: pytest.MonkeyPatch) -> Set:
    """`limit(requests=5)`: settings of quotas; what was counted in this process is forgotten."""

    def set_(**quotas: int) -> None:
        for name, quota in quotas.items():
            monkeypatch.setenv(f"FACTDESK_{name.upper()}_PER_MINUTE", str(quota))
        settings.cache_clear()

    monkeypatch.setattr(rate_limits, "_away_until", 0.0)
    # A minute that ends within a test would begin a new quota in the middle of it.
    monkeypatch.setattr(rate_limits, "_now", lambda: 1_800_000_000.0)
    rate_limits._in_process.cache_clear()
    return set_


def test_each_answer_tells_what_is_left(limit: Set, checker: Caller) -> None:
    limit(requests=5)
    answers = [checker.call("GET", "/claims") for _ in range(2)]
    assert [each.headers["RateLimit-Policy"] for each in answers] == ['"requests";q=5;w=60'] * 2
    fields = [re.fullmatch(r'"requests";r=(\d+);t=(\d+)', each.headers["RateLimit"]) for each in answers]
    assert [each and int(each[1]) for each in fields] == [4, 3]
    assert all(each and 0 < int(each[2]) <= 60 for each in fields)


def test_a_used_up_quota_is_a_429_that_says_when_to_come_again(limit: Set, checker: Caller) -> None:
    limit(requests=3)
    answers = [checker.call("GET", "/claims") for _ in range(5)]
    assert [each.status_code for each in answers] == [200] * 3 + [429] * 2
    problem, seconds = answers[-1].json, int(answers[-1].headers["Retry-After"])
    assert problem
    assert problem["type"] == "https://iana.org/assignments/http-problem-types#quota-exceeded"
    assert problem["violated-policies"] == ["requests"]
    assert 0 < seconds <= 60
    assert answers[-1].headers["RateLimit"] == f'"requests";r=0;t={seconds}'


def test_the_quota_is_there_again_with_the_next_minute(
    limit: Set, checker: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit(requests=1)
    assert [checker.call("GET", "/claims").status_code for _ in range(2)] == [200, 429]
    monkeypatch.setattr(rate_limits, "_now", lambda: 1_800_000_060.0)
    assert checker.call("GET", "/claims").status_code == 200


def test_each_token_has_its_own(limit: Set, token: Token) -> None:
    limit(requests=2)
    one, other = token(), token()
    assert [one.call("GET", "/claims").status_code for _ in range(3)] == [200, 200, 429]
    assert other.call("GET", "/claims").status_code == 200


def test_the_quota_holds_while_redis_is_away(limit: Set, checker: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", f"redis://127.0.0.1:{free_port()}/0")
    limit(requests=3)
    assert [checker.call("GET", "/claims").status_code for _ in range(5)] == [200] * 3 + [429] * 2


def test_without_a_good_token_the_address_counts(limit: Set, client: FlaskClient) -> None:
    limit(strangers=3)
    there = {"REMOTE_ADDR": f"2001:db8:{uuid4().hex[:4]}::1"}

    def ask(token: str) -> int:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return client.get("/api/v1/claims", headers=headers, environ_base=there).status_code

    assert [ask(token) for token in ("", "fd_guess", "fd_other", "fd_third", "")] == [401, 401, 401, 429, 429]
    assert client.get("/api/v1/claims", environ_base={"REMOTE_ADDR": "2001:db8:ffff::1"}).status_code == 401


def test_a_person_without_a_token_has_a_quota_too_and_pages_have_none(
    limit: Set, checker: Caller, client: FlaskClient
) -> None:
    limit(requests=2)
    sign_in(client, "checker")
    assert [client.get("/api/v1/claims").status_code for _ in range(3)] == [200, 200, 429]
    pages = [client.get("/triage") for _ in range(4)]
    assert {each.status_code for each in pages} == {200}
    assert "RateLimit" not in pages[0].headers


def test_a_batch_counts_by_its_articles(limit: Set, checker: Caller) -> None:
    limit(articles=5)

    def send(count: int) -> int:
        lines = "".join(f'{{"text": "{uuid4()} boats sank."}}\n' for _ in range(count))
        given = {"data": lines, "content_type": "application/x-ndjson", "headers": checker.headers}
        return checker.client.post("/api/v1/articles/batch", **given).status_code  # type: ignore[arg-type]

    assert [send(3), send(3), send(2), send(1)] == [200, 429, 200, 429], "a batch that is refused counts nothing"
    refused = checker.call("POST", "/articles", {"text": "One more."})
    assert refused.status_code == 429
    assert refused.headers["RateLimit-Policy"] == '"requests";q=1000000;w=60, "articles";q=5;w=60'
    assert len(checker.get("/articles")["items"]) == 5


def test_a_batch_larger_than_the_whole_quota_takes_all_of_it(limit: Set, checker: Caller) -> None:
    limit(articles=2)
    lines = "".join(f'{{"text": "{uuid4()} boats sank."}}\n' for _ in range(3))
    given = {"data": lines, "content_type": "application/x-ndjson", "headers": checker.headers}
    answer = checker.client.post("/api/v1/articles/batch", **given)  # type: ignore[arg-type]
    assert answer.status_code == 200
    assert '"articles";r=0;' in answer.headers["RateLimit"]
